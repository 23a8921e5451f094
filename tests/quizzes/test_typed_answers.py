"""Short texts, numbers and gaps from the question to the result."""

import re

import pytest
from django.test import Client

from quizzes.actions import answers_of, start_attempt
from quizzes.models import Attempt, Question, QuestionText, QuizPage
from tests import builders
from tests.forms import right_fields
from tests.quizzes.test_actions import AT

pytestmark = pytest.mark.django_db

TYPES = (builders.short_text, builders.number, builders.gaps)


@pytest.fixture
def quiz(course: builders.Course) -> QuizPage:
    questions = [builders.make_question(f"The {kind.__name__}", kind()) for kind in TYPES]
    page = QuizPage(title="Typed", slug="typed", shuffle_questions=False, tries=0, show_when="at_once")
    page.quiz_questions = [builders.QuizQuestion(question=one, sort_order=n) for n, one in enumerate(questions)]
    return builders.publish(course.page, page)


@pytest.fixture
def attempt(alice: object, quiz: QuizPage) -> Attempt:
    return start_attempt(alice, builders.Work.objects.of(quiz), AT)


def page(client: Client, attempt: Attempt, rest: str, language: str = "en") -> str:
    return client.get(f"/{language}/learn/attempts/{attempt.pk}/{rest}").content.decode()


def send(client: Client, attempt: Attempt, number: int, fields: dict[str, object], language: str = "en") -> None:
    client.post(f"/{language}/learn/attempts/{attempt.pk}/pages/{number}/", {f"q{number}": "", **fields})


def hand_in(client: Client, attempt: Attempt) -> str:
    client.post(f"/en/learn/attempts/{attempt.pk}/submit/")
    return page(client, attempt, "result/")


def test_right_answers_earn_everything(as_alice: Client, attempt: Attempt) -> None:
    for number in (1, 2, 3):
        send(as_alice, attempt, number, right_fields(attempt, number))
    hand_in(as_alice, attempt)
    assert attempt.grades.get().percent == 100


def test_what_was_typed_is_shown_again(as_alice: Client, attempt: Attempt) -> None:
    send(as_alice, attempt, 1, {"q1-text": ' <Listen> & "wait" '})
    assert answers_of(attempt)[0] == {"text": '<Listen> & "wait"'}
    for place in ("pages/1/", "review/"):
        assert "&lt;Listen&gt; &amp; &quot;wait&quot;" in page(as_alice, attempt, place)


def test_the_page_says_how_a_number_was_read(as_alice: Client, attempt: Attempt) -> None:
    send(as_alice, attempt, 2, {"q2-text": "1,234.50kg"})
    assert "Read as 1,234.5 kg." in page(as_alice, attempt, "pages/2/")
    assert "Read as 1,234.5 kg." in page(as_alice, attempt, "review/")
    send(as_alice, attempt, 2, {"q2-text": "a lot"})
    assert "We can not read one number in this" in page(as_alice, attempt, "pages/2/")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_nothing_gives_the_answer_away(as_alice: Client, attempt: Attempt, number: int) -> None:
    asked = page(as_alice, attempt, f"pages/{number}/").partition("<main")[2].partition("</main>")[0]
    right_option = f'value="{builders.key("gaps", "gap", 2)}"'
    for secret in ("hear them out", "listen", "2.5", "Because of", right_option):
        assert secret not in asked


def test_each_gap_has_a_name_for_who_does_not_see_it(as_alice: Client, attempt: Attempt) -> None:
    asked = page(as_alice, attempt, "pages/3/")
    labels = re.findall(r'<label class="visually-hidden" for="(.*?)" lang="en">Gap (\d) of 3</label>', asked)
    assert [number for _field, number in labels] == ["1", "2", "3"]
    assert all(asked.count(f'id="{field}"') == 1 for field, _number in labels)


def test_the_result_says_what_would_have_been_right(as_alice: Client, attempt: Attempt) -> None:
    send(as_alice, attempt, 1, {"q1-text": "Talk"})
    send(as_alice, attempt, 2, {"q2-text": "2.5"})
    send(as_alice, attempt, 3, {f"q3-gap-{builders.key('gaps', 'gap', 0)}": "three"})
    result = hand_in(as_alice, attempt)
    assert "Your answer, partly right:" in result
    assert "Because of talk." in result
    for accepted in ("listen", "2.4 to 2.6 kg", "two", "minutes", "chat"):
        assert f"<bdi>{accepted}</bdi>" in result
    shares = [float(mark.share) for mark in attempt.grades.get().marks.all()]
    assert shares == [0.5, 0.75, 0]


def test_who_left_it_empty_reads_why_the_right_answer_is_right(as_alice: Client, attempt: Attempt) -> None:
    result = hand_in(as_alice, attempt)
    for reason in ("Because of listen*.", "Because of weight.", "Because of two.", "Because of minutes."):
        assert result.count(reason) == 1
    assert "Because of hours." not in result


def test_a_translation_is_marked_by_its_own_spellings(as_alice: Client, attempt: Attempt) -> None:
    question = Question.objects.get(stem="The short_text")
    locale, _created = builders.Locale.objects.get_or_create(language_code="fa")
    translated = question.copy_for_translation(locale)
    raw = builders.short_text().replace("listen*", "گوش كنيد").replace("hear them out", "گوش دهید")
    translated.stem, translated.answer = "چه می‌کنید؟", raw
    translated.save()
    translated.save_revision().publish()
    assert "چه می‌کنید؟" in page(as_alice, attempt, "pages/1/", "fa")
    send(as_alice, attempt, 1, {"q1-text": "گوش‌ کنید"}, "fa")
    result = hand_in(as_alice, attempt)
    assert attempt.grades.get().marks.get(position=0).share == 1
    assert "چه می‌کنید؟" in result, "an answer is explained by the wording that it was given to"


def test_a_translation_that_lacks_a_gap_is_not_asked(quiz: QuizPage) -> None:
    question = Question.objects.get(stem="The gaps")
    locale, _created = builders.Locale.objects.get_or_create(language_code="fa")
    translated = question.copy_for_translation(locale)
    translated.answer = builders.gaps().replace("[[2]]", "دقیقه")
    translated.save()
    translated.save_revision().publish()
    assert not QuestionText.objects.filter(locale=locale).exists()


@pytest.mark.parametrize("fields", [{"text": "x" * 9999}, {"text": "\x00"}, {"gap-": "x"}, {"gap-zzz": "m9"}])
def test_garbage_does_no_harm(as_alice: Client, attempt: Attempt, fields: dict[str, str]) -> None:
    for number in (1, 2, 3):
        send(as_alice, attempt, number, {f"q{number}-{name}": value for name, value in fields.items()})
    assert hand_in(as_alice, attempt)
    assert attempt.grades.get().percent == 0
