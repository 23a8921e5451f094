"""What scores from outside say of people: how they went, where somebody is low, and what a course made of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Avg, Case, Count, DateTimeField, ExpressionWrapper, F, QuerySet, Sum, Value, When
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from academy.access import Place, places_of
from academy.assignments.models import Work
from academy.domain.dates import first_of_month, month_before
from academy.reports.domain.before_after import Difference, Pair, difference
from academy.reports.domain.coaching import Verdict, advise
from academy.reports.domain.mastery import UNKNOWN, Mastery, of_trials
from academy.reports.scores.trend import Stretch, Trend, trend
from academy.scores.models import Criterion, Score
from academy.skills.models import Skill
from academy.staff.models import User
from courses.models import CoursePage, Enrolment

MONTHS = 12
RECENT = timedelta(days=180)
"""What is said of a person rests on their cases of so long."""
WINDOW = timedelta(days=90)
"""Before and after a course."""
PERCENT = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class OfCriterion:
    """One criterion of a group. `months`: the oldest first, in per cent; `verdict`, `low`: of the last half-year."""

    criterion: Criterion
    skills: list[Skill]
    cases: int
    months: list[Stretch]
    trend: Trend | None
    verdict: Verdict[int] | None
    low: list[User]


@dataclass(frozen=True)
class ScoreLine:
    """One person's scores in one criterion in the last half-year; the estimate is that of `mastery`."""

    criterion: Criterion
    mastery: Mastery


def criteria_of(people: Sequence[User], at: datetime, language: str, *, rtl: bool) -> list[OfCriterion]:
    """A part for each criterion in which these people were scored in the last twelve months. Four statements."""
    today, ids = localdate(at), [person.pk for person in people]
    first = month_before(first_of_month(today, language), MONTHS - 1, language)
    days = defaultdict(list)
    for criterion, day, shares, cases in _by_day(ids, first, today):
        days[criterion].append((day, shares, cases))
    recent = recent_of(ids, today)
    criteria = Criterion.objects.filter(pk__in=days).prefetch_related("skills")
    return [_part(one, days[one.pk], recent, people, first, language, rtl=rtl) for one in criteria]


def _by_day(people: Collection[int], first: date, last: date) -> Iterable[tuple[int, date, float, int]]:
    """Criterion, day, sum of shares, number of cases."""
    counted = Score.objects.of_people(people).between(first, last).order_by().values("criterion", "happened_on")
    return counted.annotate(shares=Sum("share"), cases=Count("pk")).values_list(
        "criterion", "happened_on", "shares", "cases"
    )


def recent_of(people: Collection[int], today: date) -> dict[int, dict[int, Mastery]]:
    """By criterion and person: what their cases of the last half-year say. One statement."""
    rows = (
        Score.objects.of_people(people)
        .between(today - RECENT, today)
        .order_by()
        .values("criterion", "person")
        .annotate(mean=Avg("share"), cases=Count("pk"))
        .values_list("criterion", "person", "mean", "cases")
    )
    found: dict[int, dict[int, Mastery]] = defaultdict(dict)
    for criterion, person, mean, cases in rows:
        found[criterion][person] = of_trials(mean, cases)
    return found


def _part(
    criterion: Criterion,
    days: Iterable[tuple[date, float, int]],
    recent: dict[int, dict[int, Mastery]],
    people: Sequence[User],
    first: date,
    language: str,
    *,
    rtl: bool,
) -> OfCriterion:
    months = _months(days, first, language)
    levels = {person.pk: recent.get(criterion.pk, {}).get(person.pk, UNKNOWN).level for person in people}
    verdict = advise(levels)
    return OfCriterion(
        criterion,
        list(criterion.skills.all()),
        sum(month.count for month in months),
        months,
        trend(months, PERCENT, rtl=rtl),
        verdict,
        [person for person in people if verdict and person.pk in verdict.low],
    )


def _months(days: Iterable[tuple[date, float, int]], first: date, language: str) -> list[Stretch]:
    """The twelve months that begin with `first`, as the reader's calendar parts them; the mean of each in per cent."""
    sums: dict[date, list[float]] = defaultdict(lambda: [0.0, 0])
    for day, shares, cases in days:
        month = sums[first_of_month(day, language)]
        month[0] += shares
        month[1] += cases
    begins = [month_before(first, -number, language) for number in range(MONTHS)]
    return [_stretch(month, *sums[month]) if month in sums else Stretch(month, None, 0) for month in begins]


def _stretch(month: date, shares: float, cases: float) -> Stretch:
    return Stretch(month, 100 * shares / cases, int(cases))


def scores_of(person: User, at: datetime) -> list[ScoreLine]:
    """What one person was scored in the last half-year, by criterion. Two statements."""
    found = recent_of([person.pk], localdate(at))
    return [ScoreLine(one, found[one.pk][person.pk]) for one in Criterion.objects.filter(pk__in=found)]


# Before and after a course


@dataclass(frozen=True)
class CourseLine:
    work_id: int
    place: Place
    completed: int


def completed_courses(people: QuerySet[User], language: str) -> list[CourseLine]:
    """The courses that any of these people have completed, by title, with how many have. Two statements."""
    rows = list(
        Enrolment.objects.filter(learner__in=people)
        .exclude(completed_at=None)
        .order_by()
        .values_list("course", "course__translation_key")
        .annotate(completed=Count("pk"))
    )
    places = places_of([key for _work, key, _count in rows], language)
    lines = [CourseLine(work, places[key], count) for work, key, count in rows if key in places]
    return sorted(lines, key=lambda line: line.place.title)


@dataclass(frozen=True)
class Comparison:
    """`taught`: whether the course is tagged with a skill that the criterion speaks of."""

    criterion: Criterion
    difference: Difference
    taught: bool


def comparisons(work: Work, people: QuerySet[User]) -> list[Comparison]:
    """Of each criterion the scores of these people before and after they completed a course. Three statements.

    What the course teaches comes first. The day of the completion itself belongs to neither side.
    """
    pairs = pairs_of(work, people)
    skills = set(
        CoursePage.objects.filter(translation_key=work.translation_key).values_list("skill_items__tag", flat=True)
    )
    criteria = Criterion.objects.filter(pk__in=pairs).prefetch_related("skills")
    found = [
        Comparison(one, difference(pairs[one.pk]), any(skill.pk in skills for skill in one.skills.all()))
        for one in criteria
    ]
    return sorted(found, key=lambda one: not one.taught)


def pairs_of(work: Work, people: QuerySet[User]) -> dict[int, list[Pair]]:
    """By criterion: a pair for each person who completed the course and was scored within the window around it."""
    done = "person__enrolments__completed_at"
    moved = {
        name: ExpressionWrapper(F(done) + span, DateTimeField()) for name, span in (("from", -WINDOW), ("to", WINDOW))
    }
    rows = (
        Score.objects.of_people(people)
        .filter(person__enrolments__course=work, person__enrolments__completed_at__isnull=False)
        .annotate(day=TruncDate(done), first=TruncDate(moved["from"]), last=TruncDate(moved["to"]))
        .filter(happened_on__gte=F("first"), happened_on__lte=F("last"))
        .exclude(happened_on=F("day"))
        .annotate(after=Case(When(happened_on__gt=F("day"), then=Value(True)), default=Value(False)))
        .order_by()
        .values("criterion", "person", "after")
        .annotate(mean=Avg("share"), cases=Count("pk"))
        .values_list("criterion", "person", "after", "mean", "cases")
    )
    sides: dict[tuple[int, int], dict[bool, tuple[float, int]]] = defaultdict(dict)
    for criterion, person, after, mean, cases in rows:
        sides[criterion, person][bool(after)] = (mean, cases)
    pairs: dict[int, list[Pair]] = defaultdict(list)
    for (criterion, _person), side in sides.items():
        pairs[criterion].append(Pair(*side.get(False, (0.0, 0)), *side.get(True, (0.0, 0))))
    return pairs
