"""The people of a run: made and signed in directly in the database, for a password hash is no part of any job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.cached_db import SessionStore
from django.db import transaction

from academy.assignments.actions import apply_rule
from academy.assignments.models import AssignmentRule
from academy.staff.actions import rebuild_leadership
from academy.staff.models import Audience, JobRole, Team, User
from courses.models import Enrolment, UnitProgress
from courses.outline import Outline, Unit

LEARNERS = 60
NEWCOMERS = 2000
FINISHERS = 500
STOCK_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Person:
    user: User
    session: str
    stock_session: str = ""  # for the stock site, which knows only Django's own way to sign in


@dataclass(frozen=True)
class People:
    """`learners` read, again and again; the others do what one person does only once.

    `finishers` have done all but the quiz of their course: passing it completes the course that they were asked to do.
    """

    learners: list[Person]
    newcomers: list[Person]
    finishers: list[Person]


@transaction.atomic
def make_people(course: Outline, at: datetime) -> People:
    """A team of agents under one manager, asked to do `course` and whatever the starter academy asks of everybody."""
    team = Team.add_root(name="Service")
    role, _created = JobRole.objects.get_or_create(name="Agent")
    manager = User.objects.create(username="manager", team=team, password="!")
    users = User.objects.bulk_create(
        User(
            username=f"learner-{number}",
            first_name=f"Learner {number}",
            email=f"learner-{number}@example.com",
            password="!",
            team=team,
            job_role=role,
            manager=manager,
        )
        for number in range(LEARNERS + NEWCOMERS + FINISHERS)
    )
    Group.objects.get(name="Agents").user_set.add(*users)
    rebuild_leadership()
    AssignmentRule.objects.create(work_id=course.work_id, audience=Audience.objects.get(everyone=True), due_days=30)
    for rule in AssignmentRule.objects.filter(active=True).select_related("work", "audience"):
        apply_rule(rule, at)
    people = [
        *(Person(user, session_of(user), session_of(user, STOCK_BACKEND)) for user in users[:LEARNERS]),
        *(Person(user, session_of(user)) for user in users[LEARNERS:]),
    ]
    return People(people[:LEARNERS], people[LEARNERS : LEARNERS + NEWCOMERS], people[LEARNERS + NEWCOMERS :])


def session_of(user: User, backend: str = settings.AUTHENTICATION_BACKENDS[0]) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


@transaction.atomic
def learn(people: list[Person], course: Outline, done: Sequence[Unit], here: Unit, at: datetime) -> None:
    """Have `people` done some units, and opened another one."""
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            learner=person.user, course_id=course.work_id, started_at=at, last_opened_at=at, last_unit_id=here.work_id
        )
        for person in people
    )
    UnitProgress.objects.bulk_create(
        UnitProgress(enrolment=enrolment, unit_id=unit.work_id, opened_at=at, done_at=at if unit in done else None)
        for enrolment in enrolments
        for unit in (*done, here)
    )
