"""What editors write: questions in a bank, and quizzes that ask some of them."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from academy.models import UnitPage
from academy.skills.models import Skill
from quizzes.blocks import AnswerBlock
from quizzes.domain.disclosure import Show, When
from quizzes.domain.spec import Question as QuestionSpec


class QuestionSkill(ItemBase):
    tag = models.ForeignKey(Skill, models.PROTECT, related_name="questions")
    content_object = ParentalKey("quizzes.Question", on_delete=models.CASCADE, related_name="skill_items")


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
    answer = StreamField(AnswerBlock(), verbose_name=_("answers"))
    feedback = models.TextField(
        _("what to take from it"),
        blank=True,
        help_text=_("Shown with the result, whatever was answered."),
    )
    skills = ClusterTaggableManager(through=QuestionSkill, blank=True, verbose_name=_("skills"))

    panels = [
        FieldPanel("stem"),
        FieldPanel("answer"),
        FieldPanel("feedback"),
        FieldPanel("skills"),
    ]
    search_fields = [
        index.SearchField("stem"),
        index.AutocompleteField("stem"),
        index.FilterField("locale_id"),
        index.FilterField("live"),
    ]
    translatable_fields = [
        TranslatableField("stem"),
        TranslatableField("answer"),
        TranslatableField("feedback"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.stem if len(self.stem) <= 120 else f"{self.stem[:117]}…"

    @property
    def type_label(self) -> str:
        return str(self.answer[0].block.label) if self.answer else ""

    def spec(self) -> QuestionSpec:
        """What the question asks. Only for a complete question: see `problem`."""
        return self.answer[0].block.question(self.answer[0].value)

    def wording(self) -> dict[str, Any]:
        return {
            "stem": self.stem,
            "feedback": self.feedback,
            **self.answer[0].block.wording(self.answer[0].value),
        }

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "quizzes/question_preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        from quizzes.presentation import preview_of

        return {**super().get_preview_context(request, mode_name), "face": preview_of(self)}


class QuizPage(UnitPage):
    """A quiz: a unit of a course. Publishing it freezes a revision: see `actions.freeze_quiz`."""

    class DoneWhen(models.TextChoices):
        PASSED = "passed", _("when the learner has passed")
        HANDED_IN = "handed_in", _("when the learner has handed it in")

    class ShowResult(models.TextChoices):
        ANSWERS = Show.ANSWERS.value, _("grade, reasons and the right answers")
        FEEDBACK = Show.FEEDBACK.value, _("grade and the reasons for what the learner chose")
        GRADE = Show.GRADE.value, _("only the grade")

    class ShowWhen(models.TextChoices):
        AFTER_LAST_TRY = When.AFTER_LAST_TRY.value, _("once passed, or when no try is left")
        AT_ONCE = When.AT_ONCE.value, _("at once after handing in")

    work_kind = "quiz"

    intro = models.TextField(_("introduction"), blank=True, help_text=_("One or two sentences before the start."))
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark"), default=70, validators=[MaxValueValidator(100)], help_text=_("Percent.")
    )
    tries = models.PositiveSmallIntegerField(
        _("tries"), default=3, help_text=_("How often a learner may try. 0 means: as often as they like.")
    )
    shuffle_questions = models.BooleanField(_("questions in random order"), default=True)
    shuffle_options = models.BooleanField(_("options in random order"), default=True)
    show_result = models.CharField(
        _("what the learner sees after handing in"),
        max_length=12,
        choices=ShowResult.choices,
        default=ShowResult.ANSWERS,
    )
    show_when = models.CharField(
        _("when the right answers show"), max_length=16, choices=ShowWhen.choices, default=ShowWhen.AFTER_LAST_TRY
    )
    done_when = models.CharField(_("counts as done"), max_length=12, choices=DoneWhen.choices, default=DoneWhen.PASSED)

    content_panels = [
        *UnitPage.content_panels,
        FieldPanel("intro"),
        InlinePanel("quiz_questions", heading=_("Questions"), label=_("Question"), min_num=1),
        MultiFieldPanel(
            [
                FieldPanel("pass_mark"),
                FieldPanel("tries"),
                FieldPanel("shuffle_questions"),
                FieldPanel("shuffle_options"),
            ],
            heading=_("Trying"),
        ),
        MultiFieldPanel(
            [FieldPanel("show_result"), FieldPanel("show_when"), FieldPanel("done_when")], heading=_("Result")
        ),
        MultiFieldPanel(
            [FieldPanel("summary"), FieldPanel("minutes"), FieldPanel("section")],
            heading=_("In the outline of the course"),
        ),
    ]
    search_fields = [*UnitPage.search_fields, index.SearchField("intro")]
    override_translatable_fields = [
        *UnitPage.override_translatable_fields,
        SynchronizedField("quiz_questions", overridable=False),
    ]

    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    template = "quizzes/quiz_page.html"
    page_description = _("Tests what was learned. Its questions come from the question bank.")

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from quizzes.presentation import preview_of

        context = super().get_context(request, *args, **kwargs)
        if not getattr(request, "is_preview", False):
            return context
        faces = [preview_of(item.question) for item in self.quiz_questions.all()]
        return {**context, "faces": [face for face in faces if face]}

    def settings(self) -> dict[str, Any]:
        """What a revision freezes beside the questions."""
        names = (
            "pass_mark",
            "tries",
            "shuffle_questions",
            "shuffle_options",
            "show_result",
            "show_when",
            "done_when",
        )
        return {name: getattr(self, name) for name in names}


class QuizQuestion(Orderable):
    page = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="quiz_questions")
    question = models.ForeignKey(Question, models.PROTECT, related_name="uses", verbose_name=_("question"))
    points = models.PositiveSmallIntegerField(_("points"), default=1, validators=[MinValueValidator(1)])

    panels = [FieldPanel("question"), FieldPanel("points")]

    def __str__(self) -> str:
        return str(self.question)
