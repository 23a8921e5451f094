"""Writes of courses: what people do in them, taking one anew, what has changed since."""

from courses.actions.changing import announce_change, reopen_units, take_off_tick
from courses.actions.recording import open_unit, record_progress, record_quiz, record_quiz_for, take_back_quiz
from courses.actions.renewing import begin_anew, start_renewal

__all__ = [
    "announce_change",
    "begin_anew",
    "open_unit",
    "record_progress",
    "record_quiz",
    "record_quiz_for",
    "reopen_units",
    "start_renewal",
    "take_back_quiz",
    "take_off_tick",
]
