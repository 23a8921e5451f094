"""What rests on a clause is found when the clause changes, and rests until somebody has looked."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from academy.access import SOURCE_LANGUAGE
from academy.evidence.models import Record
from academy.inbox.models import Notice
from academy.policies.actions import withdraw_policy
from academy.policies.effect import effect_of
from academy.skills.citing import clause_choices, resolve
from academy.skills.models import Citation, Skill
from academy.staff.models import User
from courses.models import LessonPage
from quizzes.models import Question, QuestionVersion, QuizDraw, QuizPage, QuizRevision
from tests import builders

pytestmark = pytest.mark.django_db
LIMIT = builders.key("clause", 0)
DAYS = builders.key("clause", 1)
LIST = "/admin/citations/"


def reference(policy: builders.Policy, clause: str = LIMIT) -> str:
    return f"{policy.work.pk}:{clause}"


def change(policy: builders.Policy, *texts: str, **fields: str) -> None:
    builders.republish(policy.page, clauses=builders.clauses(*texts), **fields)


@pytest.fixture
def question(policy: builders.Policy, erin: User) -> Question:
    """Erin's question, which rests on the first clause and may be drawn."""
    question = builders.make_question("How much?", rests_on=[reference(policy)], owner=erin)
    question.skills.set([Skill.objects.get_or_create(name="Refunds")[0]])
    question.save()
    question.save_revision().publish()
    return question


@pytest.fixture
def lesson(policy: builders.Policy, course: builders.Course, erin: User) -> LessonPage:
    """Erin's lesson, which shows the second clause."""
    page = course.lessons[0]
    block = {"type": "policy_clause", "value": {"clause": reference(policy, DAYS)}, "id": builders.key("block")}
    return builders.republish(page, body=json.dumps([block]), owner=erin)


def waiting() -> set[str]:
    return set(Citation.objects.waiting().values_list("kind", flat=True))


class TestCiting:
    def test_what_is_published_says_on_what_it_rests(self, question, lesson, policy: builders.Policy) -> None:
        rows = Citation.objects.values_list("kind", "key", "policy_key", "clause_id")
        key = policy.page.translation_key
        assert set(rows) == {
            ("question", question.translation_key, key, LIMIT),
            ("lesson", lesson.translation_key, key, DAYS),
        }

    def test_what_it_no_longer_rests_on_is_forgotten(self, question: Question, lesson: LessonPage) -> None:
        builders.republish(lesson, body="[]")
        question.rests_on = []
        question.save_revision().publish()
        assert not Citation.objects.exists()

    def test_what_is_unpublished_cites_nothing(self, question: Question, lesson: LessonPage) -> None:
        lesson.unpublish()
        question.unpublish()
        assert not Citation.objects.exists()

    def test_every_clause_is_offered_under_its_policy(self, policy: builders.Policy) -> None:
        ((title, offered),) = clause_choices()
        assert title == "Refunds"
        assert resolve([offered[0][0], "99:x", "nothing"]) == {(policy.page.translation_key, LIMIT)}


class TestChanging:
    def test_a_material_change_asks_for_a_check(self, question, lesson, policy, erin: User) -> None:
        change(policy, "Up to 80 euros.", "Within 30 days.")
        assert waiting() == {"question"}
        assert Notice.objects.filter(kind=Notice.Kind.CLAUSE_CHANGED, recipient=erin).count() == 1

    def test_a_removed_clause_as_well(self, question, lesson, policy: builders.Policy) -> None:
        change(policy, "Up to 50 euros.")
        assert waiting() == {"lesson"}

    @pytest.mark.parametrize("change_class", ["editorial", "clarification"])
    def test_a_smaller_change_does_not(self, question, policy: builders.Policy, change_class: str) -> None:
        change(policy, "Up to fifty euros.", "Within 30 days.", change_class=change_class)
        assert waiting() == set()

    def test_a_withdrawn_policy_leaves_nothing_standing(self, question, lesson, policy, bob: User) -> None:
        withdraw_policy(policy.work, bob, "It did harm.", now())
        assert waiting() == {"question", "lesson"}

    def test_publishing_it_anew_is_a_check(self, question: Question, lesson, policy: builders.Policy) -> None:
        change(policy, "Up to 80 euros.", "Within 14 days.")
        builders.republish(lesson)
        question.save_revision().publish()
        assert waiting() == set()

    def test_the_publisher_is_told_before(self, question, lesson, policy: builders.Policy) -> None:
        page = policy.page
        page.clauses = page._meta.get_field("clauses").to_python(builders.clauses("Up to 80 euros."))
        effect = effect_of(page, now())
        assert [one.counted for one in effect.cited] == ["1 lesson", "1 question"]
        assert effect.cited[0].citations[0].thing.title == lesson.title
        with CaptureQueriesContext(connection) as few:
            effect_of(page, now())
        for number in range(4):
            builders.make_question(f"More {number}?", rests_on=[reference(policy)])
        with CaptureQueriesContext(connection) as many:
            effect_of(page, now())
        assert len(many) == len(few)


class TestResting:
    @pytest.fixture
    def quiz(self, course: builders.Course, question: Question) -> QuizPage:
        page = QuizPage(title="Drawn", slug="drawn")
        page.draws = [QuizDraw(skill=Skill.objects.get(name="Refunds"), count=1)]
        return builders.publish(course.page, page)

    def pool(self, quiz: QuizPage) -> list[int]:
        return QuizRevision.objects.latest_of(builders.Work.objects.of(quiz)).draws[0]["versions"]

    def test_it_is_not_drawn_until_it_is_checked(self, as_user, erin, question, quiz, policy) -> None:
        version = QuestionVersion.objects.get(question__translation_key=question.translation_key).pk
        assert self.pool(quiz) == [version]
        change(policy, "Up to 80 euros.", "Within 30 days.")
        assert self.pool(quiz) == []
        citation = Citation.objects.waiting().get()
        for _click in range(2):
            assert as_user(erin).post(f"{LIST}{citation.pk}/checked/").url == LIST
        assert self.pool(quiz) == [version]

    def test_the_ledger_keeps_who_looked(self, as_user, bob: User, question: Question, policy, quiz) -> None:
        change(policy, "Up to 80 euros.", "Within 30 days.")
        place = f"{LIST}{Citation.objects.waiting().get().pk}/checked/"
        for _click in range(2):
            as_user(bob).post(place)
        row = Record.objects.get(kind=Record.Kind.CLAUSES_CHECKED)
        assert (row.subject, row.about) == (bob.opaque_id, question.translation_key)
        facts = json.loads(row.body)
        assert (facts["thing"], facts["clauses"]) == ("question", [f"{policy.page.translation_key}:{LIMIT}"])

    def test_the_bank_shows_it(self, as_user, erin: User, question: Question, policy: builders.Policy) -> None:
        change(policy, "Up to 80 euros.", "Within 30 days.")
        page = as_user(erin).get("/admin/snippets/quizzes/question/?state=resting").content.decode()
        assert "How much?" in page
        assert "Check needed" in page

    def test_the_form_offers_the_clauses(self, as_user, erin: User, question: Question) -> None:
        page = as_user(erin).get(f"/admin/snippets/quizzes/question/edit/{question.pk}/").content.decode()
        assert f'value="{question.rests_on[0]}"' in page
        assert "checked" in page


class TestScreens:
    def test_the_list_and_the_dashboard(self, as_user, erin, bob, question, lesson, policy: builders.Policy) -> None:
        assert "Nothing waits for a check." in as_user(erin).get(LIST).content.decode()
        change(policy, "Up to 80 euros.", "Within 14 days.")
        page = as_user(erin).get(LIST).content.decode()
        assert "How much?" in page
        assert lesson.title in page
        assert "Check needed: a clause changed" in as_user(erin).get("/admin/").content.decode()
        assert "2 things that others keep" in as_user(bob).get("/admin/").content.decode()

    def test_any_number_costs_the_same(self, as_user, erin: User, question, policy: builders.Policy) -> None:
        change(policy, "Up to 80 euros.", "Within 30 days.")
        browser = as_user(erin)
        browser.get(LIST)
        with CaptureQueriesContext(connection) as few:
            browser.get(LIST)
        for number in range(4):
            builders.make_question(f"More {number}?", rests_on=[reference(policy)], owner=erin)
        Citation.objects.update(check_since=now())
        with CaptureQueriesContext(connection) as many:
            browser.get(LIST)
        assert len(many) == len(few)

    def test_an_agent_has_no_business_there(self, as_alice: Client) -> None:
        assert as_alice.get(LIST).status_code == 302

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client) -> None:
        assert "sign-in" in client.get(LIST).url

    def test_what_is_none_does_not_exist(self, as_user, erin: User) -> None:
        assert as_user(erin).post(f"{LIST}999/checked/", follow=True).status_code == 404

    def test_a_notice_leads_there(self, as_user, erin: User) -> None:
        assert as_user(erin).get("/en/learn/checks/").url == LIST


def test_a_translation_takes_it_from_its_source(question: Question) -> None:
    assert question.locale.language_code == SOURCE_LANGUAGE
    translated = question.copy_for_translation(builders.Locale.objects.get_or_create(language_code="fa")[0])
    translated.rests_on = []
    translated.save()
    translated.save_revision().publish()
    assert Citation.objects.filter(key=question.translation_key).count() == 1
