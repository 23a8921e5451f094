"""What certificates leave to the worker."""

from django.db import transaction
from django.utils.timezone import now

from academy.background import is_waiting, task
from academy.certificates import actions
from academy.certificates.models import CertificateRule


def issue_later(rule: CertificateRule) -> None:
    """Certificates for everybody who did it before the rule was there."""
    transaction.on_commit(lambda: is_waiting(issue_all, rule.pk) or issue_all.enqueue(rule.pk))


@task()
def issue_all(rule_id: int) -> None:
    actions.issue_all(CertificateRule.objects.select_related("work").get(pk=rule_id), now())
