"""Writes of courses: what people do in them, taking one anew, what has changed since; learning paths, and requests."""

from courses.actions.changing import announce_change, reopen_units, take_off_tick
from courses.actions.paths import complete_path, complete_paths, complete_waiting, reopen_paths
from courses.actions.recording import open_unit, record_progress, record_quiz, record_quiz_for, take_back_quiz
from courses.actions.renewing import begin_anew, start_renewal
from courses.actions.requesting import decide_request, request_course

__all__ = [
    "announce_change",
    "begin_anew",
    "complete_path",
    "complete_paths",
    "complete_waiting",
    "decide_request",
    "open_unit",
    "record_progress",
    "record_quiz",
    "record_quiz_for",
    "reopen_paths",
    "reopen_units",
    "request_course",
    "start_renewal",
    "take_back_quiz",
    "take_off_tick",
]
