from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from academy.assignments.actions import apply_rule, apply_rules, complete_for, complete_work
from academy.assignments.models import Assignment, AssignmentEvent, AssignmentSource, Renewal, Work
from academy.inbox.models import Notice
from academy.policies.actions import acknowledge
from academy.staff.models import User
from tests import builders
from tests.courses.test_views import pass_quiz

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class TestApplyRule:
    def test_everybody_concerned_is_asked_in_their_own_time(self, make_person, course: builders.Course) -> None:
        make_person("luz", time_zone="Asia/Manila")
        make_person("jonas", time_zone="Atlantic/Reykjavik")
        assert apply_rule(builders.assign(course.work, due_on=date(2026, 3, 6)), AT) == 2
        due = dict(Assignment.objects.values_list("learner__username", "due_at"))
        assert due["jonas"] - due["luz"] == timedelta(hours=8)

    def test_twice_changes_nothing(self, alice: User, bob: User, course: builders.Course) -> None:
        rule = builders.assign(course.work)
        asked = [apply_rule(rule, AT), apply_rule(rule, AT + timedelta(days=1))]
        assert asked == [3, 0]
        for model in (Assignment, AssignmentSource, AssignmentEvent, Notice):
            assert model.objects.count() == 3

    def test_who_joins_is_asked_with_days_of_their_own(self, alice: User, make_person, course: builders.Course) -> None:
        builders.assign(course.work, due_days=3)
        apply_rules(AT)
        make_person("new")
        apply_rules(AT + timedelta(days=10))
        due = dict(Assignment.objects.values_list("learner__username", "due_at"))
        assert due["new"] - due["alice"] == timedelta(days=10)

    def test_two_rules_make_one_assignment_with_two_reasons(self, alice: User, course: builders.Course) -> None:
        for _rule in range(2):
            apply_rule(builders.assign(course.work), AT)
        assert Assignment.objects.filter(learner=alice).count() == 1
        assert AssignmentSource.objects.filter(assignment__learner=alice).count() == 2
        assert Notice.objects.filter(recipient=alice).count() == 1

    def test_the_statements_do_not_grow_with_the_people(
        self, alice: User, course: builders.Course, django_assert_max_num_queries
    ) -> None:
        User.objects.bulk_create(User(username=f"agent{n}", email=f"{n}@example.com") for n in range(300))
        rule = builders.assign(course.work)
        with django_assert_max_num_queries(22):
            assert apply_rule(rule, AT) == 303

    def test_the_event_keeps_the_team_as_it_was(self, alice: User, course: builders.Course) -> None:
        apply_rule(builders.assign(course.work), AT)
        event = AssignmentEvent.objects.get(assignment__learner=alice)
        assert (event.team_id, event.job_role_id) == (alice.team_id, alice.job_role_id)


class TestCompleteWork:
    def test_it_closes_the_assignment_and_takes_the_notice_back(self, alice: User, course: builders.Course) -> None:
        apply_rule(builders.assign(course.work), AT)
        assert complete_work(alice, course.work, AT)
        assert not complete_work(alice, course.work, AT)
        assert Assignment.objects.get(learner=alice).done_at == AT
        assert not Notice.objects.visible_to(alice).exists()

    def test_what_was_done_before_it_was_asked_for_stays_done(self, alice: User, course: builders.Course) -> None:
        assert not complete_work(alice, course.work, AT)
        assert not Assignment.objects.exists()

    def test_what_nobody_asked_for_is_kept_once(self, alice: User, course: builders.Course) -> None:
        for _time in range(2):
            complete_for([alice], [course.work.pk], AT, own=course.work.pk)
        assert (own := Assignment.objects.get()).own
        assert [*own.events.values_list("kind", flat=True)] == ["done"]
        apply_rule(builders.assign(course.work), AT)
        assert not Assignment.objects.get(learner=alice).own
        assert Assignment.objects.get(learner=alice).state == Assignment.State.DONE

    def test_it_counts_for_as_long_as_the_renewal_says(self, alice: User, course: builders.Course) -> None:
        Renewal.objects.create(work=course.work, months=12)
        complete_for([alice], [course.work.pk], datetime(2024, 2, 29, 9, tzinfo=UTC), own=course.work.pk)
        assert Assignment.objects.get().valid_until == date(2025, 2, 28)

    def test_what_others_owe_stays_open(self, alice: User, bob: User, course: builders.Course) -> None:
        for work in (course.work, course.quiz_work):
            apply_rule(builders.assign(work), AT)
        complete_work(alice, course.work, AT)
        left = Assignment.objects.open().values_list("learner", "work")
        assert {*left} >= {(alice.pk, course.quiz_work.pk), (bob.pk, course.work.pk), (bob.pk, course.quiz_work.pk)}
        assert Notice.objects.visible_to(alice).count() == 1
        assert Notice.objects.visible_to(bob).count() == 2


class TestOpenWork:
    def test_it_leads_to_the_page_in_the_readers_language(self, as_alice: Client, course: builders.Course) -> None:
        assert as_alice.get(f"/fa/learn/work/{course.work.pk}/").url == "/fa/courses/empathy/"

    def test_what_is_not_published_does_not_exist(self, as_alice: Client, course: builders.Course) -> None:
        course.page.unpublish()
        assert as_alice.get(f"/en/learn/work/{course.work.pk}/").status_code == 404
        assert as_alice.get("/en/learn/work/999/").status_code == 404


class TestDeleting:
    def test_a_page_with_records_is_kept_and_may_be_unpublished(
        self, dana: User, alice: User, as_user, course: builders.Course
    ) -> None:
        as_user(alice).get("/en/courses/empathy/first/")
        response = as_user(dana).post(f"/admin/pages/{course.page.pk}/delete/", follow=True)
        page = response.content.decode()
        assert "can not be deleted" in page
        assert f"/admin/pages/{course.page.pk}/unpublish/" in page
        assert builders.CoursePage.objects.filter(pk=course.page.pk).exists()

    def test_a_page_that_nobody_used_goes(self, dana: User, as_user, course: builders.Course) -> None:
        as_user(dana).post(f"/admin/pages/{course.lessons[1].pk}/delete/")
        assert not builders.LessonPage.objects.filter(pk=course.lessons[1].pk).exists()

    def test_a_question_that_was_published_is_kept(self, dana: User, as_user, course: builders.Course) -> None:
        dana.is_superuser = True
        dana.save()
        question = course.questions[0]
        question.uses.all().delete()
        response = as_user(dana).post(f"/admin/snippets/quizzes/question/delete/{question.pk}/", follow=True)
        assert "Unpublish it instead" in response.content.decode()
        assert builders.Question.objects.filter(pk=question.pk).exists()

    def test_a_copy_starts_an_identity_of_its_own(self, course: builders.Course) -> None:
        copy = course.lessons[0].copy(update_attrs={"slug": "copy", "title": "Copy"})
        assert Work.objects.of(copy) != Work.objects.of(course.lessons[0])


class TestDoneBefore:
    """What was done before it was asked for is done."""

    def test_a_course(self, alice: User, as_alice: Client, course: builders.Course) -> None:
        for unit in course.lessons:
            as_alice.post(f"/en/learn/lessons/{Work.objects.of(unit).pk}/done/")
        pass_quiz(alice, course)
        apply_rule(builders.assign(course.work), AT)
        assert Assignment.objects.get(learner=alice).state == Assignment.State.DONE
        assert not Notice.objects.filter(recipient=alice).exists()

    def test_a_quiz(self, alice: User, bob: User, course: builders.Course) -> None:
        pass_quiz(alice, course)
        apply_rule(builders.assign(course.quiz_work), AT)
        states = dict(Assignment.objects.values_list("learner__username", "state"))
        assert (states["alice"], states["bob"]) == (Assignment.State.DONE, Assignment.State.OPEN)

    def test_a_policy(self, alice: User, policy: builders.Policy) -> None:
        acknowledge(alice, policy.version.texts.get(), AT)
        apply_rule(policy.work.rules.get(), AT)
        assert Assignment.objects.get(learner=alice).state == Assignment.State.DONE


def test_a_work_keeps_its_title_in_the_source_language(course: builders.Course) -> None:
    builders.translate(course.page, "fa", title="همدلی")
    assert course.work.title == "Empathy"
    builders.republish(course.page, title="Seeing their side")
    assert course.work.title == "Seeing their side"
