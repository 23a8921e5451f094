"""From rows to figures, as JSON keeps them.

The page keeps the versions of a question apart, for a changed question is another one. A comparison with figures
from elsewhere needs one line for each place: `figures_by_place`.
"""

from dataclasses import asdict
from typing import Any

import numpy as np

from academy.access import SOURCE_LANGUAGE
from quizzes.domain.statistics import (
    QuestionFigures,
    QuizFigures,
    choices_by_third,
    distribution,
    language_figures,
    question_figures,
    question_figures_by_place,
    quiz_figures,
    strength,
    thirds,
)
from quizzes.domain.statistics.parts import countable, offered_parts, parts_of, right_parts, shown_parts
from quizzes.models import QuestionText
from quizzes.statistics.reading import Integers, Rows, Which

BINS = 10
MOST = 8  # of typed answers; a table of all would hide them


def figures_by_place(rows: Rows, which: Which) -> tuple[QuizFigures, list[QuestionFigures]]:
    """Figures of the quiz and of each question that it asks now, in its order."""
    sheet = rows.sheet.rows(rows.chosen(which))
    by_place = zip(rows.places, question_figures_by_place(sheet), strict=True)
    return quiz_figures(sheet), [figures for place, figures in by_place if place.asked_now or figures.count]


def payload_of(rows: Rows, which: Which) -> dict[str, Any]:
    """Everything that the page shows but the words."""
    chosen = rows.chosen(which)
    sheet = rows.sheet.rows(chosen)
    earned = strength(sheet)
    figures = quiz_figures(sheet)
    return {
        "count": figures.count,
        "people": len(np.unique(rows.standing.learners[chosen])),
        "passed": int(rows.standing.passed[chosen].sum()),
        "waiting": rows.waiting,
        "quiz": asdict(figures),
        "percent": _in_percent(earned * 100, figures),
        "distribution": distribution(earned, BINS),
        "questions": _questions(rows, chosen),
    }


def _in_percent(earned: np.ndarray, figures: QuizFigures) -> dict[str, float | None]:
    """The same in hundredths of what could be earned, which is how people know a grade."""
    if not len(earned):
        return {"mean": None, "median": None, "sd": None, "standard_error": None}
    sd = float(earned.std(ddof=1)) if len(earned) > 1 else None
    error = None if sd is None or figures.error_ratio is None else figures.error_ratio / 100 * sd
    return {"mean": float(earned.mean()), "median": float(np.median(earned)), "sd": sd, "standard_error": error}


def _questions(rows: Rows, chosen: Integers) -> list[dict[str, Any]]:
    """A line for each question that was asked, in the order of the quiz; its newest version first."""
    versions = [int(version) for version in np.unique(rows.versions[chosen]) if version]
    texts = QuestionText.objects.latest_for(versions, SOURCE_LANGUAGE)
    position_of = {place.question: number for number, place in enumerate(rows.places, 1)}
    asked_now = {place.question for place in rows.places if place.asked_now}
    third = thirds(strength(rows.sheet.rows(chosen)))
    lines: dict[int, dict[str, Any]] = {}
    for version in sorted(versions, key=lambda version: -texts[version].version.number):
        question = texts[version].version.question_id
        known = question in position_of
        line = lines.setdefault(
            question,
            {
                "question": question,
                "position": position_of.get(question),
                "asked_now": question in asked_now or not known,
                "versions": [],
            },
        )
        line["versions"].append(_version(rows, chosen, third, texts[version]))
    return sorted(lines.values(), key=lambda line: (line["position"] is None, line["position"], line["question"]))


def _version(rows: Rows, chosen: Integers, third: Integers, text: QuestionText) -> dict[str, Any]:
    sheet = rows.sheet.rows(chosen)
    where = rows.versions[chosen] == text.version_id
    asked, columns = np.nonzero(where)
    languages = np.full(len(chosen), -1)
    languages[asked] = rows.answers.languages[chosen][asked, columns]
    answer = rows.answers.chosen[chosen][asked, columns]
    spec = text.version.spec()
    return {
        "version": text.version_id,
        "number": text.version.number,
        "guess": float(spec.guess()),
        "figures": asdict(question_figures(sheet, where)),
        "thirds": np.bincount(third[asked], minlength=3).tolist(),
        "blank": np.bincount(third[asked][answer == 0], minlength=3).tolist(),
        "options": _options(rows, third[asked], answer, text),
        "languages": [asdict(line) for line in language_figures(sheet, where, languages, rows.answers.spoken)],
    }


def _options(rows: Rows, third: Integers, answer: Integers, text: QuestionText) -> list[dict[str, Any]]:
    """What was answered, by third. `part`: a small answer of its own; see `quizzes.domain.statistics.parts`."""
    spec, words = text.version.spec(), text.payload
    if not countable(spec, words):
        return []
    # Only what this question was answered with: all answers of the quiz are numbered together.
    used, answer = np.unique(answer, return_inverse=True)
    counts = choices_by_third(third, answer, [parts_of(rows.answers.given[number]) for number in used])
    right = right_parts(spec, words)
    return [
        {"part": part, "right": part in right, "counts": counts.get(part, [0, 0, 0])}
        for part in shown_parts(counts, offered_parts(spec, words), right, MOST)
    ]
