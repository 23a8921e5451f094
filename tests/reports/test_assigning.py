"""A manager asks people for something: the effect first, then once, and only those for whom they may act."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from academy.assignments.models import Assignment, AssignmentRule, Work
from academy.inbox.models import Notice
from academy.staff.models import Absence, Team, User
from courses.models import Enrolment
from tests import builders
from tests.test_query_budgets import assert_flat

ASSIGN, LIST = "/en/team/assign/", "/en/team/assignments/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def as_bob(bob: User, as_user) -> Client:
    return as_user(bob)


def filled(work: Work, chosen: list[User], /, **changed: Any) -> dict[str, Any]:
    words = {
        "work": work.pk,
        "whom": "people",
        "people": [person.pk for person in chosen],
        "due_days": 14,
        "note": "You take billing calls from Monday.",
        "sent_as": uuid4(),
        "go": "assign",
    }
    return {name: value for name, value in {**words, **changed}.items() if value is not None}


@pytest.fixture
def send(as_bob: Client, django_capture_on_commit_callbacks):
    def send(data: dict[str, Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return as_bob.post(ASSIGN, data)

    return send


class TestEffect:
    def test_nothing_is_stored_before_the_manager_has_seen_it(
        self, as_bob: Client, alice: User, course: builders.Course
    ) -> None:
        response = as_bob.post(ASSIGN, filled(course.work, [alice], go="look"))
        assert response.context["effect"].asked == 1
        assert "1 person will be asked for “Empathy”" in response.content.decode()
        assert not AssignmentRule.objects.exists()

    def test_it_counts_who_has_it_who_has_done_it_and_who_is_away(
        self, as_bob: Client, alice: User, bob: User, make_person, course: builders.Course
    ) -> None:
        done, away = (make_person(name, manager=bob, team=bob.team) for name in ("done", "away"))
        open_for(alice, course.work)
        state = Assignment.State.DONE
        Assignment.objects.create(learner=done, work=course.work, state=state, assigned_at=now(), done_at=now())
        Absence.objects.create(person=away, starts_on=localdate(), ends_on=localdate())
        effect = as_bob.post(ASSIGN, filled(course.work, [], whom="all", go="look")).context["effect"]
        assert (effect.count, effect.open, effect.done, effect.away, effect.asked) == (3, 1, 1, 1, 1)

    def test_dates_skip_the_leave_of_each(self, as_bob: Client, alice: User, bob: User, make_person, course) -> None:
        other = make_person("other", manager=bob)
        Absence.objects.create(person=other, starts_on=localdate(), ends_on=localdate() + timedelta(days=30))
        data = filled(course.work, [alice, other], working_days="on", go="look")
        response = as_bob.post(ASSIGN, data)
        assert response.context["effect"].first_due < response.context["effect"].last_due
        assert "Due between" in response.content.decode()


def open_for(person: User, work: Work) -> Assignment:
    return Assignment.objects.create(learner=person, work=work, assigned_at=now())


class TestAssigning:
    def test_the_people_have_it_with_the_reason(self, send, alice: User, bob: User, course: builders.Course) -> None:
        response = send(filled(course.work, [alice]))
        rule = AssignmentRule.objects.get()
        assert response.url == f"{LIST}{rule.pk}/"
        assert (rule.created_by, rule.note, rule.audience.listed) == (bob, "You take billing calls from Monday.", False)
        assert Assignment.objects.get(learner=alice).due_at
        assert Notice.objects.visible_to(alice).get().kind == Notice.Kind.COURSE_ASSIGNED

    def test_a_form_that_is_sent_twice_asks_once(self, send, alice: User, course: builders.Course) -> None:
        data = filled(course.work, [alice])
        assert send(data).url == send(data).url
        assert (AssignmentRule.objects.count(), Assignment.objects.count()) == (1, 1)

    def test_who_has_it_keeps_their_date(self, send, alice: User, bob: User, make_person, course) -> None:
        other = make_person("other", manager=bob)
        before = open_for(alice, course.work)
        send(filled(course.work, [alice, other]))
        before.refresh_from_db()
        assert before.due_at is None
        assert list(AssignmentRule.objects.get().audience.named.all()) == [other]

    def test_where_all_have_it_that_is_said(self, send, alice: User, course: builders.Course) -> None:
        open_for(alice, course.work)
        assert "All of them have it to do already" in send(filled(course.work, [alice])).content.decode()
        assert not AssignmentRule.objects.exists()

    def test_a_team_asks_whoever_joins_it(
        self, send, bob: User, alice: User, billing: Team, make_person, course
    ) -> None:
        billing.leads.add(bob)
        send(filled(course.work, [], whom="teams", teams=[billing.pk], joiners="on"))
        audience = AssignmentRule.objects.get().audience
        assert list(audience.teams.all()) == [billing]
        joined = make_person("joined", team=billing)
        assert joined in audience.people(now())

    def test_of_a_team_only_those_whom_the_manager_leads(
        self, send, alice: User, billing: Team, make_person, course: builders.Course
    ) -> None:
        stranger = make_person("stranger", team=billing)
        send(filled(course.work, [], whom="teams", teams=[billing.pk]))
        assert Assignment.objects.filter(learner=alice).exists()
        assert not Assignment.objects.filter(learner=stranger).exists()

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"people": None}, "Choose at least one person: find them by name, then tick them."),
            ({"work": ""}, "This field is required."),
            ({"work": 99999}, "Select a valid choice"),
            ({"whom": "teams"}, "Choose at least one team."),
            ({"whom": "strangers"}, "Select a valid choice"),
            ({"due_on": "2020-01-01"}, "That day is over. Choose today or a later day."),
            ({"due_on": "2090-01-01"}, "That is more than ten years away. Choose an earlier day."),
            ({"due_on": "soon"}, "Enter a valid date."),
            ({"due_days": "", "close_days": 3}, "Without a due date there is nothing to count from"),
            ({"due_days": -1}, "greater than or equal to 0"),
            ({"note": "w" * 201}, "at most 200 characters"),
            ({"sent_as": "x"}, "Enter a valid UUID"),
        ],
    )
    def test_bad_input_is_shown_and_nothing_is_stored(
        self, send, alice: User, course: builders.Course, changed: dict[str, Any], words: str
    ) -> None:
        assert words in send(filled(course.work, [alice], **changed)).content.decode()
        assert not AssignmentRule.objects.exists()

    def test_who_leads_a_part_of_a_team_can_not_speak_for_its_joiners(
        self, send, alice: User, billing: Team, course: builders.Course
    ) -> None:
        response = send(filled(course.work, [], whom="teams", teams=[billing.pk], joiners="on"))
        assert "You lead only some of" in response.content.decode()
        assert not AssignmentRule.objects.exists()

    def test_strangers_can_not_be_asked(self, send, charlie: User, support: Team, course: builders.Course) -> None:
        assert send(filled(course.work, [charlie])).status_code == 404  # bob leads nobody here

    def test_nor_beside_ones_own(self, send, alice: User, charlie: User, support: Team, course) -> None:
        assert "Select a valid choice" in send(filled(course.work, [alice, charlie])).content.decode()
        other = filled(course.work, [], whom="teams", teams=[support.pk])
        assert "Select a valid choice" in send(other).content.decode()

    def test_a_policy_is_asked_for_by_publishing_it(self, send, alice: User, policy: builders.Policy) -> None:
        assert "Select a valid choice" in send(filled(policy.work, [alice])).content.decode()


class TestFinding:
    def test_it_keeps_what_was_filled_in(self, as_bob: Client, alice: User, bob: User, make_person, course) -> None:
        make_person("other", manager=bob)
        data = filled(course.work, [alice], find="OTH", note="Because.", go="find")
        form = as_bob.post(ASSIGN, data).context["form"]
        assert {str(person) for person in form.fields["people"].queryset} == {"Alice", "Other"}
        assert (form["people"].value(), form["note"].value()) == ([str(alice.pk)], "Because.")
        assert not AssignmentRule.objects.exists()

    def test_strangers_are_not_found(self, as_bob: Client, alice: User, charlie: User, course) -> None:
        response = as_bob.post(ASSIGN, filled(course.work, [], find="charlie", go="find"))
        assert "Nobody whom you lead has that name." in response.content.decode()

    @pytest.mark.parametrize("query", ["people=x,1", "people=999999999999", "work=x", "person=%00", "due_days=x"])
    def test_garbage_in_the_address_does_no_harm(self, as_bob: Client, alice: User, query: str) -> None:
        assert as_bob.get(f"{ASSIGN}?{query}").status_code == 200


class TestFollowing:
    @pytest.fixture
    def rule(self, send, alice: User, course: builders.Course) -> AssignmentRule:
        send(filled(course.work, [alice]))
        return AssignmentRule.objects.get()

    def test_the_list_and_the_page_say_how_far_they_are(
        self, as_bob: Client, alice: User, rule: AssignmentRule
    ) -> None:
        assert "Done by 0 of 1" in as_bob.get(LIST).content.decode()
        page = as_bob.get(f"{LIST}{rule.pk}/").content.decode()
        assert "Alice" in page
        assert "1 open" in page

    def test_each_figure_leads_to_its_rows(self, as_bob: Client, alice: User, rule: AssignmentRule) -> None:
        path = f"{LIST}{rule.pk}/"
        Assignment.objects.update(due_at=now() - timedelta(days=1))
        assert "Alice" in as_bob.get(f"{path}?{urlencode({'state': 'late'})}").content.decode()
        assert "Nobody of those you see." in as_bob.get(f"{path}?state=done").content.decode()

    def test_one_asks_no_longer(
        self, as_bob: Client, alice: User, rule: AssignmentRule, django_capture_on_commit_callbacks
    ) -> None:
        for _click in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                as_bob.post(f"{LIST}{rule.pk}/stop/")
        assert Assignment.objects.get(learner=alice).state == Assignment.State.CLOSED
        assert "Ended" in as_bob.get(f"{LIST}{rule.pk}/").content.decode()

    def test_what_is_done_stays(
        self, as_bob: Client, alice: User, rule: AssignmentRule, django_capture_on_commit_callbacks
    ) -> None:
        Assignment.objects.update(state=Assignment.State.DONE, done_at=now())
        with django_capture_on_commit_callbacks(execute=True):
            as_bob.post(f"{LIST}{rule.pk}/stop/")
        assert Assignment.objects.get().state == Assignment.State.DONE

    def test_strangers_find_nothing(self, as_user, charlie: User, make_person, rule: AssignmentRule) -> None:
        make_person("theirs", manager=charlie)
        assert as_user(charlie).get(f"{LIST}{rule.pk}/").status_code == 404
        assert as_user(charlie).post(f"{LIST}{rule.pk}/stop/").status_code == 404

    def test_a_policy_does_not_end_here(self, as_bob: Client, alice: User, bob: User, policy: builders.Policy) -> None:
        rule = AssignmentRule.objects.create(work=policy.work, audience=builders.everybody(), created_by=bob)
        assert as_bob.post(f"{LIST}{rule.pk}/stop/").status_code == 404

    def test_the_list_stays_flat(self, as_bob: Client, alice: User, bob: User, rule: AssignmentRule) -> None:
        def more() -> None:
            before = AssignmentRule.objects.count()
            for number in range(before, before + 3):
                work = builders.make_course(f"course-{number}").work
                builders.assign(work, builders.everybody())
            AssignmentRule.objects.update(created_by=bob)

        assert_flat(as_bob, LIST, more)
        assert_flat(as_bob, f"{LIST}{rule.pk}/", more)


def test_a_course_that_was_completed_before_is_done_at_once(send, alice: User, course: builders.Course) -> None:
    Enrolment.objects.create(
        learner=alice, course=course.work, started_at=now(), last_opened_at=now(), completed_at=now()
    )
    send(filled(course.work, [alice]))
    assert Assignment.objects.get(learner=alice).state == Assignment.State.DONE
    assert not Notice.objects.visible_to(alice).exists()
