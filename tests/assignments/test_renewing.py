"""A new cycle before what was done counts no longer; nothing of the old one is lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.assignments.actions import apply_rule, apply_rules, complete_for, renew_all, reopen_changed
from academy.assignments.domain.validity import Validity, renew_by
from academy.assignments.models import Assignment, AssignmentEvent, AssignmentRule, AssignmentSource, Renewal
from academy.assignments.signals import work_renewed
from academy.inbox.models import Notice
from academy.staff.models import Audience, User
from tests import builders

LEAP = datetime(2024, 2, 29, 9, tzinfo=UTC)
OPENS = datetime(2025, 1, 29, 0, 15, tzinfo=UTC)
UNTIL = date(2025, 2, 28)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db

State = Assignment.State


@pytest.fixture
def rule(alice: User, course: builders.Course) -> AssignmentRule:
    """Asks alice alone for a course that counts for a year, and is renewed from 30 days before."""
    audience = Audience.objects.create(name="Only alice")
    audience.named.add(alice)
    Renewal.objects.create(work=course.work, months=12, window_days=30)
    rule = builders.assign(course.work, audience, due_days=14)
    apply_rule(rule, LEAP - DAY)
    return rule


def do(person: User, work: builders.Work, at: datetime) -> None:
    complete_for([person], [work.pk], at, own=work.pk)


def cycles(person: User) -> list[tuple[int, str, date | None]]:
    return [*Assignment.objects.filter(learner=person).order_by("cycle").values_list("cycle", "state", "valid_until")]


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2025, 1, 29), UNTIL), (UNTIL, UNTIL), (date(2025, 3, 1), date(2025, 3, 31))],
)
def test_renew_by(today: date, expected: date) -> None:
    assert renew_by(UNTIL, today, Validity(12, 30)) == expected


@pytest.mark.parametrize(("months", "days", "valid"), [(1, 27, True), (1, 28, False), (0, 0, False), (12, 336, False)])
def test_a_window_is_shorter_than_what_it_ends(course: builders.Course, months: int, days: int, valid: bool) -> None:
    renewal = Renewal(work=course.work, months=months, window_days=days)
    if valid:
        renewal.full_clean()
    else:
        with pytest.raises(ValidationError):
            renewal.full_clean()


class TestWindow:
    def test_it_opens_on_its_day(self, alice: User, rule: AssignmentRule) -> None:
        do(alice, rule.work, LEAP)
        assert renew_all(OPENS - timedelta(minutes=16)) == 0
        assert renew_all(OPENS) == 1
        assert cycles(alice) == [(1, State.DONE, UNTIL), (2, State.OPEN, None)]
        new = Assignment.objects.get(cycle=2)
        assert new.due_at == datetime(2025, 2, 28, 23, 59, 59, tzinfo=UTC)
        assert [*new.sources.values_list("rule", flat=True)] == [rule.pk]
        assert [*new.events.values_list("kind", flat=True)] == [AssignmentEvent.Kind.ASSIGNED]
        assert [one.kind for one in Notice.objects.visible_to(alice)] == [Notice.Kind.RENEWAL_DUE]

    @pytest.mark.parametrize(
        ("zone", "at", "asked"),
        [
            ("Asia/Manila", datetime(2025, 1, 28, 15, 59, tzinfo=UTC), 0),
            ("Asia/Manila", datetime(2025, 1, 28, 16, 0, tzinfo=UTC), 1),
            ("America/New_York", datetime(2025, 1, 29, 4, 59, tzinfo=UTC), 0),
            ("America/New_York", datetime(2025, 1, 29, 5, 0, tzinfo=UTC), 1),
        ],
    )
    def test_on_the_day_of_the_person(
        self, alice: User, rule: AssignmentRule, zone: str, at: datetime, asked: int
    ) -> None:
        do(alice, rule.work, LEAP)
        User.objects.filter(pk=alice.pk).update(time_zone=zone)
        assert renew_all(at) == asked

    def test_twice_changes_nothing(self, alice: User, rule: AssignmentRule) -> None:
        do(alice, rule.work, LEAP)
        assert [renew_all(OPENS + n * DAY) for n in range(3)] == [1, 0, 0]
        assert AssignmentEvent.objects.filter(assignment__cycle=2).count() == 1
        assert Notice.objects.filter(kind=Notice.Kind.RENEWAL_DUE).count() == 1

    def test_after_an_outage_there_is_as_much_time_as_in_the_window(self, alice: User, rule: AssignmentRule) -> None:
        do(alice, rule.work, LEAP)
        assert renew_all(datetime(2025, 4, 1, 12, tzinfo=UTC)) == 1
        assert Assignment.objects.get(cycle=2).due_at == datetime(2025, 5, 1, 23, 59, 59, tzinfo=UTC)

    def test_done_again_in_the_window_loses_nothing_and_goes_on(self, alice: User, rule: AssignmentRule) -> None:
        do(alice, rule.work, LEAP)
        renew_all(OPENS)
        do(alice, rule.work, OPENS + 3 * DAY)
        assert cycles(alice) == [(1, State.DONE, UNTIL), (2, State.DONE, date(2026, 2, 28))]
        assert not Notice.objects.visible_to(alice).exists()
        assert renew_all(OPENS + 200 * DAY) == 0
        assert renew_all(datetime(2026, 1, 29, 12, tzinfo=UTC)) == 1
        assert cycles(alice)[-1] == (3, State.OPEN, None)

    def test_the_longest_validity_counts(self, alice: User, rule: AssignmentRule) -> None:
        do(alice, rule.work, LEAP)
        Assignment.objects.create(
            learner=alice,
            work=rule.work,
            cycle=2,
            state=State.DONE,
            assigned_at=LEAP,
            done_at=LEAP,
            valid_until=date(2024, 12, 1),
        )
        assert renew_all(datetime(2024, 11, 20, 12, tzinfo=UTC)) == 0
        assert renew_all(OPENS) == 1
        assert cycles(alice)[-1] == (3, State.OPEN, None)

    @pytest.mark.parametrize("state", [State.OPEN, State.MISSED, State.EXCUSED])
    def test_who_has_it_before_them_is_not_asked_again(self, alice: User, rule: AssignmentRule, state: str) -> None:
        do(alice, rule.work, LEAP)
        Assignment.objects.create(learner=alice, work=rule.work, cycle=2, state=state, assigned_at=LEAP)
        assert renew_all(OPENS) == 0

    def test_what_counts_for_good_is_not_asked_again(self, alice: User, course: builders.Course) -> None:
        apply_rule(builders.assign(course.work), LEAP)
        do(alice, course.work, LEAP)
        Renewal.objects.create(work=course.work, months=12)
        assert renew_all(OPENS + 400 * DAY) == 0


class TestWho:
    def test_nobody_whom_no_active_rule_asks(self, alice: User, rule: AssignmentRule) -> None:
        do(alice, rule.work, LEAP)
        AssignmentRule.objects.update(active=False)
        assert renew_all(OPENS) == 0

    def test_nobody_who_left_and_then_who_came_back(self, alice: User, rule: AssignmentRule) -> None:
        do(alice, rule.work, LEAP)
        rule.audience.named.remove(alice)
        assert renew_all(OPENS) == 0
        rule.audience.named.add(alice)
        assert renew_all(OPENS + 90 * DAY) == 1

    def test_who_leaves_while_it_is_open_is_let_go_and_asked_on_return(self, alice: User, rule: AssignmentRule) -> None:
        do(alice, rule.work, LEAP)
        renew_all(OPENS)
        rule.audience.named.remove(alice)
        apply_rules(OPENS + DAY)
        assert cycles(alice)[-1] == (2, State.CLOSED, None)
        rule.reach.refresh_from_db()
        assert (rule.reach.asked, rule.reach.named) == (0, 0)
        assert not Notice.objects.visible_to(alice).exists()
        rule.audience.named.add(alice)
        apply_rules(OPENS + 2 * DAY)
        assert renew_all(OPENS + 2 * DAY) == 1
        assert cycles(alice) == [(1, State.DONE, UNTIL), (2, State.OPEN, None)]
        assert [one.kind for one in Notice.objects.visible_to(alice)] == [Notice.Kind.RENEWAL_DUE]
        assert AssignmentSource.objects.filter(assignment__cycle=2, rule=rule).exists()

    def test_each_rule_that_asks_is_a_reason(self, alice: User, rule: AssignmentRule) -> None:
        others = Audience.objects.create(name="Nobody")
        rules = [rule, builders.assign(rule.work), builders.assign(rule.work, others)]
        do(alice, rule.work, LEAP)
        renew_all(OPENS)
        assert {*Assignment.objects.get(cycle=2).sources.values_list("rule", flat=True)} == {
            one.pk for one in rules[:2]
        }

    def test_one_rule_less_leaves_it_open(self, alice: User, rule: AssignmentRule) -> None:
        builders.assign(rule.work)
        apply_rules(LEAP)
        do(alice, rule.work, LEAP)
        renew_all(OPENS)
        rule.audience.named.remove(alice)
        apply_rules(OPENS)
        assert cycles(alice)[-1] == (2, State.OPEN, None)

    def test_a_rule_that_comes_later_asks_whoever_chose_it_themselves(
        self, alice: User, course: builders.Course
    ) -> None:
        Renewal.objects.create(work=course.work, months=12)
        do(alice, course.work, LEAP)
        assert renew_all(OPENS) == 0
        apply_rule(builders.assign(course.work), OPENS)
        assert renew_all(OPENS) == 1
        assert cycles(alice) == [(1, State.DONE, UNTIL), (2, State.OPEN, None)]


class TestOnesOwn:
    def test_renewed_before_anybody_asks(self, alice: User, rule: AssignmentRule) -> None:
        do(alice, rule.work, LEAP)
        do(alice, rule.work, OPENS)
        assert cycles(alice) == [(1, State.DONE, UNTIL), (2, State.DONE, date(2026, 2, 28))]
        assert Assignment.objects.get(cycle=2).own
        assert renew_all(OPENS + DAY) == 0

    def test_once_more_before_the_window_changes_nothing(self, alice: User, rule: AssignmentRule) -> None:
        do(alice, rule.work, LEAP)
        for n in range(3):
            do(alice, rule.work, LEAP + n * DAY)
        assert cycles(alice) == [(1, State.DONE, UNTIL)]

    def test_nobody_ever_asked(self, alice: User, course: builders.Course) -> None:
        Renewal.objects.create(work=course.work, months=12)
        for at in (LEAP, OPENS, OPENS, datetime(2026, 2, 28, 12, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)):
            do(alice, course.work, at)
        assert [until for _cycle, _state, until in cycles(alice)] == [
            UNTIL,
            date(2026, 2, 28),
            date(2027, 2, 28),
            date(2029, 1, 1),
        ]


class TestManyPeople:
    def test_the_signal_names_them(self, alice: User, rule: AssignmentRule) -> None:
        heard: list[dict] = []

        def hear(**news: object) -> None:
            heard.append(news)

        do(alice, rule.work, LEAP)
        work_renewed.connect(hear)
        try:
            renew_all(OPENS)
        finally:
            work_renewed.disconnect(hear)
        assert [(one["work"], one["cycle"], one["learners"], one["at"]) for one in heard] == [
            (rule.work, 2, [alice.pk], OPENS)
        ]

    def test_the_statements_do_not_grow_with_the_people(self, alice: User, course: builders.Course) -> None:
        Renewal.objects.create(work=course.work, months=12)
        User.objects.bulk_create(User(username=f"agent{n}", email=f"{n}@example.com") for n in range(300))
        rule = builders.assign(course.work)
        apply_rule(rule, LEAP - DAY)
        few = [alice, *User.objects.filter(username__startswith="agent")[:2]]
        complete_for(few, [course.work.pk], LEAP)
        with CaptureQueriesContext(connection) as first:
            assert renew_all(OPENS) == 3
        others = complete_for(User.objects.exclude(pk__in=[one.pk for one in few]), [course.work.pk], LEAP)
        with CaptureQueriesContext(connection) as second:
            assert renew_all(OPENS) == others
        assert len(second) <= len(first)


class TestChanged:
    def test_it_is_open_again_by_a_date_of_its_own_and_counts_no_longer(
        self, alice: User, rule: AssignmentRule
    ) -> None:
        do(alice, rule.work, LEAP)
        person = (alice.pk, alice.time_zone, None)
        at = LEAP + 100 * DAY
        for _time in range(2):
            reopen_changed(rule.work, [person], 14, at, {"en": "Empathy"}, number=1)
        row = Assignment.objects.get()
        assert (row.state, row.valid_until) == (State.OPEN, UNTIL)
        assert row.due_at == datetime(2024, 6, 22, 23, 59, 59, tzinfo=UTC)
        assert [*row.events.values_list("kind", flat=True)] == ["assigned", "done", "reopened"]
        assert [one.kind for one in Notice.objects.visible_to(alice)] == [Notice.Kind.COURSE_CHANGED]
        assert renew_all(OPENS) == 0
        do(alice, rule.work, at + DAY)
        assert cycles(alice) == [(1, State.DONE, UNTIL)]
        assert not Notice.objects.visible_to(alice).exists()

    def test_a_second_change_is_told_as_well(self, alice: User, rule: AssignmentRule) -> None:
        person = (alice.pk, alice.time_zone, None)
        for number in (1, 2):
            do(alice, rule.work, LEAP + number * DAY)
            assert reopen_changed(rule.work, [person], 14, LEAP + number * DAY, {"en": "Empathy"}, number) == 1
        assert Notice.objects.visible_to(alice).count() == 1
        assert Notice.objects.filter(kind=Notice.Kind.COURSE_CHANGED).count() == 2

    def test_only_the_latest_cycle(self, alice: User, rule: AssignmentRule) -> None:
        do(alice, rule.work, LEAP)
        do(alice, rule.work, OPENS)
        reopen_changed(rule.work, [(alice.pk, alice.time_zone, None)], 14, OPENS, {}, number=1)
        assert [state for _cycle, state, _until in cycles(alice)] == [State.DONE, State.OPEN]


def test_the_clock_has_the_worker_do_it(alice: User, rule: AssignmentRule, django_capture_on_commit_callbacks) -> None:
    from academy.assignments import periodic

    with django_capture_on_commit_callbacks() as callbacks:
        periodic.renew(OPENS.replace(minute=7))
        assert not callbacks
        periodic.renew(OPENS)
    assert len(callbacks) == 1
