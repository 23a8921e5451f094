from academy.policies.clauses import ClauseBlock, ClausesBlock, frozen_clauses
from academy.policies.forms import PolicyForm
from academy.policies.models.authoring import (
    PolicyIndexPage,
    PolicyPage,
    PolicyQuestion,
    PolicySkill,
)
from academy.policies.models.frozen import (
    ChangeClass,
    NotApproved,
    PolicyApproval,
    PolicyAttachment,
    PolicyText,
    PolicyVersion,
    PolicyVersionQuerySet,
    PolicyWithdrawal,
    words_in,
)
from academy.policies.models.reading import (
    Acknowledgement,
    AcknowledgementQuerySet,
    ClauseQuestion,
    ComprehensionAnswer,
    Decline,
)

__all__ = [
    "Acknowledgement",
    "AcknowledgementQuerySet",
    "ChangeClass",
    "ClauseBlock",
    "ClauseQuestion",
    "ClausesBlock",
    "ComprehensionAnswer",
    "Decline",
    "NotApproved",
    "PolicyApproval",
    "PolicyAttachment",
    "PolicyForm",
    "PolicyIndexPage",
    "PolicyPage",
    "PolicyQuestion",
    "PolicySkill",
    "PolicyText",
    "PolicyVersion",
    "PolicyVersionQuerySet",
    "PolicyWithdrawal",
    "frozen_clauses",
    "words_in",
]
