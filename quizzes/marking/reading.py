"""What the screens of markers show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from academy.access import Place, places_of
from academy.staff.models import User
from quizzes.domain.disclosure import Disclosure
from quizzes.domain.grading import exact
from quizzes.domain.marking import Agreement, agreement
from quizzes.models import Assessment, WrittenAnswer
from quizzes.presentation import face_of, pictures_of
from quizzes.presentation.written import rubric_of

TO_A_MARKER = Disclosure(answers=True)


@dataclass(frozen=True)
class Row:
    """A written answer in a list. `learner`: None where the quiz hides whose answer it is."""

    written: WrittenAnswer
    place: Place | None
    stem: str
    language: str
    learner: User | None
    with_another: bool

    @property
    def percent(self) -> Decimal | None:
        return None if self.written.share is None else self.written.share * 100


def rows_of(written: Iterable[WrittenAnswer], marker: User, at: datetime, language: str) -> list[Row]:
    """Rows for answers that `for_list` read. One query for the titles."""
    answers = list(written)
    places = places_of({one.attempt.work.translation_key for one in answers}, language)
    return [
        Row(
            one,
            places.get(one.attempt.work.translation_key),
            one.response.text.payload["stem"],
            one.response.text.locale.language_code,
            learner_shown(one),
            one.is_with_another(marker, at),
        )
        for one in answers
    ]


def learner_shown(written: WrittenAnswer) -> User | None:
    return None if written.attempt.revision.terms.anonymous_marking else written.attempt.learner


def desk_of(written: WrittenAnswer, language: str) -> dict[str, Any]:
    """All that a marker needs to mark one answer: question, answer and rubric in the words that the learner saw."""
    response = written.response
    item = written.attempt.dealt[response.position]
    face = face_of(
        item,
        response.text,
        response.answer,
        number=response.position + 1,
        pictures=pictures_of([response.text.payload]),
        disclosure=TO_A_MARKER,
    )
    earlier = list(written.assessments.select_related("marker"))
    # A second marker is not led by the first one.
    open_to_see = written.state != WrittenAnswer.State.WAITING
    return {
        "written": written,
        "place": places_of([written.attempt.work.translation_key], language).get(written.attempt.work.translation_key),
        "face": face,
        "learner": learner_shown(written),
        "rubric": rubric_of(face.asked.question, response.text.payload, []),
        "earlier": [mark_shown(one, face.asked.question, response.text.payload) for one in earlier]
        if open_to_see
        else [],
    }


def mark_shown(assessment: Assessment, question: Any, words: Any) -> dict[str, Any]:
    return {"assessment": assessment, "rubric": rubric_of(question, words, [assessment.points])}


@dataclass(frozen=True)
class Agreed:
    """How markers agree in one quiz. `place` None: in all of them."""

    place: Place | None
    agreement: Agreement

    @property
    def difference_percent(self) -> Decimal | None:
        return decimal(self.agreement.difference) * 100 if self.agreement.difference is not None else None

    @property
    def kappa(self) -> Decimal | None:
        return decimal(self.agreement.kappa) if self.agreement.kappa is not None else None


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator


def agreements(viewer: User, language: str) -> list[Agreed]:
    """How well two markers agree about the people whom `viewer` leads: in each quiz, and last in all. Two queries."""
    marks = (
        Assessment.objects.filter(written__in=WrittenAnswer.objects.visible_to(viewer), decides=False)
        .order_by("written", "number")
        .values_list("written", "written__attempt__work__translation_key", "marker", "share")
    )
    latest: dict[tuple[int, Any], dict[int, Fraction]] = {}
    for written, key, marker, share in marks:
        latest.setdefault((written, key), {})[marker] = exact(share)
    pairs: dict[Any, list[tuple[Fraction, Fraction]]] = {}
    for (_written, key), shares in latest.items():
        if len(shares) > 1:
            first, second, *_more = shares.values()
            pairs.setdefault(key, []).append((first, second))
    places = places_of(pairs, language)
    each = [Agreed(places[key], agreement(found)) for key, found in pairs.items() if key in places]
    return [*each, Agreed(None, agreement([pair for found in pairs.values() for pair in found]))]
