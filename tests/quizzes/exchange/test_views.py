"""Questions in and out in the CMS."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from academy.skills.models import Skill
from academy.staff.models import User
from quizzes.domain.formats import read_file
from quizzes.models import Question, QuestionUpload
from quizzes.periodic import forget_uploads
from tests import builders

pytestmark = pytest.mark.django_db

BANK = "/admin/snippets/quizzes/question/"
IMPORT, EXPORT = f"{BANK}import/", f"{BANK}export/"
GOOD = b"$CATEGORY: Tone\n\nA{T}\n\nB{=a ~b}"
BAD = b"A{T}\n\nOnly a text."


def send(client: Client, content: bytes, **fields: str) -> str:
    """Send a file and return where its report is."""
    file = SimpleUploadedFile("questions.txt", content)
    response = client.post(IMPORT, {"file": file, "format": "gift", **fields})
    assert response.status_code == 302
    return response.url


@pytest.fixture
def as_erin(erin: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(erin)


@pytest.fixture
def as_bob(bob: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(bob)


class TestImporting:
    def test_the_report_names_each_question_and_nothing_is_changed(self, as_erin: Client) -> None:
        report = as_erin.get(send(as_erin, GOOD))
        assert [(line.line, line.label, str(verdict)) for line, verdict, _remarks in report.context["rows"]] == [
            (3, "A", "New"),
            (5, "B", "New"),
        ]
        assert "Import 2 questions" in report.text
        assert not Question.objects.exists()

    def test_an_editor_imports_drafts(self, as_erin: Client) -> None:
        report = send(as_erin, GOOD)
        assert "publish" not in as_erin.get(report).context["form"].fields
        assert as_erin.post(report, {"publish": "on"}).url == BANK
        assert list(Question.objects.order_by("pk").values_list("stem", "live")) == [("A", False), ("B", False)]
        assert "2 questions were imported" in as_erin.get(BANK).text

    def test_who_may_publish_may_do_so_at_once(self, as_bob: Client) -> None:
        as_bob.post(send(as_bob, GOOD), {"publish": "on"})
        assert set(Question.objects.values_list("live", flat=True)) == {True}

    def test_who_may_not_make_skills_makes_none(
        self, as_erin: Client, dana: User, as_user: Callable[[User], Client]
    ) -> None:
        as_erin.post(send(as_erin, GOOD))
        assert not Skill.objects.exists()
        as_dana = as_user(dana)
        as_dana.post(send(as_dana, GOOD.replace(b"A{T}", b"C{T}")))
        assert Skill.objects.get().name == "Tone"

    def test_with_a_rejection_there_is_nothing_to_decide(self, as_erin: Client) -> None:
        report = send(as_erin, BAD)
        page = as_erin.get(report)
        assert "1 question is rejected" in page.text
        assert "This is a text that asks nothing." in page.text
        as_erin.post(report)
        assert not Question.objects.exists()

    def test_what_the_bank_has_is_not_made_again(self, as_erin: Client) -> None:
        as_erin.post(send(as_erin, GOOD))
        report = send(as_erin, GOOD)
        assert "has all of these questions already" in as_erin.get(report).text
        as_erin.post(report)
        assert Question.objects.count() == 2

    def test_deciding_twice_is_harmless(self, as_erin: Client) -> None:
        report = send(as_erin, GOOD)
        as_erin.post(report)
        assert as_erin.post(report).url == BANK
        assert Question.objects.count() == 2
        assert not QuestionUpload.objects.exists()

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, "This field is required"),
            ({"file": SimpleUploadedFile("a", b"")}, "The submitted file is empty"),
            ({"file": SimpleUploadedFile("a", b"x" * (5 * 1024 * 1024 + 1))}, "larger than 5 MB"),
            ({"file": SimpleUploadedFile("a", b"x"), "format": "odd"}, "is not one of the available choices"),
        ],
    )
    def test_bad_input_is_shown(self, as_erin: Client, fields: dict[str, object], words: str) -> None:
        response = as_erin.post(IMPORT, {"format": "gift", **fields})
        assert (response.status_code, words in response.text) == (200, True)
        assert not QuestionUpload.objects.exists()

    def test_nobody_decides_about_the_file_of_somebody_else(self, as_erin: Client, as_bob: Client) -> None:
        report = send(as_erin, GOOD)
        assert as_bob.get(report, follow=True).status_code == 404
        as_bob.post(report)
        assert not Question.objects.exists()

    def test_who_may_not_write_questions_may_not_import(self, as_alice: Client) -> None:
        assert as_alice.post(IMPORT).status_code in (302, 403)
        assert as_alice.post(f"{IMPORT}1/").status_code in (302, 403)

    def test_a_file_that_nobody_decides_about_is_forgotten(self, as_erin: Client) -> None:
        send(as_erin, GOOD)
        forget_uploads(now())
        assert QuestionUpload.objects.count() == 1
        forget_uploads(now() + timedelta(days=2))
        assert not QuestionUpload.objects.exists()

    def test_each_screen_has_one_heading_of_the_first_level(self, as_erin: Client) -> None:
        for address in (IMPORT, send(as_erin, GOOD), EXPORT):
            assert as_erin.get(address).text.count("<h1") == 1

    def test_the_bank_leads_there(self, as_erin: Client) -> None:
        bank = as_erin.get(BANK).text
        assert IMPORT in bank
        assert EXPORT in bank


class TestExporting:
    def test_the_bank_comes_out_as_it_is(self, as_erin: Client, course: builders.Course) -> None:
        response = as_erin.get(EXPORT, {"format": "csv"})
        assert response["Content-Disposition"] == 'attachment; filename="questions.csv"'
        found = read_file("csv", response.content)
        assert [item.stem for item in found.items] == [question.stem for question in course.questions]

    def test_of_one_skill(self, as_erin: Client, course: builders.Course) -> None:
        skill = Skill.objects.create(name="Tone")
        question = course.questions[1]
        question.skills.set([skill])
        question.save()
        response = as_erin.get(EXPORT, {"format": "csv", "skill": skill.pk})
        assert [item.stem for item in read_file("csv", response.content).items] == [question.stem]

    def test_what_the_format_can_not_carry_is_named_first(self, as_erin: Client, course: builders.Course) -> None:
        page = as_erin.get(EXPORT, {"format": "aiken"})
        assert "3 questions can not be written in this format" in page.text
        assert str(course.questions[1]) in page.text
        assert "This format has no such type of question." in page.text
        rest = as_erin.get(EXPORT, {"format": "aiken", "rest": "1"})
        assert [item.stem for item in read_file("aiken", rest.content).items] == [course.questions[0].stem]

    def test_bad_input_is_shown(self, as_erin: Client) -> None:
        assert "is not one of the available choices" in as_erin.get(EXPORT, {"format": "odd"}).text

    def test_more_questions_cost_no_more_statements(self, as_erin: Client, django_assert_max_num_queries) -> None:
        for number in range(12):
            builders.make_question(f"Q{number}?")
        as_erin.get(EXPORT, {"format": "csv"})
        with django_assert_max_num_queries(12):
            as_erin.get(EXPORT, {"format": "csv"})
