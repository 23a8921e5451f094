"""Writes on the list of work. All of them are set-based and may be repeated."""

from academy.assignments.actions.accepting import accept_evidence
from academy.assignments.actions.asking import apply_rule, apply_rules, let_go_of_older
from academy.assignments.actions.closing import close_missed, close_work, complete_for, complete_work, reopen_for
from academy.assignments.actions.dating import Dating
from academy.assignments.actions.excusing import ask_again, excuse
from academy.assignments.actions.moving import move_due, skip_leave
from academy.assignments.actions.renewing import renew, renew_all, renewable
from academy.assignments.actions.reopening import reopen_changed
from academy.assignments.actions.works import register_work, titles_of

__all__ = [
    "Dating",
    "accept_evidence",
    "apply_rule",
    "apply_rules",
    "ask_again",
    "close_missed",
    "close_work",
    "complete_for",
    "complete_work",
    "excuse",
    "let_go_of_older",
    "move_due",
    "register_work",
    "renew",
    "renew_all",
    "renewable",
    "reopen_changed",
    "reopen_for",
    "skip_leave",
    "titles_of",
]
