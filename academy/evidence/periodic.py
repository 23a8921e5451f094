from datetime import datetime

from academy.evidence import actions
from academy.periodic import periodic


@periodic
def seal_records(at: datetime) -> None:
    """Every minute; once an hour with a look at the whole ledger."""
    actions.seal(at, whole=at.minute == 0)


@periodic
def mail_head(at: datetime) -> None:
    """Once a day, where somebody is named who keeps it: see EVIDENCE_HEAD_TO in the settings."""
    actions.mail_head(at)
