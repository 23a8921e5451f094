"""Why a file, or a row of it, can not be taken in. The words stand in `academy.staff.exchange.wording`."""

from dataclasses import dataclass
from enum import Enum


class Reason(Enum):
    # the file
    NOT_TEXT = "not_text"
    EMPTY = "empty"
    MISSING_COLUMN = "missing_column"
    UNKNOWN_COLUMN = "unknown_column"
    COLUMN_TWICE = "column_twice"
    BROKEN_QUOTES = "broken_quotes"
    NO_CALENDAR = "no_calendar"
    # the row
    CELLS = "cells"
    REQUIRED = "required"
    TOO_LONG = "too_long"
    CONTROL = "control"
    USERNAME = "username"
    EMAIL = "email"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    TEAM = "team"
    DATE = "date"
    YES_NO = "yes_no"
    KIND = "kind"
    ORDER = "order"
    TWICE = "twice"
    TAKEN = "taken"
    TAKEN_LOCALLY = "taken_locally"
    UNKNOWN_MANAGER = "unknown_manager"
    OWN_MANAGER = "own_manager"
    LOOP = "loop"
    UNKNOWN_PERSON = "unknown_person"
    SEVERAL_PEOPLE = "several_people"
    NO_PERSON = "no_person"
    NO_DATE = "no_date"
    TOO_LONG_AWAY = "too_long_away"
    RECURRENCE = "recurrence"


@dataclass(frozen=True, slots=True)
class Refusal:
    """`line`: the physical line on which the row starts, the header being 1; 0 where there are no lines.

    `column` is "" where the whole row or file is meant; `detail` is what the sentence names.
    """

    line: int
    column: str
    reason: Reason
    detail: str = ""
