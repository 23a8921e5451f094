from academy.policies.actions.acknowledging import Refused, acknowledge, acknowledge_for, decline
from academy.policies.actions.approving import NotDecided, Obstacle, approve, ask_approval, obstacle, send_back
from academy.policies.actions.asking import TooMany, answer, ask, owners_of
from academy.policies.actions.publishing import clause_ids, publish_policy
from academy.policies.actions.reviewing import tell_of_reviews
from academy.policies.actions.withdrawing import withdraw_policy
from academy.policies.domain.acknowledging import Refusal

__all__ = [
    "NotDecided",
    "Obstacle",
    "Refusal",
    "Refused",
    "TooMany",
    "acknowledge",
    "acknowledge_for",
    "answer",
    "approve",
    "ask",
    "ask_approval",
    "clause_ids",
    "decline",
    "obstacle",
    "owners_of",
    "publish_policy",
    "send_back",
    "tell_of_reviews",
    "withdraw_policy",
]
