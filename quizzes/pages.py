"""A page of questions: what it shows, and what its form says when it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quizzes.actions import Given, Stored, stored_of
from quizzes.actions.saving import NOTHING
from quizzes.domain.attempts import Dealt
from quizzes.domain.confidence import Confidence, read_confidence
from quizzes.domain.disclosure import NOTHING as HIDDEN
from quizzes.domain.disclosure import When, disclose_checked
from quizzes.domain.questions import Words
from quizzes.models import Attempt, QuestionText
from quizzes.presentation import (
    Face,
    Picture,
    confidence_in,
    face_of,
    pictures_of,
    read_form,
    sequence_in,
    was_asked,
)

CONFIDENCES = [
    (Confidence.SURE.value, _("Sure")),
    (Confidence.FAIRLY.value, _("Fairly sure")),
    (Confidence.GUESS.value, _("A guess")),
]


@dataclass(frozen=True)
class PageQuestion:
    """A question on its page. `confidence`: what the learner said of the answer. `checked`: it stays as it is.

    `known`: the sequence of the answer that the page shows, so that the server can tell what was changed on it.
    """

    face: Face
    known: int
    confidence: str
    checked: bool


def page_of(attempt: Attempt, number: int, language: str) -> dict[str, Any]:
    """Everything that page `number` of an open attempt shows."""
    stored = stored_of(attempt)
    pages, dealt = attempt.pages, attempt.dealt
    positions = pages.positions(number)
    versions = [dealt[place].version for place in positions]
    texts = QuestionText.objects.latest_for(versions, language, attempt.content_stamp)
    words = QuestionText.objects.words(one.text for one in stored.values() if one.checked)
    pictures = pictures_of(text.payload for text in texts.values())
    shown = {place: texts[dealt[place].version] for place in positions}
    questions = [
        _question(attempt, place, dealt[place], text, stored.get(place, NOTHING), words, pictures)
        for place, text in shown.items()
    ]
    faces = [question.face for question in questions]
    terms = attempt.revision.terms
    return {
        "attempt": attempt,
        "number": number,
        "pages": pages,
        "first": positions.start + 1,
        "last": positions.stop,
        "count": pages.count,
        "answered": sum(bool(one.answer) for one in stored.values()),
        "questions": questions,
        "stored": any(face.answered for face in faces),
        "untranslated": next((face.language for face in faces if face.language != language), language),
        "confidences": CONFIDENCES if terms.ask_confidence else [],
        "may_check": terms.show_when is When.DURING,
        "title": attempt.work.title,
    }


def _question(
    attempt: Attempt,
    place: int,
    dealt: Dealt,
    text: QuestionText,
    stored: Stored,
    words: dict[int, Words],
    pictures: Mapping[str, Picture],
) -> PageQuestion:
    """`words`: of the answers that were checked, the wording that they were given to."""
    disclosure, share = HIDDEN, None
    if stored.checked:
        disclosure = disclose_checked(attempt.revision.terms.show_result)
        share = text.version.spec().mark(stored.answer, words[stored.text])
    face = face_of(dealt, text, stored.answer, number=place + 1, pictures=pictures, disclosure=disclosure, share=share)
    return PageQuestion(face, stored.sequence, stored.confidence, stored.checked)


def given_on(attempt: Attempt, number: int, data: QueryDict, language: str) -> list[Given]:
    """The answers in a submitted form. Only questions of this page that the form held: another tab may know more."""
    dealt, terms = attempt.dealt, attempt.revision.terms
    sent = [place for place in attempt.pages.positions(number) if was_asked(data, place + 1)]
    versions = [dealt[place].version for place in sent]
    texts = QuestionText.objects.latest_for(versions, language, attempt.content_stamp)
    checked = data.get("check", "") if terms.show_when is When.DURING else ""
    found = []
    for place in sent:
        text = texts[dealt[place].version]
        answer = read_form(text.version.spec(), dealt[place].order, data, place + 1)
        confidence = read_confidence(confidence_in(data, place + 1)) if terms.ask_confidence else ""
        known = sequence_in(data, place + 1)
        found.append(Given(place, answer, text, confidence, check=checked == str(place + 1), known=known))
    return found
