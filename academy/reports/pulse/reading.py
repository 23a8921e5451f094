"""What may be shown of the pulse: see `feedback.domain.anonymity`. Nothing here tells who has answered."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet, Sum

from academy.domain.dates import first_of_month
from academy.feedback.domain.anonymity import LEAST, Group, shown
from academy.feedback.models import Pulse, PulseCount, PulsePlan, PulseQuestion, week_of
from academy.reports.scores.trend import Stretch, Trend, trend
from academy.reports.team import people_of
from academy.scores.models import Score
from academy.staff.models import Team, User

WEEKS = 12
WEEK = timedelta(days=7)
SCALE = (1, 2, 3, 4, 5)
Counts = dict[str, dict[int, int]]
"""By question and value, how many gave it."""


@dataclass(frozen=True)
class Week:
    """`answers`: None where they may not be shown. `means`: for each question in their order, 1–5."""

    begins: date
    answers: int | None
    means: list[float]


@dataclass(frozen=True)
class Line:
    """How one question went. `latest`: in words and numbers, of the last week that may be shown."""

    question: str
    trend: Trend | None
    latest: float | None


@dataclass(frozen=True)
class SurveyLine:
    """A question of a survey from outside, its last months with five answers and more: the mean in per cent."""

    name: str
    months: list[Stretch]


@dataclass(frozen=True)
class TeamPulse:
    """`open`: the pulse of this week, where it is asked."""

    team: Team
    planned: bool
    open: Pulse | None
    weeks: list[Week]
    lines: list[Line]
    surveys: list[SurveyLine]

    @property
    def latest(self) -> Week | None:
        return next((week for week in reversed(self.weeks) if week.answers is not None), None)


def led_teams(leader: User) -> list[Team]:
    """The teams in which `leader` leads everybody, with the teams below them, each before those below it.

    Whoever leads only some of a team sees nothing of it. Three statements.
    """
    everybody = _by_path(User.objects.active().exclude(pk=leader.pk).filter(team__isnull=False))
    led = _by_path(people_of(leader).filter(team__isnull=False))
    teams = Team.objects.filter(path__in=led).order_by("path")
    return [team for team in teams if everybody[team.path] == led[team.path]]


def _by_path(people: QuerySet[User]) -> Counter[str]:
    """How many are in each team or below it."""
    counted: Counter[str] = Counter()
    for path, count in people.order_by().values_list("team__path").annotate(Count("pk", distinct=True)):
        for end in range(Team.steplen, len(path) + 1, Team.steplen):
            counted[path[:end]] += count
    return counted


def pulses_of(
    teams: Sequence[Team], wanted: Sequence[Team], at: datetime, language: str, *, rtl: bool
) -> list[TeamPulse]:
    """A part for each of the `wanted` among `teams`, which are all that the reader leads. Four statements."""
    first = week_of(at) - WEEKS * WEEK
    begins = [first + number * WEEK for number in range(WEEKS + 1)]
    weeks = _weeks(teams, wanted, _answers(teams, first))
    planned = set(PulsePlan.objects.filter(team__in=wanted).values_list("team", flat=True))
    running = {pulse.team_id: pulse for pulse in Pulse.objects.open().filter(team__in=wanted).order_by("week")}
    surveys = _surveys(teams, at, language)
    return [
        TeamPulse(
            team,
            team.pk in planned,
            running.get(team.pk),
            weeks[team.pk],
            _lines(weeks[team.pk], begins, rtl=rtl),
            surveys.get(team.pk, []),
        )
        for team in wanted
    ]


def _answers(teams: Sequence[Team], first: date) -> dict[date, dict[int, Counts]]:
    """By week and team: what those answered who are in the team itself. Only of weeks that are over."""
    rows = PulseCount.objects.filter(pulse__team__in=teams, pulse__week__gte=first, pulse__is_over=True, count__gt=0)
    found: dict[date, dict[int, Counts]] = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    for week, team, question, value, count in rows.values_list(
        "pulse__week", "pulse__team", "question", "value", "count"
    ):
        found[week][team][question][value] = count
    return found


def _weeks(
    teams: Sequence[Team], wanted: Sequence[Team], answers: dict[date, dict[int, Counts]]
) -> dict[int, list[Week]]:
    """By team, the oldest first: a row for each week in which anybody of it or below it was asked and answered."""
    weeks: dict[int, list[Week]] = {team.pk: [] for team in wanted}
    inside = {team.pk: [one.pk for one in teams if one.path.startswith(team.path)] for team in wanted}
    below, tops = _tree(teams)
    for begins in sorted(answers):
        own = answers[begins]
        allowed = {key for top in tops for key in shown(_group(top.pk, below, own))}
        for pk, rows in weeks.items():
            total = _sum(own[one] for one in inside[pk] if one in own)
            if total:
                rows.append(_week(begins, total, is_shown=pk in allowed))
    return weeks


def _week(begins: date, counts: Counts, *, is_shown: bool) -> Week:
    if not is_shown:
        return Week(begins, None, [])
    return Week(begins, _number(counts), [_mean(counts[question]) for question in PulseQuestion.values])


def _tree(teams: Sequence[Team]) -> tuple[dict[int, list[int]], list[Team]]:
    """By team (id) those directly below it; and those that lie in none of the others."""
    by_path = {team.path: team for team in teams}
    below: dict[int, list[int]] = defaultdict(list)
    tops = []
    for team in teams:
        above = by_path.get(team.path[: -Team.steplen])
        if above:
            below[above.pk].append(team.pk)
        else:
            tops.append(team)
    return below, tops


def _group(team: int, below: dict[int, list[int]], own: dict[int, Counts]) -> Group:
    answered = _number(own[team]) if team in own else 0
    return Group(team, answered, tuple(_group(one, below, own) for one in below.get(team, ())))


def _number(counts: Counts) -> int:
    """How many have answered: everybody answers every question."""
    return sum(counts[PulseQuestion.GETTING_ON].values())


def _mean(counts: dict[int, int]) -> float:
    return sum(value * count for value, count in counts.items()) / sum(counts.values())


def _sum(parts: Iterable[Counts]) -> Counts:
    total: Counts = defaultdict(lambda: defaultdict(int))
    for part in parts:
        for question, counts in part.items():
            for value, count in counts.items():
                total[question][value] += count
    return total


def _lines(weeks: Sequence[Week], begins: Sequence[date], *, rtl: bool) -> list[Line]:
    known = {week.begins: week for week in weeks if week.answers is not None}
    lines = []
    for place, question in enumerate(PulseQuestion):
        values = {begin: week.means[place] for begin, week in known.items()}
        stretches = [Stretch(begin, values.get(begin), 0) for begin in begins if begin >= min(values, default=begin)]
        latest = values[max(values)] if values else None
        lines.append(Line(str(question.label), trend(stretches, SCALE, rtl=rtl), latest))
    return lines


def _surveys(teams: Sequence[Team], at: datetime, language: str) -> dict[int, list[SurveyLine]]:
    """Of each topmost team, with those below it: by question and month, where at least five answered."""
    rows = list(
        Score.objects.filter(team__in=teams, happened_on__gte=at.date() - timedelta(days=365))
        .order_by("criterion__name", "happened_on")
        .values_list("team__path", "criterion__name", "happened_on")
        .annotate(shares=Sum("share"), answers=Count("pk"))
    )
    found = {}
    for top in _tree(teams)[1]:
        by_name: dict[str, dict[date, tuple[float, int]]] = defaultdict(lambda: defaultdict(lambda: (0.0, 0)))
        for path, name, day, shares, answers in rows:
            if path.startswith(top.path):
                month = first_of_month(day, language)
                before = by_name[name][month]
                by_name[name][month] = (before[0] + shares, before[1] + answers)
        found[top.pk] = [
            SurveyLine(name, [_stretch(month, *sums) for month, sums in months.items() if sums[1] >= LEAST])
            for name, months in by_name.items()
        ]
    return found


def _stretch(month: date, shares: float, answers: int) -> Stretch:
    return Stretch(month, 100 * shares / answers, answers)
