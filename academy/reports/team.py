"""Whose records a team leader looks at: the people below them, and of which teams those are."""

from django.db.models import QuerySet

from academy.staff.models import Team, User


def people_of(leader: User) -> QuerySet[User]:
    """The active people below `leader`, by name."""
    return User.objects.led_by(leader).active().order_by("first_name", "last_name", "pk")


def people_in(leader: User, team: Team | None) -> QuerySet[User]:
    """The same, of one team and the teams below it; all of them for None."""
    people = people_of(leader)
    return people.filter(team__path__startswith=team.path) if team else people


def teams_of(leader: User) -> QuerySet[Team]:
    """The teams in which people below `leader` are, by name."""
    return Team.objects.filter(pk__in=people_of(leader).order_by().values("team")).order_by("name", "pk")
