"""What the pages of compliance show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from academy.access import Place, places_of
from academy.assignments.models import Assignment, Work
from academy.inbox.models import Delivery
from academy.policies.models import Acknowledgement, Decline, PolicyVersion
from academy.reports.compliance.standing import (
    Moment,
    Standing,
    counted,
    cycle_at,
    cycles_at,
    days_counted,
    last_dates,
)
from academy.reports.compliance.trend import Trend, trend
from academy.staff.models import Team, User

NO_TEAM = "none"


@dataclass
class Figures:
    """Of a group of people: how many stand how. `key`: what the address calls the group; `name`: what people do."""

    key: str = ""
    name: str = ""
    of: Counter[str] = field(default_factory=Counter)

    @property
    def asked(self) -> int:
        return self.of.total()

    @property
    def acknowledged(self) -> int:
        return self.of[Standing.ACKNOWLEDGED]

    @property
    def waiting(self) -> int:
        """Whom a reminder would reach, if they were not reminded today."""
        return self.of[Standing.DUE] + self.of[Standing.OVERDUE]

    @property
    def cells(self) -> list[tuple[str, str, int]]:
        """State, its words, how many: in the order of the columns."""
        return [(standing.value, str(standing.label), self.of[standing.value]) for standing in COLUMNS]


COLUMNS = (Standing.ACKNOWLEDGED, Standing.DUE, Standing.OVERDUE, Standing.DECLINED, Standing.ON_LEAVE)


@dataclass(frozen=True)
class Compliance:
    """Everything that the page of a policy shows but the way to it."""

    version: PolicyVersion | None
    all: Figures
    teams: list[Figures]
    languages: list[Figures]
    trend: Trend | None


def place_of(work: Work, language: str) -> Place:
    """The page of a policy; where it is not published any more, its last title, and no address."""
    found = places_of([work.translation_key], language).get(work.translation_key)
    return found or Place(work.title, "", settings.LANGUAGE_CODE)


def compliance_of(work: Work, moment: Moment, reader: User, zone: ZoneInfo, *, rtl: bool) -> Compliance:
    """How the people whom `reader` sees stand towards a policy. The same few queries for any number of them."""
    cycle = cycle_at(work, moment)
    if cycle is None:
        return Compliance(None, Figures(), [], [], None)
    cycles = {work.pk: cycle}
    groups = [
        (standing, team, tongue, count)
        for (_pk, standing, team, tongue), count in counted(cycles, moment, reader).items()
    ]
    everybody = Figures(of=_counter((standing, count) for standing, _team, _tongue, count in groups))
    version = PolicyVersion.objects.filter(work=work, number=cycle).first()
    return Compliance(
        version,
        everybody,
        _by_team((team, standing, count) for standing, team, _tongue, count in groups),
        _by_language((tongue, standing, count) for standing, _team, tongue, count in groups),
        _trend(*days_counted(cycles, moment, reader), version, everybody.asked, moment, zone, rtl=rtl),
    )


def _counter(counted: Iterable[tuple[str, int]]) -> Counter[str]:
    counter: Counter[str] = Counter()
    for standing, count in counted:
        counter[standing] += count
    return counter


def _groups(counted: Iterable[tuple[Any, str, int]]) -> dict[Any, Counter[str]]:
    groups: dict[Any, Counter[str]] = {}
    for key, standing, count in counted:
        groups.setdefault(key, Counter())[standing] += count
    return groups


def _by_team(counted: Iterable[tuple[int | None, str, int]]) -> list[Figures]:
    """Where most is open stands first."""
    groups = _groups(counted)
    names = dict(Team.objects.filter(pk__in=[key for key in groups if key]).values_list("pk", "name"))
    figures = [
        Figures(NO_TEAM if key is None else str(key), names.get(key, _("No team")), of) for key, of in groups.items()
    ]
    return sorted(figures, key=lambda group: (group.acknowledged - group.asked, group.name))


def _by_language(counted: Iterable[tuple[str, str, int]]) -> list[Figures]:
    groups = _groups(counted)
    return [Figures(code, str(name), groups[code]) for code, name in settings.LANGUAGES if code in groups]


def _trend(
    done: Counter[date],
    due: Counter[date],
    version: PolicyVersion | None,
    asked: int,
    moment: Moment,
    zone: ZoneInfo,
    *,
    rtl: bool,
) -> Trend | None:
    began = min([moment.day, *done, *([version.published_at.astimezone(zone).date()] if version else [])])
    return trend(began, moment.day, done, due, asked, rtl=rtl)


@dataclass(frozen=True)
class Line:
    """One policy in the list of all."""

    work: Work
    place: Place
    version: int
    due_at: datetime | None
    figures: Figures


def lines_of(moment: Moment, reader: User, language: str) -> list[Line]:
    """The same figures for every policy that anybody whom `reader` sees is asked for. A few queries for all of them."""
    cycles = cycles_at(moment, Work.objects.filter(kind=Work.Kind.POLICY))
    counters: dict[int, Counter[str]] = {}
    for (pk, standing, _team, _tongue), count in counted(cycles, moment, reader).items():
        counters.setdefault(pk, Counter())[standing] += count
    due = last_dates(cycles, moment, reader)
    works = Work.objects.in_bulk(counters)
    places = places_of([work.translation_key for work in works.values()], language)
    lines = [
        Line(work, places[work.translation_key], cycles[pk], due.get(pk), Figures(of=counters[pk]))
        for pk, work in works.items()
        if work.translation_key in places
    ]
    return sorted(lines, key=lambda line: (-line.figures.of[Standing.OVERDUE], line.place.title))


# The rows behind a figure


def filtered(rows: QuerySet[Any], chosen: dict[str, str]) -> QuerySet[Any]:
    """`chosen`: "state", "team" and "language" as the address has them; what is empty is not asked for."""
    if state := chosen.get("state"):
        rows = rows.filter(standing=state)
    if team := chosen.get("team"):
        rows = rows.filter(team=None) if team == NO_TEAM else rows.filter(team=int(team))
    if language := chosen.get("language"):
        rows = rows.filter(tongue=language)
    return rows


def named(rows: QuerySet[Any], path: str) -> QuerySet[Any]:
    """By name, as values. `path`: from the rows to the learner."""
    order = (f"{path}first_name", f"{path}last_name", "person")
    return rows.order_by(*order).values("assigned", "person", "standing", "team", "tongue", "due", "done")


@dataclass(frozen=True)
class Row:
    """A person, with what stands behind it: what they agreed to, or why not. `assigned`: id of the assignment;
    `unreached`: an e-mail about it could not be delivered."""

    assigned: int
    person: User
    team: Team | None
    standing: Standing
    language: str
    due: datetime | None
    done: datetime | None
    acknowledgement: Acknowledgement | None
    decline: Decline | None
    unreached: bool
    may_act: bool  # whether the reader may acknowledge for them, or give them another date


def rows_of(page: Iterable[dict[str, Any]], work: Work, cycle: int, moment: Moment, reader: User) -> list[Row]:
    """The rows of one page, by six queries."""
    values = list(page)
    ids = [row["person"] for row in values]
    people = User.objects.in_bulk(ids)
    teams = Team.objects.in_bulk({row["team"] for row in values if row["team"]})
    given = Acknowledgement.objects.filter(
        learner__in=ids, version__work=work, version__number__gte=cycle, at__lte=moment.at
    ).select_related("text__locale", "version", "given_by")
    agreed = {row.learner_id: row for row in given.order_by("-at")}
    refused = Decline.objects.filter(learner__in=ids, version__work=work, version__number=cycle)
    declined = {row.learner_id: row for row in refused}
    answerable = set(User.objects.answerable_to(reader).filter(pk__in=ids).values_list("pk", flat=True))
    unreached = _unreached(ids, work, cycle)
    names = dict(settings.LANGUAGES)
    return [
        Row(
            row["assigned"],
            people[row["person"]],
            teams.get(row["team"]),
            Standing(row["standing"]),
            str(names.get(row["tongue"], row["tongue"])),
            row["due"],
            row["done"],
            agreed.get(row["person"]),
            declined.get(row["person"]),
            row["person"] in unreached,
            row["person"] in answerable,
        )
        for row in values
    ]


def _unreached(people: list[int], work: Work, cycle: int) -> set[int]:
    """Whom no e-mail about it could be delivered to."""
    given_up = Delivery.objects.undeliverable().by(Delivery.Channel.EMAIL).to(people)
    return set(given_up.filter(notice__about=f"work:{work.pk}:{cycle}").values_list("notice__recipient", flat=True))


def open_assignments(rows: QuerySet[Any]) -> QuerySet[Assignment]:
    """The assignments behind the rows that wait for their learner."""
    return Assignment.objects.filter(Q(pk__in=rows.values("assigned")))
