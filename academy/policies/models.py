"""Policies: what editors write, the versions that were published, and who acknowledged which."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Locale
from wagtail.search import index

from academy.frozen import FrozenModel, FrozenQuerySet
from academy.models import BasePage
from academy.policies.domain import clauses as rules
from academy.skills.models import Skill


class ChangeClass(models.TextChoices):
    """What a new version asks of people."""

    MATERIAL = "material", _("Material: everybody concerned acknowledges it again")
    CLARIFICATION = "clarification", _("Clarification: everybody concerned is told")
    EDITORIAL = "editorial", _("Editorial: recorded only")


class ClauseBlock(blocks.StructBlock):
    """One clause. The id of the block is the id of the clause: it survives reordering and translation."""

    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("1", _("1: section")), ("2", _("2: clause")), ("3", _("3: sub-clause"))],
        default="2",
    )
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), required=False, features=["bold", "italic", "ol", "ul"])

    class Meta:
        icon = "list-ol"
        label = _("Clause")
        label_format = "{heading}"


class ClausesBlock(blocks.StreamBlock):
    clause = ClauseBlock()

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        value = super().clean(value)
        skipped = rules.skips_level([int(clause.value["level"]) for clause in value])
        if skipped is not None and not self.is_deferred_validation:
            raise blocks.StreamBlockValidationError(
                block_errors={
                    skipped: ValidationError(
                        _("This is two levels deeper than the clause before it. Choose one level deeper at most.")
                    )
                }
            )
        return value


def frozen_clauses(clauses: blocks.StreamValue) -> list[dict[str, Any]]:
    """The clauses as a version keeps them: numbered, each with its id."""
    numbers = rules.numbers([int(clause.value["level"]) for clause in clauses])
    return [
        {
            "id": clause.id,
            "number": number,
            "level": int(clause.value["level"]),
            "heading": clause.value["heading"],
            "text": str(clause.value["text"]),
        }
        for number, clause in zip(numbers, clauses, strict=True)
    ]


class PolicyIndexPage(BasePage):
    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["policies.PolicyPage"]
    max_count_per_parent = 1
    template = "policies/policy_index_page.html"
    page_description = _("All policies.")

    class Meta:
        verbose_name = _("policy index")
        verbose_name_plural = _("policy indexes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from academy.policies.reading import shelf

        return {
            **super().get_context(request, *args, **kwargs),
            "policies": shelf(request.user, get_language()),
        }


class PolicyForm(WagtailAdminPageForm):
    """What publishing a policy asks for, checked when it is published or sent for review."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.is_deferred_validation:
            return data
        if data.get("change_class") == ChangeClass.MATERIAL:
            self._require(data, "audience", _("Say whom it concerns: they are asked to acknowledge it."))
            self._require(data, "due_on", _("Say by when it must be acknowledged."))
        self._require_news(data)
        return data

    def _require(self, data: dict[str, Any], name: str, message: Any) -> None:
        if not data.get(name):
            self.add_error(name, message)

    def _require_news(self, data: dict[str, Any]) -> None:
        """The words about the last change must not stand for the next one."""
        latest = PolicyVersion.objects.latest_of_key(self.instance.translation_key)
        if latest is None or data.get("change_summary") != latest.change_summary or "clauses" not in data:
            return
        if frozen_clauses(data["clauses"]) != latest.texts.order_by("pk").first().payload["clauses"]:
            self.add_error(
                "change_summary",
                _("This is still the summary of version %(number)s. Say what changed this time.")
                % {"number": latest.number},
            )


class PolicySkill(ItemBase):
    tag = models.ForeignKey(Skill, models.PROTECT, related_name="policies")
    content_object = ParentalKey("policies.PolicyPage", on_delete=models.CASCADE, related_name="skill_items")


class PolicyPage(BasePage):
    """A policy as it is being written. Readers see the frozen version: see `actions.publish_policy`."""

    work_kind = "policy"
    base_form_class = PolicyForm

    summary = models.TextField(_("summary"), help_text=_("What the policy is about, in a sentence or two."))
    why = models.TextField(_("why it exists"), blank=True)
    clauses = StreamField(ClausesBlock(), verbose_name=_("clauses"))
    change_class = models.CharField(
        _("kind of change"), max_length=16, choices=ChangeClass.choices, default=ChangeClass.MATERIAL
    )
    change_summary = models.TextField(
        _("what changed, and why"), help_text=_("The first thing that people read. Two or three sentences.")
    )
    effective_on = models.DateField(_("in force from"), default=date.today)
    audience = models.ForeignKey(
        "staff.Audience",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whom it concerns"),
    )
    due_on = models.DateField(_("acknowledge by"), null=True, blank=True)
    skills = ClusterTaggableManager(through=PolicySkill, blank=True, verbose_name=_("skills"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("why"),
        FieldPanel("clauses", help_text=_("The system numbers them.")),
        MultiFieldPanel(
            [
                HelpPanel(content=_("Publishing keeps this text as a version that is never changed.")),
                FieldPanel("change_class"),
                FieldPanel("change_summary"),
                FieldPanel("effective_on"),
                FieldPanel("audience"),
                FieldPanel("due_on"),
            ],
            heading=_("This version"),
        ),
        FieldPanel("skills"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.SearchField("clauses")]
    parent_page_types = ["policies.PolicyIndexPage"]
    subpage_types: list[str] = []
    template = "policies/policy_page.html"
    page_description = _("Numbered clauses that people acknowledge.")

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")

    def frozen_text(self) -> dict[str, Any]:
        """Exactly what a reader of this language reads."""
        return {
            "title": self.title,
            "summary": self.summary,
            "why": self.why,
            "change_summary": self.change_summary,
            "clauses": frozen_clauses(self.clauses),
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from academy.policies.reading import reading_of

        context = super().get_context(request, *args, **kwargs)
        if getattr(request, "is_preview", False):
            return {**context, "text": self.frozen_text(), "text_language": self.locale.language_code}
        return {**context, **reading_of(request.user, self, get_language())}


class PolicyVersionQuerySet(FrozenQuerySet):
    def latest_of(self, work: models.Model) -> "PolicyVersion | None":
        return self.filter(work=work).order_by("-number").first()

    def latest_of_key(self, translation_key: Any) -> "PolicyVersion | None":
        return self.filter(work__translation_key=translation_key).order_by("-number").first()


class PolicyVersion(FrozenModel):
    """A policy as it was published, in all languages: its texts hold the words."""

    work = models.ForeignKey("assignments.Work", models.PROTECT, related_name="policy_versions")
    number = models.PositiveIntegerField()
    change_class = models.CharField(max_length=16, choices=ChangeClass.choices)
    change_summary = models.TextField()
    effective_on = models.DateField()
    audience = models.ForeignKey("staff.Audience", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    sha256 = models.CharField(max_length=64, help_text="Of the text in the source language.")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    is_record = True
    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "number"], name="policy_version_number")]

    def __str__(self) -> str:
        return f"{self.work} v{self.number}"


class PolicyText(FrozenModel):
    """The words of a version in one language. A later row for the same language replaces it for new readers."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="texts")
    locale = models.ForeignKey(Locale, models.PROTECT, related_name="+")
    payload = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "locale", "sha256"], name="policy_text_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.locale_id}"

    @property
    def minutes(self) -> int:
        words = " ".join(f"{clause['heading']} {strip_tags(clause['text'])}" for clause in self.payload["clauses"])
        return rules.minutes(len(words.split()))


class AcknowledgementQuerySet(FrozenQuerySet):
    def visible_to(self, user: models.Model) -> "AcknowledgementQuerySet":
        return self.filter(learner__in=type(user).objects.visible_to(user))


class Acknowledgement(FrozenModel):
    """One person has read and agreed to one version, in the language of `text`."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acknowledgements")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="acknowledgements")
    text = models.ForeignKey(PolicyText, models.PROTECT, related_name="acknowledgements")
    at = models.DateTimeField()

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "version"], name="acknowledgement_once")]

    def __str__(self) -> str:
        return f"{self.learner_id} → {self.version_id}"
