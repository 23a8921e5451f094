"""Policies as they were published, in all their versions and languages."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.html import strip_tags
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Revision

from academy.assignments.models import Assignment
from academy.content import is_source
from academy.frozen import FrozenModel, FrozenQuerySet
from academy.policies.domain import clauses as rules
from academy.policies.domain.force import Standing, standing


class ChangeClass(models.TextChoices):
    """What a new version asks of people."""

    MATERIAL = "material", _("Material: everybody concerned acknowledges it again")
    CLARIFICATION = "clarification", _("Clarification: everybody concerned is told")
    EDITORIAL = "editorial", _("Editorial: recorded only")


class PolicyVersionQuerySet(FrozenQuerySet):
    def latest_of(self, work: models.Model) -> "PolicyVersion | None":
        return self.filter(work=work).order_by("-number").first()

    def latest_of_key(self, translation_key: Any) -> "PolicyVersion | None":
        return self.filter(work__translation_key=translation_key).order_by("-number").first()

    def with_withdrawal(self) -> "PolicyVersionQuerySet":
        """Adds `withdrawn_at`: a withdrawal takes back the version that it names and all before it."""
        withdrawals = PolicyWithdrawal.objects.filter(
            version__work=models.OuterRef("work"), version__number__gte=models.OuterRef("number")
        )
        return self.annotate(withdrawn_at=models.Subquery(withdrawals.order_by("at").values("at")[:1]))

    def standings(
        self, at: datetime, works: Iterable[models.Model] | models.QuerySet | None = None
    ) -> "dict[int, Standing[PolicyVersion]]":
        """By work id, how each policy (of `works`, or every one) stands at a moment. One query.

        A policy without versions is left out.
        """
        versions = self.with_withdrawal() if works is None else self.with_withdrawal().filter(work__in=works)
        of_work: dict[int, list[PolicyVersion]] = defaultdict(list)
        for version in versions:
            of_work[version.work_id].append(version)
        return {work: standing(mine, at, get_default_timezone()) for work, mine in of_work.items()}

    def standing_of(self, work: models.Model, at: datetime) -> "Standing[PolicyVersion]":
        """How one policy stands at a moment: see `domain.force`. One query."""
        return standing(self.with_withdrawal().filter(work=work), at, get_default_timezone())

    def for_reader(self, reader: models.Model) -> "PolicyVersionQuerySet":
        """Adds where `reader` stands: `acknowledged_at` with `acknowledged_text` and `given_by_id` (ids); `declined_at`
        with `declined_because`; `asked_cycle` and `asked_due_at` of what they are asked to acknowledge of the policy;
        `has_asked`, whether they asked anything about the policy."""
        agreed = models.FilteredRelation("acknowledgements", condition=models.Q(acknowledgements__learner=reader))
        refused = models.FilteredRelation("declines", condition=models.Q(declines__learner=reader))
        owed = Assignment.objects.open().filter(learner=reader, work=models.OuterRef("work")).order_by("-cycle")
        asked = self.model.clause_questions.rel.related_model.objects.filter(
            asker=reader, version__work=models.OuterRef("work")
        )
        return self.with_withdrawal().annotate(
            agreed=agreed,
            refused=refused,
            acknowledged_at=models.F("agreed__at"),
            acknowledged_text=models.F("agreed__text"),
            given_by_id=models.F("agreed__given_by"),
            declined_at=models.F("refused__at"),
            declined_because=models.F("refused__reason"),
            asked_cycle=models.Subquery(owed.values("cycle")[:1]),
            asked_due_at=models.Subquery(owed.values("due_at")[:1]),
            has_asked=models.Exists(asked),
        )

    def in_force(self, work: models.Model, at: datetime) -> "PolicyVersion | None":
        return self.standing_of(work, at).in_force

    def to_come(self, work: models.Model, at: datetime) -> "PolicyVersion | None":
        """The next version, published already, that will take the place of the one in force."""
        return self.standing_of(work, at).to_come


class PolicyVersion(FrozenModel):
    """A policy as it was published, in all languages: its texts hold the words."""

    work = models.ForeignKey("assignments.Work", models.PROTECT, related_name="policy_versions")
    number = models.PositiveIntegerField()
    change_class = models.CharField(max_length=16, choices=ChangeClass.choices)
    change_summary = models.TextField()
    effective_on = models.DateField()
    audience = models.ForeignKey("staff.Audience", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    due_days = models.PositiveSmallIntegerField(null=True, help_text="Working days from the day of asking.")
    questions = models.JSONField(
        default=list, help_text="[{question: id of a quizzes.QuestionVersion, clause: id of the clause}]"
    )
    sha256 = models.CharField(max_length=64, help_text="Of the text in the source language.")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    withdrawn_at: datetime | None  # set by `with_withdrawal`

    is_record = True
    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "number"], name="policy_version_number")]

    def __str__(self) -> str:
        return f"{self.work} v{self.number}"


class PolicyTextQuerySet(FrozenQuerySet):
    def for_reader(self, reader: models.Model, works: Iterable[int]) -> "PolicyTextQuerySet":
        """The texts of the latest version of policies and of those that `reader` acknowledged, as they were published.

        Adds `agreed`, whether it is the text that was acknowledged.
        """
        newer = PolicyVersion.objects.filter(
            work=models.OuterRef("version__work"), number__gt=models.OuterRef("version__number")
        )
        mine = models.FilteredRelation("acknowledgements", condition=models.Q(acknowledgements__learner=reader))
        known = PolicyVersion.objects.filter(pk=models.OuterRef("version"), acknowledgements__learner=reader)
        return (
            self.filter(version__work__in=works)
            .filter(models.Exists(known) | ~models.Exists(newer))
            .annotate(mine=mine, agreed=models.F("mine__pk"))
            .select_related("version", "locale")
            .order_by("pk")
        )


class PolicyText(FrozenModel):
    """The words of a version in one language. A later row for the same language replaces it for new readers."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="texts")
    locale = models.ForeignKey(Locale, models.PROTECT, related_name="+")
    payload = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    objects = PolicyTextQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "locale", "sha256"], name="policy_text_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.locale_id}"

    @property
    def minutes(self) -> int:
        return rules.minutes(words_in(self.payload))


def words_in(text: dict[str, Any]) -> int:
    """How many words the clauses of a frozen text have."""
    return sum(len(f"{clause['heading']} {strip_tags(clause['text'])}".split()) for clause in text["clauses"])


class PolicyAttachment(FrozenModel):
    """A file that was published with a version, kept under its hash."""

    text = models.ForeignKey(PolicyText, models.PROTECT, related_name="attachments")
    title = models.CharField(max_length=255)
    filename = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="Bytes.")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["text", "sha256", "title"], name="policy_attachment_once")]

    def __str__(self) -> str:
        return self.title


class PolicyWithdrawal(FrozenModel):
    """From this moment the policy, with all its versions until then, is no longer in force."""

    version = models.OneToOneField(PolicyVersion, models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField()

    def __str__(self) -> str:
        return f"{self.version_id} withdrawn"


class NotApproved(PermissionDenied):
    """A second person has yet to agree to this revision."""


class PolicyApprovalQuerySet(models.QuerySet["PolicyApproval"]):
    def waiting(self) -> "PolicyApprovalQuerySet":
        return self.filter(approved=None)

    def waiting_for(self, user: Any) -> "PolicyApprovalQuerySet":
        """Those that `user` may decide, as far as who wrote and who asked goes."""
        return self.waiting().exclude(asked_by=user).exclude(revision__user=user)

    def for_list(self) -> "PolicyApprovalQuerySet":
        return self.select_related("page", "revision", "asked_by", "decided_by")

    def needed_for(self, draft: Any) -> bool:
        """Whether a second person must agree to a draft in the source language.

        What is published decides as well as the draft: nobody alone takes the need away.
        """
        published = type(draft).objects.filter(pk=draft.pk, live=True, needs_approval=True)
        return (draft.needs_approval or published.exists()) and is_source(draft)

    def given_to(self, revision: Revision, sha256: str) -> "PolicyApproval | None":
        """The agreement to a revision as it is: what was written into it afterwards has none."""
        agreed = self.filter(revision=revision, approved=True, sha256=sha256)
        return agreed.select_related("decided_by").order_by("-pk").first()

    def agreement_to(self, revision: Revision) -> "PolicyApproval | None":
        """The agreement to a revision, None where none is needed. Raises NotApproved."""
        draft = revision.as_object()
        if not self.needed_for(draft):
            return None
        if approval := self.given_to(revision, draft.decision()):
            return approval
        raise NotApproved


class PolicyApproval(models.Model):
    """A second person is asked to agree to a revision before it is published."""

    page = models.ForeignKey("policies.PolicyPage", models.CASCADE, related_name="approvals")
    revision = models.ForeignKey("wagtailcore.Revision", models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64, help_text="Of what was looked at: see PolicyPage.decision.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved = models.BooleanField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    objects = PolicyApprovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page"], condition=models.Q(approved=None), name="policy_approval_one_open")
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.approved}"
