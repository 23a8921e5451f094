"""Reminders and escalations, as the clock sends them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.assignments import reminding
from academy.assignments.actions import apply_rule, complete_work
from academy.assignments.models import Assignment, Extension, Reminder
from academy.inbox.models import Notice
from academy.inbox.wording import headline
from academy.policies.models import Decline
from academy.staff.actions import rebuild_leadership
from academy.staff.models import Absence, Holiday, Location, User, WorkCalendar
from tests import builders

pytestmark = pytest.mark.django_db

DUE = date(2026, 3, 20)  # a Friday
DAY = timedelta(days=1)


def noon(days: int) -> datetime:
    """So many days after the due date, in UTC."""
    return datetime(2026, 3, 20, 12, tzinfo=UTC) + days * DAY


LONG_AGO = noon(-40)


def reminded(person: User) -> list[int | None]:
    """The steps of which a person was reminded, in order."""
    return list(
        Reminder.objects.filter(assignment__learner=person, escalated=False)
        .order_by("at")
        .values_list("step", flat=True)
    )


def told(person: User, kind: str = Notice.Kind.POLICY_REMINDER) -> list[Notice]:
    return list(Notice.objects.filter(recipient=person, kind=kind).order_by("created_at"))


def pass_days(first: int, last: int) -> None:
    for days in range(first, last + 1):
        reminding.send_reminders(noon(days))


@pytest.fixture(autouse=True)
def seven_days(db: None) -> Location:
    """Where everybody of the cast works: every day of the week."""
    calendar = WorkCalendar.objects.create(name="Every day", weekdays=[])
    return Location.objects.create(name="Anywhere", calendar=calendar)


@pytest.fixture
def make_person(make_person: Callable[..., User], seven_days: Location) -> Callable[..., User]:
    return partial(make_person, location=seven_days)


@pytest.fixture
def asked(alice: User, bob: User) -> builders.Policy:
    """A policy that everybody was asked for long ago."""
    policy = builders.make_policy(due_on=DUE)
    apply_rule(policy.work.rules.get(), LONG_AGO)
    return policy


def his(person: User) -> Assignment:
    return Assignment.objects.get(learner=person)


class TestSending:
    def test_ten_reminders_by_rule_and_no_more(self, alice: User, asked: builders.Policy) -> None:
        pass_days(-10, 40)
        assert reminded(alice) == [-7, -2, 0, 2, 4, 6, 8, 10, 12, 14]
        notices = told(alice)
        assert [notice.facts["days"] for notice in notices] == reminded(alice)
        assert notices[0].about == f"work:{asked.work.pk}:1"
        assert notices[0].due_at == his(alice).due_at

    def test_as_often_as_one_likes(self, alice: User, asked: builders.Policy) -> None:
        counts = [reminding.send_reminders(noon(-7) + n * timedelta(minutes=1)) for n in range(3)]
        assert counts == [3, 0, 0]
        assert len(told(alice)) == 1

    def test_after_an_outage_the_latest_step_alone(self, alice: User, asked: builders.Policy) -> None:
        pass_days(5, 6)
        assert reminded(alice) == [4, 6]

    def test_two_at_once_tell_once(self, alice: User, asked: builders.Policy) -> None:
        """What the other has sent in between is not sent again."""
        group = next(group for group in reminding._groups(noon(-7)))
        rows = list(reminding._waiting(group, reminding.reminders.REMINDERS))
        reminding.send_reminders(noon(-7))
        reminding._keep(rows, group, reminding.reminders.REMINDERS, noon(-7))
        assert reminded(alice) == [-7]

    def test_it_stops_when_it_is_done(self, alice: User, bob: User, asked: builders.Policy) -> None:
        pass_days(-7, -7)
        complete_work(alice, asked.work, noon(-6))
        pass_days(-6, 4)
        assert reminded(alice) == [-7]
        assert reminded(bob) == [-7, -2, 0, 2, 4]
        assert not Notice.objects.visible_to(alice).exists()

    @pytest.mark.parametrize("state", [Assignment.State.CLOSED, Assignment.State.SUPERSEDED])
    def test_it_stops_when_it_is_no_longer_asked_for(self, alice: User, asked: builders.Policy, state: str) -> None:
        Assignment.objects.filter(learner=alice).close(state, noon(-8))
        pass_days(-7, 0)
        assert reminded(alice) == []

    def test_it_stops_for_who_has_left(self, alice: User, asked: builders.Policy) -> None:
        User.objects.filter(pk=alice.pk).update(is_active=False)
        pass_days(-7, 0)
        assert reminded(alice) == []

    def test_who_was_asked_late_is_not_reminded_of_what_was_before(self, make_person, asked: builders.Policy) -> None:
        new = make_person("new")
        apply_rule(asked.work.rules.get(), noon(-4))
        pass_days(-4, 0)
        assert reminded(new) == [-2, 0]

    def test_a_date_that_was_moved_is_counted_from_anew(self, alice: User, asked: builders.Policy) -> None:
        pass_days(-7, 0)
        Assignment.objects.filter(learner=alice).update(due_at=his(alice).due_at + 20 * DAY)
        pass_days(1, 20)
        assert reminded(alice) == [-7, -2, 0, -7, -2, 0]

    def test_work_without_a_date_is_left_alone(self, alice: User, course: builders.Course) -> None:
        apply_rule(builders.assign(course.work), LONG_AGO)
        assert reminding.send_reminders(noon(0)) == 0

    def test_a_course_and_a_quiz_have_words_of_their_own(self, alice: User, course: builders.Course) -> None:
        for work in (course.work, course.quiz_work):
            apply_rule(builders.assign(work, due_on=DUE), LONG_AGO)
        pass_days(0, 0)
        assert len(told(alice, Notice.Kind.COURSE_REMINDER)) == len(told(alice, Notice.Kind.QUIZ_REMINDER)) == 1

    def test_the_day_is_that_of_the_person(self, make_person) -> None:
        """When it is Friday in Auckland, it is still Thursday in Honolulu."""
        make_person("keanu", time_zone="Pacific/Honolulu")
        make_person("aroha", time_zone="Pacific/Auckland")
        policy = builders.make_policy(due_on=DUE)
        apply_rule(policy.work.rules.get(), LONG_AGO)
        reminding.send_reminders(datetime(2026, 3, 19, 11, 30, tzinfo=UTC))
        days = dict(Reminder.objects.values_list("assignment__learner__username", "step"))
        assert days == {"keanu": -2, "aroha": 0}


class TestRest:
    def test_who_has_no_calendar_rests_from_saturday(self, alice: User, asked: builders.Policy) -> None:
        User.objects.update(location=None)
        pass_days(-7, 14)
        assert reminded(alice) == [-7, -2, 0, 2, 4, 6, 10, 12, 14]
        days = [row.day.weekday() for row in Reminder.objects.filter(assignment__learner=alice)]
        assert not {5, 6} & set(days)

    @pytest.fixture
    def office(self, alice: User) -> Location:
        """Friday and Saturday are free there, and the Thursday before the due date is a holiday."""
        calendar = WorkCalendar.objects.create(name="Tehran", weekdays=[0, 1, 2, 3, 6])
        Holiday.objects.create(calendar=calendar, day=DUE - DAY, name="Spring")
        office = Location.objects.create(name="Tehran", calendar=calendar)
        User.objects.filter(pk=alice.pk).update(location=office)
        return office

    def test_nothing_is_sent_on_days_of_rest(
        self, alice: User, bob: User, office: Location, asked: builders.Policy
    ) -> None:
        pass_days(-8, 3)  # from Thursday: −7 is a Friday, 0 too, 1 a Saturday
        days = [row.day - DUE for row in Reminder.objects.filter(assignment__learner=alice).order_by("day")]
        assert [day.days for day in days] == [-5, -2, 2]
        assert reminded(alice) == [-7, -2, 2]
        assert reminded(bob) == [-7, -2, 0, 2]

    def test_nobody_is_reminded_on_leave_and_once_on_the_return(self, alice: User, asked: builders.Policy) -> None:
        Absence.objects.create(person=alice, starts_on=DUE - 8 * DAY, ends_on=DUE + 4 * DAY)
        pass_days(-8, 6)
        assert reminded(alice) == [4, 6]
        assert told(alice)[0].facts == {"days": 5}


class TestDeclining:
    @pytest.fixture
    def declined(self, alice: User, asked: builders.Policy) -> Decline:
        return Decline.objects.create(learner=alice, version=asked.version, reason="It harms.", at=noon(-9))

    def test_who_declined_is_left_alone(
        self, alice: User, bob: User, asked: builders.Policy, declined: Decline
    ) -> None:
        pass_days(-8, 4)
        reminding.escalate(noon(3))
        assert reminded(alice) == []
        assert reminded(bob) == [-7, -2, 0, 2, 4]
        assert not told(bob, Notice.Kind.POLICY_ESCALATED)

    def test_until_the_manager_sets_a_date(
        self, alice: User, bob: User, asked: builders.Policy, declined: Decline
    ) -> None:
        Extension.objects.create(
            assignment=his(alice), due_at=his(alice).due_at, reason="We spoke.", created_at=noon(-3), created_by=bob
        )
        pass_days(-4, 0)
        assert reminded(alice) == [-7, -2, 0]

    def test_a_new_version_asks_again(self, alice: User, asked: builders.Policy, declined: Decline) -> None:
        builders.republish(asked.page, clauses=builders.clauses("Up to 20 euros."), change_summary="Less.")
        apply_rule(asked.work.rules.get(cycle=2), LONG_AGO)
        pass_days(-2, -2)
        assert reminded(alice) == [-2]


class TestEscalation:
    @pytest.fixture
    def late(self, alice: User, bob: User, dana: User, make_person: Callable[..., User]) -> builders.Policy:
        """A team of three under Bob, who is led by Dana. Bob and she have done it."""
        for name in ("luz", "jonas"):
            make_person(name, manager=bob, team=bob.team)
        rebuild_leadership()
        policy = builders.make_policy(due_on=DUE)
        apply_rule(policy.work.rules.get(), LONG_AGO)
        for person in (bob, dana):
            complete_work(person, policy.work, noon(-20))
        return policy

    def test_the_manager_hears_once_of_all_of_them(self, bob: User, dana: User, late: builders.Policy) -> None:
        counts = [reminding.escalate(noon(days)) for days in (0, 1, 2, 2, 3, 4, 5, 6)]
        assert counts == [0, 0, 3, 0, 0, 0, 0, 0]
        notice = Notice.objects.get(recipient=bob, kind=Notice.Kind.POLICY_ESCALATED)
        assert notice.facts == {"count": 3}
        assert notice.path == f"/team/compliance/{late.work.pk}/"
        assert not told(dana, Notice.Kind.POLICY_ESCALATED)

    def test_after_a_week_their_manager_too(self, alice: User, bob: User, dana: User, late: builders.Policy) -> None:
        reminding.escalate(noon(2))
        complete_work(alice, late.work, noon(3))
        reminding.escalate(noon(7))
        assert [notice.facts["count"] for notice in told(bob, Notice.Kind.POLICY_ESCALATED)] == [3, 2]
        assert [notice.facts["count"] for notice in told(dana, Notice.Kind.POLICY_ESCALATED)] == [2]

    def test_who_is_on_leave_is_told_of_on_the_return(self, alice: User, bob: User, late: builders.Policy) -> None:
        Absence.objects.create(person=alice, starts_on=DUE, ends_on=DUE + 3 * DAY)
        assert [reminding.escalate(noon(days)) for days in (2, 3, 4)] == [2, 0, 1]
        assert [notice.facts["count"] for notice in told(bob, Notice.Kind.POLICY_ESCALATED)] == [2, 3]

    def test_nobody_above_is_no_error(self, alice: User, bob: User, late: builders.Policy) -> None:
        User.objects.filter(pk=bob.pk).update(is_active=False)
        assert reminding.escalate(noon(8)) == 0

    def test_courses_are_not_escalated(self, alice: User, bob: User, course: builders.Course) -> None:
        apply_rule(builders.assign(course.work, due_on=DUE), LONG_AGO)
        assert reminding.escalate(noon(3)) == 0


class TestRemindNow:
    def test_whoever_has_it_open_and_once_a_day(self, alice: User, bob: User, asked: builders.Policy) -> None:
        complete_work(bob, asked.work, noon(-21))
        mine = Assignment.objects.filter(work=asked.work)
        at = noon(-20)
        assert [reminding.remind_now(mine, bob, at + n * timedelta(hours=1)) for n in range(2)] == [2, 0]
        assert reminding.remind_now(mine, bob, at + DAY) == 2
        kept = Reminder.objects.filter(assignment__learner=alice).first()
        assert (kept.step, kept.by) == (None, bob)
        assert told(alice)[-1].facts == {"days": -19}
        assert not told(bob)

    def test_the_clock_does_not_say_it_once_more(self, alice: User, bob: User, asked: builders.Policy) -> None:
        reminding.remind_now(Assignment.objects.all(), bob, noon(-7))
        pass_days(-7, -3)
        assert reminded(alice) == [None]

    def test_who_is_away_or_was_reminded_today_is_not(self, alice: User, bob: User, asked: builders.Policy) -> None:
        Absence.objects.create(person=alice, starts_on=DUE - 9 * DAY, ends_on=DUE)
        reminding.send_reminders(noon(-7))
        assert reminding.remind_now(Assignment.objects.all(), bob, noon(-7)) == 0

    def test_without_a_due_date(self, alice: User, bob: User, course: builders.Course) -> None:
        apply_rule(builders.assign(course.work), LONG_AGO)
        assert reminding.remind_now(Assignment.objects.filter(learner=alice), bob, noon(0)) == 1
        assert headline(*told(alice, Notice.Kind.COURSE_REMINDER)).startswith("Still to do: ")


def test_the_statements_do_not_grow_with_the_people(asked: builders.Policy) -> None:
    def made(act: Callable[[datetime], Any], at: datetime) -> int:
        with CaptureQueriesContext(connection) as captured:
            act(at)
        return len(captured)

    bob = User.objects.get(username="bob")
    few = made(reminding.send_reminders, noon(-7)), made(reminding.escalate, noon(2))
    User.objects.bulk_create(
        User(username=f"agent{n}", email=f"{n}@example.com", manager=bob, location=bob.location) for n in range(300)
    )
    rebuild_leadership()
    apply_rule(asked.work.rules.get(), noon(-20))
    many = made(reminding.send_reminders, noon(-2)), made(reminding.escalate, noon(7))
    assert Reminder.objects.count() == 3 + 303 + 2 + 302
    batches = 3  # of rows that SQLite takes at once
    assert many[0] <= few[0] + 2 * batches
    assert many[1] <= few[1] + 2 * batches
