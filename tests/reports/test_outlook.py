"""The forecast of misses: its rule, its record, and the page; and the twelve weeks behind."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from academy.assignments.domain.due import MONDAY_TO_FRIDAY, Calendar
from academy.assignments.models import Assignment, Work
from academy.reports.domain.forecast import LOOKED_BACK, Load, Record, Verdict, record, verdict, working_days
from academy.reports.outlook.effort import minutes_by_work
from academy.reports.outlook.forecast import forecast
from academy.reports.outlook.weeks import weeks_of
from academy.reports.team import people_of
from academy.staff.actions import rebuild_leadership
from academy.staff.models import User
from tests import builders
from tests.test_query_budgets import assert_flat

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)
ENOUGH = {"pieces": 2, "worked": 20, "known": LOOKED_BACK}
OUTLOOK = "/en/team/outlook/"


@pytest.mark.parametrize(
    ("load", "said"),
    [
        (Load(left=0, done=0, days=0, **{**ENOUGH, "pieces": 0}), Verdict.IN_TIME),
        (Load(left=50, done=100, days=10, **ENOUGH), Verdict.IN_TIME),  # just enough
        (Load(left=51, done=100, days=10, **ENOUGH), Verdict.MISS),
        (Load(left=1, done=100, days=0, **ENOUGH), Verdict.MISS),
        (Load(left=51, done=100, days=10, **{**ENOUGH, "pieces": 1}), Verdict.UNKNOWN),
        (Load(left=51, done=100, days=10, **{**ENOUGH, "known": LOOKED_BACK - DAY}), Verdict.UNKNOWN),
        (Load(left=51, done=100, days=10, **{**ENOUGH, "worked": 0}), Verdict.UNKNOWN),
    ],
)
def test_the_rule(load: Load, said: Verdict) -> None:
    assert verdict(load) is said


loads = st.builds(
    Load,
    left=st.integers(0, 5000),
    done=st.integers(0, 5000),
    pieces=st.integers(0, 20),
    worked=st.integers(0, 28),
    days=st.integers(0, 14),
    known=st.timedeltas(timedelta(0), timedelta(days=100)),
)


@given(loads, st.integers(0, 500))
def test_more_work_never_helps(load: Load, more: int) -> None:
    if verdict(load) is Verdict.MISS:
        heavier = Load(load.left + more, load.done, load.pieces, load.worked, load.days, load.known)
        assert verdict(heavier) is Verdict.MISS


@given(loads, st.integers(0, 14))
def test_more_days_never_harm(load: Load, more: int) -> None:
    if verdict(load) is Verdict.IN_TIME:
        longer = Load(load.left, load.done, load.pieces, load.worked, load.days + more, load.known)
        assert verdict(longer) is Verdict.IN_TIME


@given(st.lists(st.tuples(st.sampled_from(Verdict), st.booleans())))
def test_the_record_adds_up(outcomes: list[tuple[Verdict, bool]]) -> None:
    found = record(outcomes)
    assert found.dates == len(outcomes)
    assert found.named <= found.missed <= found.dates
    assert found.named + found.wrongly + found.unknown <= found.dates


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 6, 1), date(2026, 6, 7), 5),
        (date(2026, 6, 6), date(2026, 6, 7), 0),
        (date(2026, 6, 5), date(2026, 6, 5), 1),
        (date(2026, 6, 5), date(2026, 6, 4), 0),
    ],
)
def test_working_days(first: date, last: date, count: int) -> None:
    assert working_days(MONDAY_TO_FRIDAY, first, last) == count
    assert working_days(Calendar(holidays=frozenset({first})), first, last) == max(0, count - 1)


# From the records


def owed(person: User, title: str, assigned: datetime, due: datetime, done: datetime | None = None) -> Assignment:
    """Ten minutes of work, for nobody said how long it takes."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, title)
    work = Work.objects.get_or_create(kind=Work.Kind.COURSE, translation_key=key, defaults={"title": title})[0]
    state = Assignment.State.DONE if done else Assignment.State.OPEN
    return Assignment.objects.create(
        learner=person, work=work, assigned_at=assigned, due_at=due, done_at=done, state=state
    )


def slow(person: User, at: datetime = AT) -> None:
    """Twenty minutes in four weeks, and thirty for the next five days; the dates before were kept and missed."""
    for number in (1, 2):
        owed(person, f"Done {number}", at - 40 * DAY, at - number * DAY, at - (number + 1) * DAY)
    for number in range(3):
        owed(person, f"Coming {number}", at - DAY, at + 4 * DAY)
    owed(person, "Missed", at - 40 * DAY, at - 3 * DAY)


@pytest.mark.django_db
class TestFromTheRecords:
    def test_who_is_too_slow_is_named(self, alice: User, bob: User) -> None:
        rebuild_leadership()
        slow(alice)
        found = forecast(people_of(bob), AT, "en")
        (miss,) = found.misses
        assert miss.person == alice
        assert miss.due_at == AT + 4 * DAY
        assert (miss.load.left, miss.load.done, miss.load.days, miss.load.a_week) == (40, 20, 5, 5)
        assert (found.asked, found.unknown, found.all) == (1, 0, 1)

    def test_the_record_is_told_from_what_was_known_a_week_before(self, alice: User, bob: User) -> None:
        """On both days a week before the dates nothing had been finished: no verdict, and one date was missed."""
        rebuild_leadership()
        slow(alice)
        assert forecast(people_of(bob), AT, "en").record == Record(dates=3, missed=1, named=0, wrongly=0, unknown=3)
        again = forecast(people_of(bob), AT + 3 * DAY, "en").record
        assert (again.dates, again.missed) == (3, 1)  # what was assigned less than a week before is not looked at

    def test_who_is_new_is_not_judged(self, alice: User, bob: User) -> None:
        rebuild_leadership()
        owed(alice, "Coming", AT - DAY, AT + DAY)
        found = forecast(people_of(bob), AT, "en")
        assert (found.misses, found.asked, found.unknown) == ([], 1, 1)
        assert found.record == Record()

    def test_how_long_work_takes(self, course: builders.Course, policy: builders.Policy) -> None:
        minutes = minutes_by_work()
        assert minutes[course.work.pk] == 15  # of three units
        assert minutes[course.quiz_work.pk] == 5
        assert minutes[policy.work.pk] == 1

    def test_weeks(self, alice: User, bob: User) -> None:
        rebuild_leadership()
        slow(alice)
        owed(alice, "Late", AT - 40 * DAY, AT - 20 * DAY, AT - 19 * DAY)
        found = weeks_of(people_of(bob), AT, rtl=False)
        assert len(found.weeks) == 12
        assert found.weeks[-1].begins == AT.date()
        last = found.weeks[-2]
        assert (last.begins, last.done, last.late, last.open) == (date(2026, 5, 25), 2, 0, 1)
        assert sum(week.late for week in found.weeks) == 1
        assert found.chart is not None
        turned = weeks_of(people_of(bob), AT, rtl=True).chart
        assert turned is not None
        assert [bar.height for bar in turned.bars] == [bar.height for bar in found.chart.bars]

    def test_the_page(self, as_user, client: Client, alice: User, bob: User, charlie: User) -> None:
        rebuild_leadership()
        slow(alice, now())
        page = as_user(bob).get(OUTLOOK).text
        assert "The rule:" in page
        assert "named 0 of 1 misses" in page
        assert "40 minutes of work before it." in page
        assert "Alice" in page
        assert "Alice" not in as_user(charlie).get(OUTLOOK).text
        assert client.get(OUTLOOK).url.startswith("/en/sign-in/")

    def test_it_stays_flat(self, as_user, bob: User, make_person: Callable[..., User]) -> None:
        def more() -> None:
            for number in range(User.objects.count(), User.objects.count() + 3):
                slow(make_person(f"p{number}", manager=bob), now())
            rebuild_leadership()

        more()
        assert_flat(as_user(bob), OUTLOOK, more)
