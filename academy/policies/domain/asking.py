"""Questions and objections at a clause: how long, how many."""

from enum import Enum

LONGEST = 1000
"""Characters of a question, an objection or an answer."""
PER_DAY = 20
"""How many one person may ask within 24 hours: far more than anybody who reads needs."""


class Refusal(Enum):
    TOO_MANY = "too_many"


def may_ask(asked_today: int) -> Refusal | None:
    """`asked_today`: how many the person has asked within the last 24 hours."""
    return Refusal.TOO_MANY if asked_today >= PER_DAY else None
