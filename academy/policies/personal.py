from django.utils.translation import gettext_lazy as _

from academy.personal import KEEP, hold

hold("policies.Acknowledgement", "learner", _("Acknowledgements"), erase=KEEP, clear={"note": ""})
hold("policies.Acknowledgement", "given_by", _("Acknowledgements given for others"), erase=KEEP, listed=False)
hold("policies.Decline", "learner", _("Policies that they declined"), erase=KEEP, clear={"reason": ""})
hold("policies.ComprehensionAnswer", "learner", _("Answers to questions about policies"), erase=KEEP)
hold("policies.ClauseQuestion", "asker", _("Questions about policies"), erase=KEEP, clear={"text": ""})
hold("policies.ClauseQuestion", "answered_by", _("Questions that they answered"), erase=KEEP, listed=False)
for model, path in (
    ("PolicyVersion", "published_by"),
    ("PolicyVersion", "approved_by"),
    ("PolicyWithdrawal", "by"),
    ("PolicyApproval", "asked_by"),
    ("PolicyApproval", "decided_by"),
    ("PolicyPage", "policy_owner"),
):
    hold(f"policies.{model}", path, _("Work on policies"), erase=KEEP, listed=False)
