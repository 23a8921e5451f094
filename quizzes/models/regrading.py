"""Corrections of what was graded: who asked for one, why, who said yes, and that it was applied."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.frozen import FrozenModel, FrozenQuerySet
from quizzes.domain.regrading import Kind as KindOfCorrection
from quizzes.models.frozen import QuestionIdentity, QuestionVersion


class RegradeQuerySet(FrozenQuerySet):
    def with_state(self) -> "RegradeQuerySet":
        """Adds `state`: the kind of its latest event; None while it waits for a yes."""
        latest = RegradeEvent.objects.filter(regrade=models.OuterRef("pk")).order_by("-pk")
        return self.annotate(state=models.Subquery(latest.values("kind")[:1]))

    def waiting(self) -> "RegradeQuerySet":
        return self.filter(events=None)

    def for_list(self) -> "RegradeQuerySet":
        """All that a list shows: those that wait first, then the latest; `changed`: how many grades it has made."""
        joined = self.with_state().select_related("question", "version", "created_by").prefetch_related("works")
        return joined.annotate(changed=models.Count("grades", distinct=True)).order_by(
            models.Case(models.When(state=None, then=0), default=1), "-pk"
        )

    def in_force(self) -> "RegradeQuerySet":
        """Those that were agreed to, in the order in which they were: whoever hands in now is graded by them."""
        agreed = {"events__kind": RegradeEvent.Kind.APPROVED}
        return (
            self.filter(**agreed)
            .annotate(agreed=models.Max("events__pk", filter=models.Q(**agreed)))
            .order_by("agreed")
        )


class Regrade(FrozenModel):
    """A correction of one question in some quizzes, as somebody asked for it. What became of it: its events."""

    class Kind(models.TextChoices):
        KEY = KindOfCorrection.KEY.value, _("Mark the answers again by a corrected version")
        LEFT_OUT = KindOfCorrection.LEFT_OUT.value, _("Leave the question out: it counts for nobody")
        FULL_MARK = KindOfCorrection.FULL_MARK.value, _("Give everybody the full mark")

    question = models.ForeignKey(QuestionIdentity, models.PROTECT, related_name="regrades")
    works = models.ManyToManyField("assignments.Work", related_name="regrades", help_text="The quizzes.")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    version = models.ForeignKey(
        QuestionVersion, models.PROTECT, null=True, related_name="+", help_text="Whose rule marks the answers again."
    )
    only_if_better = models.BooleanField(default=False)
    note = models.TextField(help_text="Why, in words that learners read.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at: models.DateTimeField[datetime] = models.DateTimeField()

    state: str | None  # set by `with_state`
    changed: int  # set by `for_list`
    objects = RegradeQuerySet.as_manager()

    class Meta:
        default_permissions = ["add"]
        permissions = [("approve_regrade", _("Can agree to a correction by which somebody loses a pass"))]

    def __str__(self) -> str:
        return f"{self.question} {self.kind}"

    @property
    def state_label(self) -> str:
        """What has become of it, in a word or two; needs `with_state`."""
        if self.state is None:
            return str(_("waits for a yes"))
        if self.state == RegradeEvent.Kind.APPROVED:
            return str(_("is being carried out"))
        return str(RegradeEvent.Kind(self.state).label)


class RegradeEvent(FrozenModel):
    """What became of a correction. Rows are only added."""

    class Kind(models.TextChoices):
        APPROVED = "approved", _("agreed to")
        REFUSED = "refused", _("refused")
        APPLIED = "applied", _("carried out")

    regrade = models.ForeignKey(Regrade, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="None: the academy itself."
    )
    note = models.TextField(blank=True)
    at: models.DateTimeField[datetime] = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["regrade"],
                condition=models.Q(kind__in=["approved", "refused"]),
                name="regrade_decided_once",
            ),
            models.UniqueConstraint(
                fields=["regrade"], condition=models.Q(kind="applied"), name="regrade_applied_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regrade_id} {self.kind}"
