"""The managed vocabulary of skills: what units, questions and policies are about."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase
from wagtail.admin.panels import FieldPanel

from academy.skills.citing import Thing, things


class Skill(TagBase):
    """A tag that editors choose and cannot make up while tagging."""

    free_tagging = False
    panels = [FieldPanel("name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("skill")
        verbose_name_plural = _("skills")


class CitationQuerySet(models.QuerySet["Citation"]):
    def waiting(self) -> "CitationQuerySet":
        """A clause that they rest on changed, and nobody has looked since."""
        return self.filter(check_since__isnull=False)

    def of(self, policy_key: UUID, clause_ids: Collection[str]) -> "CitationQuerySet":
        return self.filter(policy_key=policy_key, clause_id__in=list(clause_ids))

    def with_things(self, ids: Iterable[int] | None = None) -> "list[Citation]":
        """These citations (of `ids`, or all), each with the `thing` that cites, or None where it is gone."""
        rows = list(self if ids is None else self.filter(pk__in=list(ids)))
        keys: dict[str, set[UUID]] = defaultdict(set)
        for row in rows:
            keys[row.kind].add(row.key)
        found = things(keys)
        for row in rows:
            row.thing = found.get((row.kind, row.key))
        return rows


class Citation(models.Model):
    """A unit, question or article rests on a clause of a policy. Kept anew whenever the citing thing is published.

    Both are named by what holds across languages and versions, so that no app needs to know the other's.
    """

    kind = models.CharField(max_length=20, help_text="What cites: lesson, question, policy …")
    key = models.UUIDField(help_text="The translation key of what cites.")
    title = models.CharField(max_length=255)
    policy_key = models.UUIDField(help_text="The translation key of the policy.")
    clause_id = models.CharField(max_length=36)
    check_since = models.DateTimeField(null=True, help_text="The clause changed then, and nobody has confirmed since.")

    thing: Thing | None  # set by `with_things`

    objects = CitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "policy_key", "clause_id"], name="citation_once"),
        ]
        indexes = [models.Index(fields=["policy_key", "clause_id"], name="citation_of_clause")]

    def __str__(self) -> str:
        return f"{self.kind} {self.title} → {self.clause_id}"
