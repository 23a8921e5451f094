"""Storing answers as they are given. Nothing is overwritten: each save is a row with a sequence number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from quizzes.actions.refused import Refused
from quizzes.domain.attempts import Refusal
from quizzes.domain.questions import Answer
from quizzes.models import Attempt, QuestionText, Response


@dataclass(frozen=True)
class Given:
    """An answer as it came in: to the question at `position`, in whose wording `text` it was asked.

    `confidence`: how sure the learner was, "" for not said. `check`: the learner wants to know whether it is right.
    `known`: up to which sequence the page knew what was stored; None: not told, so whatever it sends is news.
    """

    position: int
    answer: Answer
    text: QuestionText
    confidence: str = ""
    check: bool = False
    known: int | None = None


@dataclass(frozen=True)
class Stored:
    """One stored answer. `text`: the id of the wording it was given to. `checked`: it stays."""

    answer: Answer
    text: int
    sequence: int = 0
    confidence: str = ""
    checked: bool = False

    def equals(self, given: Given) -> bool:
        return (self.answer, self.confidence) == (given.answer, given.confidence)


NOTHING = Stored({}, text=0)


@dataclass(frozen=True)
class Saved:
    """What became of answers: `sequence` of the last save; `untouched` positions are checked and differ from it."""

    sequence: int
    untouched: list[int]


def save_response(attempt: Attempt, position: int, answer: Answer, text: QuestionText, at: datetime) -> None:
    """Store one answer: see `save_answers`."""
    save_answers(attempt, [Given(position, answer, text)], at)


@transaction.atomic
def save_answers(
    attempt: Attempt, given: Collection[Given], at: datetime, *, page: int | None = None, then: int | None = None
) -> Saved:
    """Store answers of an open attempt; an answer equal to the stored one is not stored again.

    Nor is one that its page only shows as it was: another tab or device may have changed it since.

    `page`: on which they stand, `then`: to which the learner goes on; where nobody goes back, both are kept to.
    Raises Refused when the attempt has been handed in meanwhile, its time is up, or the page left, by whichever
    tab or device.
    """
    # The update locks the attempt's row: a hand-in at the same moment is either before it or after it.
    last = _take_turn(attempt, len(given), at, page, then)
    history = _history(attempt, [one.position for one in given])
    before = [(one, history.get(one.position, [NOTHING])) for one in given]
    news = [one for one, saved in before if _is_news(one, saved)]
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            position=one.position,
            sequence=sequence,
            answer=one.answer,
            text=one.text,
            confidence=one.confidence,
            checked=one.check and bool(one.answer),
            saved_at=at,
        )
        for sequence, one in enumerate(news, last - len(news) + 1)
    )
    return Saved(last, [one.position for one, saved in before if saved[-1].checked and _changes(one, saved)])


def _is_news(given: Given, saved: Sequence[Stored]) -> bool:
    """`saved`: what was stored for the position, in order."""
    if saved[-1].checked:
        return False
    return (given.check and bool(given.answer)) or _changes(given, saved)


def _changes(given: Given, saved: Sequence[Stored]) -> bool:
    """Whether a page has changed the answer, and does not only show it as it once was."""
    if given.known is not None:
        shown = next((one for one in reversed(saved) if one.sequence <= given.known), NOTHING)
        if shown.equals(given):
            return False
    return not saved[-1].equals(given)


def _take_turn(attempt: Attempt, saves: int, at: datetime, page: int | None, then: int | None) -> int:
    """Lock an open attempt and count `saves` more; return the sequence of the last of them."""
    forward = (page, max(page, then or page)) if page and attempt.goes_only_forward else None
    if (last := Attempt.objects.take_turn(attempt.pk, saves, at, forward)) is not None:
        return last
    mine = Attempt.objects.open().filter(pk=attempt.pk)
    if not mine.exists():
        raise Refused(Refusal.ALREADY_HANDED_IN)
    raise Refused(Refusal.PAGE_LEFT if mine.in_time(at).exists() else Refusal.TIME_UP)


def stored_of(attempt: Attempt) -> dict[int, Stored]:
    """What counts for each position that has an answer."""
    return {position: saved[-1] for position, saved in _history(attempt).items()}


def _history(attempt: Attempt, positions: Collection[int] | None = None) -> dict[int, list[Stored]]:
    """Everything that was stored for each position, in order; only for `positions`, if they are given."""
    history: dict[int, list[Stored]] = {}
    for position, *saved in Response.objects.saved(attempt, positions):
        history.setdefault(position, []).append(Stored(*saved))
    return history


def answers_of(attempt: Attempt) -> dict[int, Answer]:
    """The answer that counts for each position that has one."""
    return {position: stored.answer for position, stored in stored_of(attempt).items()}
