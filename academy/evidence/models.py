"""The ledger: what happened, in rows that nobody changes, sealed in batches by a chain of hashes."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.frozen import FrozenModel, FrozenQuerySet


class RecordQuerySet(FrozenQuerySet):
    def unsealed(self, after: int = 0) -> "RecordQuerySet":
        """Those that stand in no seal, of those with a higher id than `after`, in the order of their ids."""
        sealed = SealMember.objects.filter(record=models.OuterRef("pk"))
        return self.filter(~models.Exists(sealed), pk__gt=after).order_by("pk")


class Record(FrozenModel):
    """One line of evidence. It names people by their opaque id only, and holds no free text.

    `body` is the canonical JSON that `sha256` is of: see `academy.frozen.canonical`.
    """

    class Kind(models.TextChoices):
        POLICY_PUBLISHED = "policy_published", _("policy published")
        POLICY_WITHDRAWN = "policy_withdrawn", _("policy withdrawn")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        DECLINED = "declined", _("declined")
        DATE_MOVED = "date_moved", _("personal date")
        EXCEPTION_GRANTED = "exception_granted", _("exception granted")
        QUIZ_GRADED = "quiz_graded", _("quiz graded")
        CERTIFICATE_ISSUED = "certificate_issued", _("certificate issued")
        CERTIFICATE_REVOKED = "certificate_revoked", _("certificate revoked")
        EVIDENCE_ACCEPTED = "evidence_accepted", _("evidence from elsewhere accepted")
        EXCUSED = "excused", _("excused")
        CLAUSES_CHECKED = "clauses_checked", _("checked against changed clauses")

    kind = models.CharField(max_length=32, choices=Kind.choices)
    at = models.DateTimeField()
    subject = models.UUIDField(null=True, db_index=True, help_text="The opaque id of the person whom it is about.")
    about = models.UUIDField(null=True, db_index=True, help_text="The translation key of the work that it is about.")
    body = models.TextField()
    sha256 = models.CharField(max_length=64)

    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SealQuerySet(FrozenQuerySet):
    def head(self) -> "Seal | None":
        """The last seal: its hash stands for all that was sealed."""
        return self.order_by("-number").first()


class Seal(FrozenModel):
    """A batch of records that can not be changed unseen any more: `sha256` covers them and the seal before.

    How it is reckoned: see `academy.evidence.domain.chain`.
    """

    number = models.PositiveIntegerField(unique=True)
    previous = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    at: models.DateTimeField[datetime] = models.DateTimeField()

    objects = SealQuerySet.as_manager()

    def __str__(self) -> str:
        return f"seal {self.number}"


class SealMember(FrozenModel):
    """A record's place in a seal, with the hash that it had then: so a record that was changed can be named."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="members")
    record = models.OneToOneField(Record, models.PROTECT, related_name="membership")
    position = models.PositiveIntegerField(help_text="From 0.")
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "position"], name="seal_position")]

    def __str__(self) -> str:
        return f"{self.seal_id}/{self.position}"


class HeadMail(FrozenModel):
    """On this day the head was mailed: to people out of reach of whoever could cut the end off."""

    day = models.DateField(unique=True)
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seal_id} on {self.day}"
