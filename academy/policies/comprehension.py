"""The questions that stand before an acknowledgement: how they are asked, and what was answered."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from academy.policies.domain.acknowledging import questions_of
from academy.policies.models import ComprehensionAnswer, PolicyVersion
from quizzes.domain.attempts import Dealt
from quizzes.domain.questions import Answer, Question
from quizzes.models import QuestionText
from quizzes.presentation import face_of, pictures_of, read_form, was_asked
from quizzes.presentation.faces import Face


@dataclass(frozen=True)
class Asked:
    """One question to one reader. `right`: whether the latest answer is; None without one."""

    number: int
    clause: str
    face: Face
    right: bool | None


@dataclass(frozen=True)
class GivenAnswer:
    """An answer to a question in the wording that was shown."""

    text: QuestionText
    answer: Answer

    @property
    def is_right(self) -> bool:
        """Whether it earns the full mark. What a person would have to mark can not be asked here."""
        share = self.text.version.spec().mark(self.answer, self.text.payload)
        return share is not None and share >= 1


def asked_of(reader: Any, version: PolicyVersion, language: str) -> list[Asked]:
    """The questions of a version, with how far the reader is. No query where there are none."""
    questions = questions_of(version.questions)
    if not questions:
        return []
    answers = ComprehensionAnswer.objects.latest_of(reader, version)
    texts = _texts_for(reader, [one.question for one in questions], language)
    pictures = pictures_of(text.payload for text in texts.values())
    asked = []
    for number, one in enumerate(questions, 1):
        text, answer = texts[one.question], answers.get(one.question)
        dealt = Dealt(one.question, 1, order_for(reader, one.question, text.version.spec()))
        face = face_of(dealt, text, {}, number=number, pictures=pictures)
        asked.append(Asked(number, one.clause, face, answer.right if answer else None))
    return asked


def given_in(reader: Any, version: PolicyVersion, data: QueryDict, language: str) -> list[GivenAnswer]:
    """The answers in a form that was sent, to whichever questions it held."""
    questions = questions_of(version.questions)
    asked = {number: one.question for number, one in enumerate(questions, 1) if was_asked(data, number)}
    texts = _texts_for(reader, list(asked.values()), language)
    given = []
    for number, question in asked.items():
        spec = texts[question].version.spec()
        answer = read_form(spec, order_for(reader, question, spec), data, number)
        given.append(GivenAnswer(texts[question], answer))
    return given


def _texts_for(reader: Any, questions: list[int], language: str) -> dict[int, QuestionText]:
    """No query for none, nor for what is kept of this content stamp."""
    if not questions:
        return {}
    return QuestionText.objects.latest_for(questions, language, getattr(reader, "content_stamp", None))


def order_for(reader: Any, question: int, spec: Question) -> tuple[str, ...]:
    """The order in which one reader always sees a question: by chance, but the same when the answer comes back."""

    def rank(key: str) -> bytes:
        return hashlib.sha256(f"{reader.pk}/{question}/{key}".encode()).digest()

    return spec.deal(lambda keys: tuple(sorted(keys, key=rank)))
