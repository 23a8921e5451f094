"""Writes of the quiz engine: freezing what editors publish, trying, grading, correcting."""

from quizzes.actions.attempts import close_if_overdue, close_overdue, submit_attempt
from quizzes.actions.calling_markers import call_markers, dismiss_markers
from quizzes.actions.exceptions import end_exception, grant_exception, move_deadlines, set_extra_time
from quizzes.actions.freezing import (
    freeze_drawing_quizzes,
    freeze_question,
    freeze_quiz,
    publish_question,
    publish_quiz,
    withdraw_question,
)
from quizzes.actions.refused import Refused
from quizzes.actions.regrading import NotDecided, approve_regrade, ask_regrade, carry_out, refuse_regrade
from quizzes.actions.renewing import start_afresh
from quizzes.actions.saving import Given, Stored, answers_of, save_answers, save_response, stored_of
from quizzes.actions.starting import start_attempt

__all__ = [
    "Given",
    "NotDecided",
    "Refused",
    "Stored",
    "answers_of",
    "approve_regrade",
    "ask_regrade",
    "call_markers",
    "carry_out",
    "close_if_overdue",
    "close_overdue",
    "dismiss_markers",
    "end_exception",
    "freeze_drawing_quizzes",
    "freeze_question",
    "freeze_quiz",
    "grant_exception",
    "move_deadlines",
    "publish_question",
    "publish_quiz",
    "refuse_regrade",
    "save_answers",
    "save_response",
    "set_extra_time",
    "start_afresh",
    "start_attempt",
    "stored_of",
    "submit_attempt",
    "withdraw_question",
]
