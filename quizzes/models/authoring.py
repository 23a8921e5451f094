"""What editors write: questions in a bank. For the quizzes that ask them see `quiz`."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from academy.access import SOURCE_LANGUAGE
from academy.frozen import digest
from academy.skills.fields import ClauseReferencesField
from academy.skills.models import Citation, Skill
from quizzes.blocks import AnswerBlock
from quizzes.domain.likeness import content_of
from quizzes.domain.questions import Question as QuestionSpec
from quizzes.models.pictures import hash_of


def may_enter_cms() -> models.Q:
    """Those among whom an owner is chosen."""
    enter = {"permissions__codename": "access_admin"}
    return models.Q(groups__in=Group.objects.filter(**enter)) | models.Q(is_superuser=True)


class QuestionSkill(ItemBase):
    tag = models.ForeignKey(Skill, models.PROTECT, related_name="questions")
    content_object = ParentalKey("quizzes.Question", on_delete=models.CASCADE, related_name="skill_items")


class QuestionQuerySet(models.QuerySet["Question"]):
    def to_draw(self, skill: Skill) -> "QuestionQuerySet":
        """The published questions of a skill, in the source language, but for those that wait for a check."""
        resting = Citation.objects.waiting().values("key")
        ours = self.filter(live=True, locale__language_code=SOURCE_LANGUAGE).exclude(translation_key__in=resting)
        return ours.filter(skill_items__tag=skill).order_by("pk")


class Question(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    index.Indexed,
    ClusterableModel,
):
    """A question in the bank, in one language. Publishing it freezes a version: see `actions.freeze_question`."""

    stem = models.TextField(
        _("question"),
        help_text=_("What the learner reads first. A situation works better than a definition."),
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Stands below the question, where it has to be seen to answer it."),
    )
    picture_alt = models.TextField(
        _("what the picture shows"),
        blank=True,
        help_text=_(
            "Read aloud to who cannot see it: everything that one needs to answer, without giving the answer away."
        ),
    )
    answer = StreamField(AnswerBlock(), verbose_name=_("answers"))
    feedback = models.TextField(
        _("what to take from it"),
        blank=True,
        help_text=_("Shown with the result, whatever was answered."),
    )
    skills = ClusterTaggableManager(through=QuestionSkill, blank=True, verbose_name=_("skills"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        limit_choices_to=may_enter_cms,
        help_text=_("Who keeps it right. Left empty: whoever writes it."),
    )
    rests_on = ClauseReferencesField(
        _("rests on these clauses"),
        default=list,
        blank=True,
        help_text=_(
            "When one of them changes, the question rests until somebody has checked it: it is not drawn from the bank."
        ),
    )
    # Kept by `save`: what the bank is sorted by, and what is equal for questions that read the same.
    type = models.CharField(max_length=20, default="", editable=False, db_index=True)
    content_sha256 = models.CharField(max_length=64, default="", editable=False, db_index=True)

    objects = QuestionQuerySet.as_manager()

    panels = [
        FieldPanel("stem"),
        FieldPanel("picture"),
        FieldPanel("picture_alt"),
        FieldPanel("answer"),
        FieldPanel("feedback"),
        FieldPanel("skills"),
        FieldPanel("rests_on"),
        FieldPanel("owner"),
    ]
    search_fields = [
        index.SearchField("stem"),
        index.AutocompleteField("stem"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
        index.RelatedFields("skill_items", [index.FilterField("tag_id")]),
    ]
    translatable_fields = [
        TranslatableField("stem"),
        SynchronizedField("picture", overridable=False),
        TranslatableField("picture_alt"),
        TranslatableField("answer"),
        TranslatableField("feedback"),
        SynchronizedField("rests_on", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.stem if len(self.stem) <= 120 else f"{self.stem[:117]}…"

    def clean(self) -> None:
        super().clean()
        if self.picture_id and not self.picture_alt.strip():
            raise ValidationError({"picture_alt": _("Say what the picture shows, for who cannot see it.")})

    def save(self, *args: Any, **options: Any) -> None:
        self.type = self.answer[0].block_type if self.answer else ""
        self.content_sha256 = self._content_sha256()
        super().save(*args, **options)

    def _content_sha256(self) -> str:
        """ "" while the form is too empty to be worded."""
        try:
            return digest([self.locale_id, content_of(self.wording())])
        except (IndexError, KeyError, TypeError, ValueError):
            return ""

    @property
    def type_label(self) -> str:
        return str(self.answer[0].block.label) if self.answer else ""

    @property
    def skill_names(self) -> str:
        return " · ".join(sorted(item.tag.name for item in self.skill_items.all()))

    def spec(self) -> QuestionSpec:
        """What the question asks. Only for a complete question: see `problem`."""
        return self.answer[0].block.question(self.answer[0].value)

    def wording(self) -> dict[str, Any]:
        return {
            "language": self.locale.language_code if self.locale_id else SOURCE_LANGUAGE,
            "stem": self.stem,
            "feedback": self.feedback,
            **self._picture_wording(),
            **self.answer[0].block.wording(self.answer[0].value),
        }

    def _picture_wording(self) -> dict[str, Any]:
        """Nothing where there is no picture: a version from before there were pictures keeps its digest."""
        if self.picture is None:
            return {}
        return {"picture": {"image": self.picture_id, "file": hash_of(self.picture), "alt": self.picture_alt}}

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "quizzes/question_preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        from quizzes.presentation import preview_of

        return {**super().get_preview_context(request, mode_name), "face": preview_of(self)}
