"""The chooser of questions in the form of a quiz."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.skills.models import Skill
from academy.staff.models import User
from quizzes.models import Question
from tests import builders

pytestmark = pytest.mark.django_db

CHOOSER = "/admin/snippets/choose/quizzes/question/"


@pytest.fixture
def as_erin(erin: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(erin)


@pytest.fixture
def refunds() -> Skill:
    return Skill.objects.create(name="Refunds")


@pytest.fixture
def bank(refunds: Skill) -> list[Question]:
    """Three questions; the second is about refunds and the third stands in Persian too."""
    questions = [builders.make_question(stem) for stem in ("Who waits?", "Who pays?", "Who calls?")]
    questions[1].skills.set([refunds])
    questions[1].save()
    locale, _created = builders.Locale.objects.get_or_create(language_code="fa")
    translated = questions[2].copy_for_translation(locale)
    translated.stem = "چه کسی تماس می‌گیرد؟"
    translated.save()
    call_command("update_index", verbosity=0)
    return questions


def offered(client: Client, **asked: object) -> list[str]:
    response = client.get(f"{CHOOSER}results/", asked)
    assert response.status_code == 200
    return [question.stem for question in response.context["results"]]


@pytest.mark.usefixtures("bank")
class TestChooser:
    def test_the_newest_come_first_and_in_the_language_of_the_sources(self, as_erin: Client) -> None:
        assert offered(as_erin) == ["Who calls?", "Who pays?", "Who waits?"]

    def test_it_is_narrowed_by_skill(self, as_erin: Client, refunds: Skill) -> None:
        assert offered(as_erin, skill=refunds.pk) == ["Who pays?"]

    def test_it_is_narrowed_by_language(self, as_erin: Client) -> None:
        assert offered(as_erin, locale="fa") == ["چه کسی تماس می‌گیرد؟"]
        assert len(offered(as_erin, locale="")) == 4

    def test_it_is_searched_within_what_was_narrowed(self, as_erin: Client, refunds: Skill) -> None:
        assert offered(as_erin, q="calls") == ["Who calls?"]
        assert offered(as_erin, q="pays", skill=refunds.pk) == ["Who pays?"]
        assert offered(as_erin, q="calls", skill=refunds.pk) == []

    def test_a_filter_that_makes_no_sense_is_no_filter(self, as_erin: Client) -> None:
        assert len(offered(as_erin, skill="x", locale="xx")) == 4

    def test_the_form_labels_its_filters(self, as_erin: Client) -> None:
        form = as_erin.get(CHOOSER).json()["html"]
        for label in ("Search term", "Skill", "Language"):
            assert label in form

    def test_an_agent_has_no_chooser(self, alice: User, as_user: Callable[[User], Client]) -> None:
        assert as_user(alice).get(CHOOSER).status_code in {302, 403}

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client) -> None:
        assert "/sign-in/" in client.get(CHOOSER).url


@pytest.mark.usefixtures("bank")
def test_the_bank_is_searched_within_a_skill(as_erin: Client, refunds: Skill) -> None:
    response = as_erin.get("/admin/snippets/quizzes/question/", {"q": "pays", "skill": refunds.pk})
    assert [question.stem for question in response.context["object_list"]] == ["Who pays?"]


@pytest.mark.usefixtures("bank")
def test_the_bank_names_each_language_and_stays_flat(as_erin: Client, django_assert_max_num_queries) -> None:
    as_erin.get("/admin/snippets/quizzes/question/")
    with CaptureQueriesContext(connection) as few:
        page = as_erin.get("/admin/snippets/quizzes/question/").content.decode()
    assert "فارسی" in page
    for number in range(5):
        builders.make_question(f"Further {number}?")
    with django_assert_max_num_queries(len(few)):
        as_erin.get("/admin/snippets/quizzes/question/")
