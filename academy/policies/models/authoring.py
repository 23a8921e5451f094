"""Policies as they are being written."""

import logging
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import Document
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager, Revision
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from academy.access import SOURCE_LANGUAGE
from academy.frozen import digest
from academy.models import BasePage, IndexPage
from academy.policies.attachments import described
from academy.policies.clauses import ClausesBlock, frozen_clauses
from academy.policies.forms import CopyAsDraftForm, PolicyForm
from academy.policies.models.frozen import ChangeClass, NotApproved, PolicyApproval
from academy.skills.models import Skill
from quizzes.models import QuestionVersion
from quizzes.models.authoring import may_enter_cms

logger = logging.getLogger(__name__)


class PolicyIndexPage(IndexPage):
    subpage_types = ["policies.PolicyPage"]
    copy_form_class = CopyAsDraftForm
    template = "policies/policy_index_page.html"
    page_description = _("All policies.")

    class Meta:
        verbose_name = _("policy index")
        verbose_name_plural = _("policy indexes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from academy.policies.shelf import shelf_of

        return {**super().get_context(request, *args, **kwargs), **shelf_of(request, get_language(), now())}


class PolicySkill(ItemBase):
    tag = models.ForeignKey(Skill, models.PROTECT, related_name="policies")
    content_object = ParentalKey("policies.PolicyPage", on_delete=models.CASCADE, related_name="skill_items")


class PolicyPageQuerySet(PageQuerySet):
    def due_for_review(self, day: date) -> "PolicyPageQuerySet":
        """Published policies, in the source language, whose day of review has come."""
        due = self.live().filter(review_on__lte=day, locale__language_code=SOURCE_LANGUAGE)
        return due.order_by("review_on", "title")


class PolicyPage(BasePage):
    """A policy as it is being written. Readers see the frozen version: see `actions.publish_policy`."""

    work_kind = "policy"
    base_form_class = PolicyForm
    copy_form_class = CopyAsDraftForm

    summary = models.TextField(_("summary"), help_text=_("What the policy is about, in a sentence or two."))
    why = models.TextField(
        _("why it exists"), blank=True, help_text=_("What goes wrong without it. People keep to what they understand.")
    )
    clauses = StreamField(ClausesBlock(), verbose_name=_("clauses"))
    attachments = StreamField(
        [("document", DocumentChooserBlock(label=_("File")))],
        blank=True,
        verbose_name=_("attachments"),
        help_text=_("Kept with the version as they are now, whatever becomes of the files."),
    )
    change_class = models.CharField(
        _("kind of change"), max_length=16, choices=ChangeClass.choices, default=ChangeClass.MATERIAL
    )
    change_summary = models.TextField(
        _("what changed, and why"), help_text=_("The first thing that people read. Two or three sentences.")
    )
    effective_on = models.DateField(
        _("in force from"),
        default=date.today,
        help_text=_("People are asked at once; until this day the version before it holds."),
    )
    audience = models.ForeignKey(
        "staff.Audience",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whom it concerns"),
    )
    due_on = models.DateField(_("acknowledge by"), null=True, blank=True, help_text=_("A day for everybody."))
    due_days = models.PositiveSmallIntegerField(
        _("working days"),
        null=True,
        blank=True,
        help_text=_("So many working days after the person was asked; never before the day for everybody."),
    )
    policy_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        limit_choices_to=may_enter_cms,
        help_text=_("Answers questions about it, and looks at it again when it comes up for review."),
    )
    review_on = models.DateField(
        _("review on"), null=True, blank=True, help_text=_("The owner is told on this day that it is time.")
    )
    needs_approval = models.BooleanField(
        _("needs approval"),
        default=False,
        help_text=_(
            "A second person must agree before anything is published, and before this is switched off again as well."
        ),
    )
    skills = ClusterTaggableManager(through=PolicySkill, blank=True, verbose_name=_("skills"))

    objects = PageManager.from_queryset(PolicyPageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("why"),
        FieldPanel("clauses", help_text=_("The system numbers them.")),
        FieldPanel("attachments"),
        InlinePanel(
            "policy_questions",
            heading=_("Questions before the acknowledgement"),
            label=_("Question"),
            max_num=3,
            help_text=_(
                "One to three, or none. Who answers wrongly is led back to the clause. New clauses can be chosen "
                "once the draft is saved and opened again."
            ),
        ),
        MultiFieldPanel(
            [
                HelpPanel(content=_("Publishing keeps this text as a version that is never changed.")),
                FieldPanel("change_class"),
                FieldPanel("change_summary"),
                FieldPanel("effective_on"),
            ],
            heading=_("This version"),
        ),
        MultiFieldPanel(
            [FieldPanel("audience"), FieldRowPanel([FieldPanel("due_on"), FieldPanel("due_days")])],
            heading=_("Whom it asks, and by when"),
        ),
        MultiFieldPanel(
            [FieldPanel("policy_owner"), FieldPanel("review_on"), FieldPanel("needs_approval")],
            heading=_("Who keeps it right"),
        ),
        FieldPanel("skills"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.SearchField("clauses")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("policy_questions", overridable=False),
    ]
    parent_page_types = ["policies.PolicyIndexPage"]
    subpage_types: list[str] = []
    template = "policies/policy_page.html"
    page_description = _("Numbered clauses that people acknowledge.")

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")

    def frozen_text(self) -> dict[str, Any]:
        """Exactly what a reader of this language reads. Files are named by what is in them."""
        text = {
            "title": self.title,
            "summary": self.summary,
            "why": self.why,
            "change_summary": self.change_summary,
            "clauses": frozen_clauses(self.clauses),
        }
        files = [described(document) for document in self.documents()]
        return {**text, "attachments": files} if files else text

    def documents(self) -> list[Document]:
        """The files that still exist, each once."""
        return list({block.value.pk: block.value for block in self.attachments if block.value}.values())

    def frozen_questions(self) -> list[dict[str, Any]]:
        """The questions as a version keeps them: the latest version of each that is published, and its clause."""
        rows = sorted(self.policy_questions.all(), key=lambda row: row.sort_order or 0)
        keys = [row.question.translation_key for row in rows if row.question.live]
        latest = dict(
            QuestionVersion.objects.filter(question__translation_key__in=keys)
            .values_list("question__translation_key")
            .annotate(models.Max("pk"))
        )
        return [
            {"question": latest[row.question.translation_key], "clause": row.clause_id}
            for row in rows
            if row.question.translation_key in latest
        ]

    def decision(self) -> str:
        """SHA-256 of all that a second person agrees to: the text, and what it asks of whom."""
        terms = [self.change_class, self.effective_on, self.audience_id, self.due_on, self.due_days]
        return digest([self.frozen_text(), self.frozen_questions(), *terms, self.needs_approval, self.policy_owner_id])

    def publish(self, revision: Revision, *args: Any, **options: Any) -> None:
        """Nobody, nor the clock, publishes a revision that a second person has yet to agree to. Raises NotApproved."""
        try:
            PolicyApproval.objects.agreement_to(revision)
        except NotApproved:
            if revision.approved_go_live_at is None:
                raise
            # It was scheduled before approval was asked for: left to people, or the clock would try for ever.
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            logger.warning("Revision %s of policy %s was scheduled and is not approved", revision.pk, self.pk)
            return
        revision.publisher = args[0] if args else options.get("user")  # who wrote it may be somebody else
        super().publish(revision, *args, **options)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from academy.policies.pages import page_of, preview_of

        context = super().get_context(request, *args, **kwargs)
        if getattr(request, "is_preview", False):
            return {**context, **preview_of(self.frozen_text(), self.locale.language_code)}
        return {**context, **page_of(request.user, self, get_language(), now(), request.GET)}


class PolicyQuestion(Orderable):
    """A question that must be answered rightly before the policy can be acknowledged."""

    page = ParentalKey(PolicyPage, on_delete=models.CASCADE, related_name="policy_questions")
    question = models.ForeignKey("quizzes.Question", models.PROTECT, related_name="+", verbose_name=_("question"))
    clause_id = models.CharField(
        _("clause"), max_length=36, blank=True, help_text=_("Whoever answers wrongly is led back to this clause.")
    )

    panels = [FieldPanel("question"), FieldPanel("clause_id")]

    def __str__(self) -> str:
        return str(self.question)
