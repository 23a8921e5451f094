"""The form of a policy: what publishing needs, and what a draft may lack."""

from typing import Any

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from academy.policies.models import PolicyPage, PolicyQuestion, PolicyVersion
from academy.staff.models import User
from quizzes.models import Question
from tests import builders

pytestmark = pytest.mark.django_db
FIRST = builders.key("clause", 0)


def given(policy: builders.Policy, bob: User, *questions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    clause = {"level": "1", "heading": "Limit", "text": rich_text("<p>Up to 80 euros.</p>", features=["bold"])}
    values = {
        "title": "Refunds",
        "slug": "refunds",
        "summary": "What may be given back.",
        "why": "",
        "clauses": streamfield([("clause", clause)]),
        "attachments": streamfield([]),
        "policy_questions": inline_formset(list(questions)),
        "change_class": "material",
        "change_summary": "More money.",
        "effective_on": "2026-03-02",
        "audience": str(policy.page.audience_id),
        "due_on": "",
        "due_days": "5",
        "policy_owner": str(bob.pk),
        "review_on": "2030-06-03",
        "skills": "",
        "comments": inline_formset([]),
        **changes,
    }
    return {**nested_form_data(values), "clauses-0-id": FIRST}


def post(as_user: Any, bob: User, policy: builders.Policy, *questions: dict[str, Any], **changes: Any) -> Any:
    data = given(policy, bob, *questions, **changes)
    return as_user(bob).post(f"/admin/pages/{policy.page.pk}/edit/", data)


@pytest.fixture
def question(db: None) -> Question:
    return builders.make_question("How much?")


def test_pressing_publish_leads_to_what_it_does(as_user, bob: User, policy: builders.Policy, question) -> None:
    asked = {"question": str(question.pk), "clause_id": FIRST}
    response = post(as_user, bob, policy, asked, **{"action-publish": "1"})
    page = PolicyPage.objects.get()
    assert response.url == f"/admin/policies/{page.pk}/publish/{page.latest_revision_id}/"
    as_user(bob).post(response.url)
    assert [row["clause"] for row in policy.version.questions] == [FIRST]
    assert policy.version.due_days == 5


def test_what_it_does_names_the_policy_its_news_and_what_it_asks(as_user, bob: User, policy, question) -> None:
    asked = {"question": str(question.pk), "clause_id": FIRST}
    place = post(as_user, bob, policy, asked, **{"action-publish": "1", "title": "New name"}).url
    page = as_user(bob).get(place).content.decode()
    for words in ("New name", "More money.", "How much?", "5 working days from the asking"):
        assert words in page
    assert "if that is later" not in page  # there is no day for everybody


@pytest.mark.parametrize(
    ("clause", "said"),
    [("", "Say which clause it is about."), ("gone", "This clause is no longer there.")],
)
def test_a_question_needs_its_clause(as_user, bob, policy, question, clause: str, said: str) -> None:
    asked = {"question": str(question.pk), "clause_id": clause}
    assert said in post(as_user, bob, policy, asked, **{"action-publish": "1"}).content.decode()
    assert policy.version.number == 1


@pytest.mark.parametrize("problem", ["written", "unpublished", "twice"])
def test_a_question_that_can_not_be_asked(as_user, bob: User, policy: builders.Policy, question, problem: str) -> None:
    asked = [{"question": str(question.pk), "clause_id": FIRST}]
    if problem == "written":
        written = builders.make_question("What do you write?", builders.free_text())
        asked[0]["question"] = str(written.pk)
    elif problem == "unpublished":
        question.unpublish()
    else:
        asked *= 2
    said = {
        "written": "A person has to mark this question.",
        "unpublished": "This question is not published.",
        "twice": "This question is asked already.",
    }[problem]
    assert said in post(as_user, bob, policy, *asked, **{"action-publish": "1"}).content.decode()


def test_a_draft_may_be_incomplete(as_user, bob: User, policy: builders.Policy, question: Question) -> None:
    asked = {"question": str(question.pk), "clause_id": ""}
    changes = {"audience": "", "due_days": "", "policy_owner": "", "review_on": "", "change_summary": ""}
    assert post(as_user, bob, policy, asked, **changes).status_code == 302
    assert PolicyPage.objects.get().get_latest_revision_as_object().audience is None


def test_the_clauses_are_chosen_by_number_and_heading(as_user, bob: User, policy: builders.Policy, question) -> None:
    page = builders.republish(policy.page, policy_questions=[PolicyQuestion(question=question, clause_id=FIRST)])
    shown = as_user(bob).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert f'<option value="{FIRST}" selected>1 Up to 50 euros.</option>' in shown
    assert "2 Within 30 days." in shown


def test_a_new_policy_has_a_form_as_well(as_user, bob: User, policy: builders.Policy) -> None:
    index = policy.page.get_parent()
    shown = as_user(bob).get(f"/admin/pages/add/policies/policypage/{index.pk}/").content.decode()
    assert "Choose a clause" in shown
    assert f'<option value="{bob.pk}" selected>' in shown  # whoever writes it owns it


def test_a_copied_page_is_another_policy(policy: builders.Policy) -> None:
    copied = policy.page.copy(update_attrs={"slug": "other", "title": "Other"}, keep_live=False)
    assert copied.translation_key != policy.page.translation_key
    builders.republish(copied)
    assert policy.version.number == 1


@pytest.mark.parametrize("wish", ["publish_copies", "alias"])
def test_a_copy_made_in_the_cms_is_a_draft_whatever_is_wished(as_user, bob: User, policy, wish: str) -> None:
    place = f"/admin/pages/{policy.page.pk}/copy/"
    asked = {"new_title": "Other", "new_slug": "other", "new_parent_page": str(policy.page.get_parent().pk)}
    assert wish not in as_user(bob).get(place).content.decode()
    as_user(bob).post(place, {**asked, wish: "on"})
    copied = PolicyPage.objects.get(slug="other")
    assert (copied.live, copied.alias_of) == (False, None)
    assert PolicyVersion.objects.count() == 1


def test_a_copied_clause_is_another_clause(as_user, bob: User, policy: builders.Policy) -> None:
    """The browser gives it an id of its own; where none comes, or one twice, no two clauses share one."""
    clause = {"level": "1", "heading": "Limit", "text": rich_text("<p>Up to 80 euros.</p>", features=["bold"])}
    twice = {"clauses": streamfield([("clause", clause), ("clause", clause)]), "action-publish": "1"}
    data = {**given(policy, bob, **twice), "clauses-1-id": FIRST}
    as_user(bob).post(f"/admin/pages/{policy.page.pk}/edit/", data)
    ids = [one.id for one in PolicyPage.objects.get().get_latest_revision_as_object().clauses]
    assert ids[0] == FIRST
    assert len(set(ids)) == len(ids) == 2


def test_a_translation_takes_over_questions_and_dates(policy: builders.Policy, question: Question) -> None:
    page = builders.republish(policy.page, policy_questions=[PolicyQuestion(question=question, clause_id=FIRST)])
    translated = builders.translate(page, "fa", title="بازپرداخت")
    assert [clause.id for clause in translated.clauses] == [clause.id for clause in page.clauses]
    assert policy.version.texts.count() == 2
