"""The result of an attempt, as far as its quiz discloses it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from academy.access import SOURCE_LANGUAGE
from quizzes.actions import Stored, answers_of, stored_of
from quizzes.actions.grading import AT_HAND_IN
from quizzes.domain.confidence import Calibration, calibrate
from quizzes.domain.disclosure import Disclosure, Show, When, disclose
from quizzes.domain.settings import GradingMethod
from quizzes.history import history_of
from quizzes.models import Assessment, Attempt, Grade, Mark, QuizPage
from quizzes.presentation import faces_of
from quizzes.presentation.faces import Face
from quizzes.standing import Prospect, overall_of, prospect_of


def disclosure_of(attempt: Attempt, prospect: Prospect, *, passed: bool, at: datetime) -> Disclosure:
    """What may be seen of `attempt` at `at`. `passed`: whether the learner has passed, by any of their tries."""
    terms = attempt.revision.terms
    return disclose(
        terms.show_result,
        terms.show_when,
        handed_in=True,
        passed=passed,
        tries_left=prospect.left,
        closed=prospect.closes_at is not None and at >= prospect.closes_at,
    )


def result_of(attempt: Attempt, grade: Grade, language: str, at: datetime) -> dict[str, Any]:
    """Everything that the result page shows. `grade`: the one that stands."""
    terms = attempt.revision.terms
    tried = Attempt.objects.tried(attempt.learner, attempt.work)
    graded = [one for one in tried if one.counts and one.percent is not None]
    for one in graded:
        one.revision = attempt.revision  # the same settings judge them all
    overall = overall_of(graded)
    passed = overall is not None and overall.passed
    prospect = prospect_of(attempt.learner, attempt.work, terms, tried, at)
    disclosure = disclosure_of(attempt, prospect, passed=passed, at=at)
    stored = stored_of(attempt)
    marks = Mark.objects.of(grade)
    counting = [mark for mark in marks if mark.void != Mark.Voided.LEFT_OUT]
    return {
        "attempt": attempt,
        "grade": grade,
        "terms": terms,
        "pass_mark": terms.pass_mark,
        "right_count": sum(mark.share == 1 for mark in counting),
        "count": len(counting),
        "history": history_of(attempt) if grade.number > 1 else [],
        "disclosure": disclosure,
        "answers_later": later(terms.show_when) if terms.show_result is Show.ANSWERS and not disclosure.answers else "",
        "prospect": prospect,
        "passed": passed,
        "overall": overall if terms.grading_method is not GradingMethod.HIGHEST and len(graded) > 1 else None,
        "may_try_again": not passed and prospect.denial is None,
        "band": band_of(attempt, grade.percent, language),
        "calibration": calibration_of(stored, counting) if disclosure.marks else [],
        "faces": _faces(attempt, grade, marks, stored, language, disclosure) if disclosure.marks else [],
    }


def _faces(
    attempt: Attempt, grade: Grade, marks: list[Mark], stored: dict[int, Stored], language: str, disclosure: Disclosure
) -> list[Face]:
    answers = {place: one.answer for place, one in stored.items()}
    seen = {place: one.text for place, one in stored.items()}
    by_people = assessed_in(attempt) if grade.reason not in AT_HAND_IN else {}
    return faces_of(attempt, answers, language, disclosure, marks, seen=seen, assessed=by_people)


def waiting_of(attempt: Attempt, language: str) -> dict[str, Any]:
    """What the result page shows while people still mark: what was answered, and nothing of how."""
    return {"attempt": attempt, "faces": faces_of(attempt, answers_of(attempt), language)}


def assessed_in(attempt: Attempt) -> dict[int, list[Assessment]]:
    """The marks of people that count, by position: the last decision, or the latest of each marker."""
    given: dict[int, list[Assessment]] = {}
    rows = Assessment.objects.filter(written__attempt=attempt).select_related("written__response")
    for row in rows.order_by("number"):
        given.setdefault(row.written.response.position, []).append(row)
    return {position: counting(assessments) for position, assessments in given.items()}


def counting(assessments: list[Assessment]) -> list[Assessment]:
    decisions = [one for one in assessments if one.decides]
    return decisions[-1:] or list({one.marker_id: one for one in assessments}.values())


def later(when: When) -> str:
    """What the right answers wait for: "pass" or "close"."""
    return "close" if when is When.AFTER_CLOSE else "pass"


def calibration_of(stored: dict[int, Stored], marks: list[Mark]) -> list[Calibration]:
    """How right the learner was where they had said how sure they were."""
    answered = [(stored[mark.position], mark) for mark in marks if mark.position in stored]
    return calibrate((one.confidence, mark.share == 1) for one, mark in answered if one.answer)


def band_of(attempt: Attempt, percent: Decimal, language: str) -> dict[str, str] | None:
    """What the editor says to such a grade: `text` and its `language`; None where nothing is said.

    Whether and from which percentage comes from the revision; a translation adds the words.
    """
    band = attempt.revision.terms.band_of(percent)
    if band is None:
        return None
    if language != SOURCE_LANGUAGE:
        pages = QuizPage.objects.live().filter(translation_key=attempt.work.translation_key)
        page = pages.filter(locale__language_code=language).first()
        words = {block.id: block.value["text"] for block in page.bands} if page else {}
        if band.key in words:
            return {"text": words[band.key], "language": language}
    return {"text": band.text, "language": SOURCE_LANGUAGE}
