"""Who joins an audience is asked, who leaves is let go, who comes back is asked again; twice changes nothing."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from academy.assignments import periodic, tasks
from academy.assignments.actions import apply_rule, apply_rules, complete_work
from academy.assignments.models import Assignment, AssignmentEvent, AssignmentRule, AssignmentSource
from academy.inbox.models import Notice
from academy.staff.models import Absence, Audience, Holiday, Location, Team, User, WorkCalendar
from tests import builders

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def audience(billing: Team) -> Audience:
    audience = Audience.objects.create(name="Billing")
    audience.teams.add(billing)
    return audience


@pytest.fixture
def rule(alice: User, bob: User, charlie: User, audience: Audience, course: builders.Course) -> AssignmentRule:
    """Asks alice and bob, who are in Billing, and not charlie."""
    rule = builders.assign(course.work, audience, due_days=3)
    apply_rules(AT)
    return rule


def state(person: User) -> str:
    return Assignment.objects.get(learner=person).state


def kinds(person: User) -> list[str]:
    events = AssignmentEvent.objects.filter(assignment__learner=person).order_by("pk")
    return list(events.values_list("kind", flat=True))


def place(person: User, **fields: object) -> None:
    User.objects.filter(pk=person.pk).update(**fields)


def rows() -> list[int]:
    return [model.objects.count() for model in (Assignment, AssignmentSource, AssignmentEvent, Notice)]


class TestJoining:
    def test_who_joins_is_asked_with_days_of_their_own(self, rule, charlie: User, billing: Team) -> None:
        place(charlie, team=billing)
        assert apply_rules(AT + 10 * DAY) == 1
        assert Assignment.objects.get(learner=charlie).due_at == datetime(2026, 3, 15, 23, 59, 59, tzinfo=UTC)

    def test_who_starts_in_the_future_is_asked_on_their_first_day(self, rule, billing: Team, make_person) -> None:
        new = make_person("new", team=billing, starts_on=date(2026, 3, 4), time_zone="Asia/Manila")
        apply_rules(AT)
        assert not Assignment.objects.filter(learner=new).exists()
        apply_rules(datetime(2026, 3, 3, 16, tzinfo=UTC))
        assert state(new) == "open"

    def test_the_event_keeps_the_date(self, rule, alice: User) -> None:
        event = AssignmentEvent.objects.get(assignment__learner=alice)
        assert (
            event.due_at == Assignment.objects.get(learner=alice).due_at == datetime(2026, 3, 5, 23, 59, 59, tzinfo=UTC)
        )


class TestLeaving:
    @pytest.mark.parametrize(
        "how", ["another team", "excepted", "not active", "gone", "audience", "rule", "team is not asked"]
    )
    def test_what_is_open_is_closed_and_kept(
        self, rule, audience: Audience, alice: User, billing: Team, support: Team, how: str
    ) -> None:
        match how:
            case "another team":
                place(alice, team=support)
            case "excepted":
                audience.excepted.add(alice)
            case "not active":
                place(alice, is_active=False)
            case "gone":
                place(alice, leaves_on=AT.date())
            case "audience":
                rule.audience = Audience.objects.create(name="Nobody")
                rule.save()
            case "rule":
                rule.active = False
                rule.save()
            case "team is not asked":
                audience.teams.remove(billing)
        apply_rules(AT + DAY)
        assert (state(alice), kinds(alice)) == ("closed", ["assigned", "closed"])
        assert not AssignmentSource.objects.filter(assignment__learner=alice).exists()
        assert not Notice.objects.visible_to(alice).exists()

    def test_what_is_done_stays_done(self, rule, course: builders.Course, alice: User, support: Team) -> None:
        complete_work(alice, course.work, AT)
        place(alice, team=support)
        apply_rules(AT + DAY)
        assert (state(alice), kinds(alice)) == ("done", ["assigned", "done"])

    def test_not_while_another_rule_asks(self, rule, course: builders.Course, alice: User, support: Team) -> None:
        builders.assign(course.work)
        apply_rules(AT)
        place(alice, team=support)
        apply_rules(AT + DAY)
        assert (state(alice), kinds(alice)) == ("open", ["assigned"])
        AssignmentRule.objects.update(active=False)
        apply_rules(AT + DAY)
        assert (state(alice), kinds(alice)) == ("closed", ["assigned", "closed"])

    def test_the_event_keeps_the_team_as_it_is_then(self, rule, alice: User, support: Team) -> None:
        place(alice, team=support)
        apply_rules(AT + DAY)
        teams = (
            AssignmentEvent.objects.filter(assignment__learner=alice).order_by("pk").values_list("team_id", flat=True)
        )
        assert list(teams) == [alice.team_id, support.pk]


class TestComingBack:
    def test_it_is_asked_again_with_days_counted_from_then(self, rule, alice: User, support: Team) -> None:
        place(alice, team=support)
        apply_rules(AT + DAY)
        place(alice, team=alice.team)
        assert apply_rules(AT + 10 * DAY) == 1
        assert (state(alice), kinds(alice)) == ("open", ["assigned", "closed", "reopened"])
        again = Assignment.objects.get(learner=alice)
        assert again.due_at == datetime(2026, 3, 15, 23, 59, 59, tzinfo=UTC)
        assert again.done_at is None
        notice = Notice.objects.visible_to(alice).get()
        assert (notice.due_at, notice.read_at) == (again.due_at, None)

    def test_what_was_done_stays_done(self, rule, course: builders.Course, alice: User, support: Team) -> None:
        complete_work(alice, course.work, AT)
        for team in (support, alice.team):
            place(alice, team=team)
            apply_rules(AT + DAY)
        assert (state(alice), kinds(alice)) == ("done", ["assigned", "done"])
        assert AssignmentSource.objects.filter(assignment__learner=alice).count() == 1

    def test_a_closed_assignment_that_kept_its_source_is_opened(self, rule, alice: User) -> None:
        """As two workers may leave it, of which one asks while the other lets go."""
        Assignment.objects.filter(learner=alice).close(Assignment.State.CLOSED, AT)
        apply_rules(AT + DAY)
        assert state(alice) == "open"


class TestAgain:
    def test_running_twice_changes_nothing(
        self, rule, alice: User, charlie: User, billing: Team, support: Team
    ) -> None:
        place(alice, team=support)
        place(charlie, team=billing)
        apply_rules(AT + DAY)
        before = rows()
        assert apply_rules(AT + 2 * DAY) == 0
        assert rows() == before

    def test_the_progress_is_the_number_of_sources(self, rule, alice: User, support: Team) -> None:
        assert (rule.reach.asked, rule.reach.named) == (2, 2)
        place(alice, team=support)
        apply_rules(AT + DAY)
        rule.reach.refresh_from_db()
        assert (rule.reach.asked, rule.reach.named) == (1, 1)

    def test_the_statements_do_not_grow_with_those_who_leave(
        self, rule, billing, django_assert_max_num_queries
    ) -> None:
        User.objects.bulk_create(User(username=f"agent{n}", email=f"{n}@x.org", team=billing) for n in range(300))
        apply_rule(rule, AT)
        rule.active = False
        with django_assert_max_num_queries(10):
            apply_rule(rule, AT + DAY)
        assert Counter(Assignment.objects.values_list("state", flat=True)) == {"closed": 302}


class TestPolicies:
    def test_a_newer_version_supersedes_and_closes_for_whom_it_does_not_concern(
        self, policy: builders.Policy, alice: User, bob: User, audience: Audience, charlie: User
    ) -> None:
        first = policy.work.rules.get()
        apply_rules(AT)
        AssignmentRule.objects.update(active=False)
        builders.assign(policy.work, audience, cycle=2)
        apply_rules(AT + DAY)
        states = Assignment.objects.filter(cycle=1).values_list("learner__username", "state")
        assert dict(states) == {"alice": "superseded", "bob": "superseded", "charlie": "closed", "dana": "closed"}
        assert not first.sources.exists()


class TestDates:
    @pytest.fixture
    def vilnius(self) -> Location:
        calendar = WorkCalendar.objects.create(name="Lithuania")
        Holiday.objects.create(calendar=calendar, day=date(2026, 3, 11))
        return Location.objects.create(name="Vilnius", calendar=calendar)

    def due(self, name: str) -> date:
        return Assignment.objects.get(learner__username=name).due_at.date()

    def test_working_days_by_the_calendar_of_the_location_and_the_persons_leave(
        self, make_person, course: builders.Course, vilnius: Location
    ) -> None:
        make_person("anywhere")
        make_person("rimas", location=vilnius)
        away = make_person("away", location=vilnius)
        Absence.objects.create(person=away, starts_on=date(2026, 3, 12), ends_on=date(2026, 3, 13))
        apply_rule(builders.assign(course.work, due_days=8, working_days=True), AT)
        assert [self.due(name) for name in ("anywhere", "rimas", "away")] == [
            date(2026, 3, 12),
            date(2026, 3, 13),
            date(2026, 3, 17),
        ]

    def test_the_statements_do_not_grow_with_calendars_and_leave(
        self, make_person, course: builders.Course, django_assert_max_num_queries
    ) -> None:
        for n in range(12):
            calendar = WorkCalendar.objects.create(name=f"Calendar {n}")
            where = Location.objects.create(name=f"Place {n}", calendar=calendar)
            person = make_person(f"agent{n}", location=where)
            Absence.objects.create(person=person, starts_on=AT.date(), ends_on=AT.date() + n * DAY)
        rule = builders.assign(course.work, due_days=2, working_days=True)
        with django_assert_max_num_queries(25):
            assert apply_rule(rule, AT) == 12


class TestQueueing:
    """Tasks wait for a worker, as on a real site."""

    @pytest.fixture(autouse=True)
    def _queue(self, settings) -> None:
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "bulk"]}}

    def waiting(self) -> int:
        return DBTaskResult.objects.ready().filter(task_path=tasks.apply_rules.module_path).count()

    def test_many_changes_queue_one_job(self, alice: User, bob: User, django_capture_on_commit_callbacks) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            for person in (alice, bob):
                person.save()
            Audience.objects.create(name="New").named.add(alice)
        assert self.waiting() == 1

    @pytest.mark.parametrize(("minute", "jobs"), [(0, 1), (1, 0), (15, 1), (59, 0)])
    def test_the_clock_queues_one_at_each_quarter(
        self, minute: int, jobs: int, django_capture_on_commit_callbacks
    ) -> None:
        for _again in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                periodic.apply_rules(AT.replace(minute=minute))
        assert self.waiting() == jobs
