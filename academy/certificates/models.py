"""Certificates: issued by rule, checked by anybody who holds one, revoked and replaced as such."""

import secrets
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.assignments.models import Assignment, Work
from academy.certificates.domain.standing import Standing, standing
from academy.frozen import FrozenModel, FrozenQuerySet
from academy.staff.models import User


def make_code() -> str:
    """The unguessable part of the address at which a certificate is checked: 144 bits."""
    return secrets.token_urlsafe(18)


class CertificateRule(models.Model):
    """Whoever has done a piece of work gets a certificate. It counts for as long as the work does: see renewals."""

    work = models.OneToOneField(
        Work,
        models.PROTECT,
        related_name="certificate_rule",
        verbose_name=_("what"),
        limit_choices_to={"kind__in": [Work.Kind.COURSE, Work.Kind.QUIZ]},
    )
    statements = models.JSONField(_("what it says"), default=dict, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=120, blank=True)
    signed_as = models.CharField(
        _("signed as"), max_length=120, blank=True, help_text=_("The office of whoever signs: “Head of training”.")
    )
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["work__title"]
        verbose_name = _("certificate rule")
        verbose_name_plural = _("certificate rules")

    def __str__(self) -> str:
        return str(self.work)

    def statement(self, language: str) -> str:
        """What it says in a language; where there is nothing, in English."""
        return self.statements.get(language) or self.statements.get("en", "")


class CertificateQuerySet(FrozenQuerySet):
    def visible_to(self, user: User) -> "CertificateQuerySet":
        return self.filter(assignment__learner__in=User.objects.visible_to(user))

    def of(self, person: User) -> "CertificateQuerySet":
        return self.filter(assignment__learner=person)

    def for_reading(self) -> "CertificateQuerySet":
        """The latest first, with all that tells how they stand."""
        newer = Certificate.objects.filter(
            assignment__learner=models.OuterRef("assignment__learner"),
            rule=models.OuterRef("rule"),
            pk__gt=models.OuterRef("pk"),
        )
        related = ("rule__work", "assignment__learner", "revocation__by")
        return self.select_related(*related).annotate(newer=models.Exists(newer)).order_by("-pk")


class Certificate(FrozenModel):
    """That somebody did a piece of work. It holds no name: that is read from the person, and goes with them."""

    rule = models.ForeignKey(CertificateRule, models.PROTECT, related_name="certificates")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="certificates")
    number = models.PositiveSmallIntegerField(help_text="Which of those for the same assignment: it may be done anew.")
    code = models.CharField(max_length=40, unique=True, default=make_code)
    issued_at = models.DateTimeField()
    valid_until = models.DateField(null=True, help_text="The last day on which it counts; none: for good.")

    newer: bool  # set by `for_reading`

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "number"], name="certificate_once")]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.assignment_id}/{self.number}"

    @property
    def done_at(self) -> datetime:
        return self.issued_at

    def standing(self, today: date) -> Standing:
        """How it stands on a day. For rows from `for_reading`."""
        return standing(
            today,
            valid_until=self.valid_until,
            revoked=hasattr(self, "revocation"),
            replaced=self.newer,
            open_again=self.assignment.state != Assignment.State.DONE,
        )


class Revocation(FrozenModel):
    """A certificate that no longer holds; `by` none: the pass that it rested on was lost."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="revocation")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.certificate_id} revoked"
