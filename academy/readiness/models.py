"""Who may do what today: gates that evidence opens, and that close when it expires."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from academy.assignments.models import Work


class Gate(ClusterableModel):
    """A kind of contact that only those may take who have shown that they can: chats, calls, complaints."""

    name = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("What one may take: “Chats”, “Calls”, “Complaints”.")
    )
    names = models.JSONField(_("name in other languages"), default=dict, blank=True)
    sort_order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Gates with a lower number come first.")
    )

    class Meta:
        ordering = ["sort_order", "name"]
        verbose_name = _("gate")
        verbose_name_plural = _("gates")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name in the reader's language; where there is none, the first one."""
        return self.names.get(get_language() or "") or self.name


class GateRequirement(models.Model):
    """What somebody must have done, and what must still count, for a gate to be open."""

    gate = ParentalKey(Gate, on_delete=models.CASCADE, related_name="requirements")
    work = models.ForeignKey(
        Work,
        models.PROTECT,
        related_name="opens",
        verbose_name=_("what"),
        limit_choices_to={"kind__in": Work.ASSIGNABLE},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gate", "work"], name="gate_requirement_once")]
        ordering = ["work__kind", "work__title"]

    def __str__(self) -> str:
        return f"{self.gate} ← {self.work}"
