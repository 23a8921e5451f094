"""The quizzes that editors compose out of the question bank."""

from dataclasses import fields
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from academy.models import UnitPage
from academy.skills.models import Skill
from quizzes.blocks.bands import BandBlock
from quizzes.domain import settings as rules
from quizzes.domain.disclosure import Show, When
from quizzes.forms import QuizPageForm
from quizzes.models.authoring import Question


class QuizPage(UnitPage):
    """A quiz: a unit of a course. Publishing it freezes a revision: see `actions.freeze_quiz`."""

    class DoneWhen(models.TextChoices):
        PASSED = rules.DoneWhen.PASSED.value, _("when the learner has passed")
        HANDED_IN = rules.DoneWhen.HANDED_IN.value, _("when the learner has handed it in")

    class Navigation(models.TextChoices):
        FREE = rules.Navigation.FREE.value, _("freely, back and forth")
        FORWARD_ONLY = rules.Navigation.FORWARD_ONLY.value, _("only forward: a page that was left stays as it is")

    class GradingMethod(models.TextChoices):
        HIGHEST = rules.GradingMethod.HIGHEST.value, _("the highest grade")
        LATEST = rules.GradingMethod.LATEST.value, _("the grade of the latest try")
        FIRST = rules.GradingMethod.FIRST.value, _("the grade of the first try")
        AVERAGE = rules.GradingMethod.AVERAGE.value, _("the average of all tries")

    class ShowResult(models.TextChoices):
        ANSWERS = Show.ANSWERS.value, _("grade, reasons and the right answers")
        FEEDBACK = Show.FEEDBACK.value, _("grade and the reasons for what the learner chose")
        GRADE = Show.GRADE.value, _("only the grade")

    class ShowWhen(models.TextChoices):
        DURING = When.DURING.value, _("during the quiz: each answer can be checked, and then stays as it is")
        AT_ONCE = When.AT_ONCE.value, _("at once after handing in")
        AFTER_LAST_TRY = When.AFTER_LAST_TRY.value, _("once passed, or when no try is left")
        AFTER_CLOSE = When.AFTER_CLOSE.value, _("after the quiz has closed")

    work_kind = "quiz"

    intro = models.TextField(_("introduction"), blank=True, help_text=_("One or two sentences before the start."))
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark"), default=70, validators=[MaxValueValidator(100)], help_text=_("Percent.")
    )
    tries = models.PositiveSmallIntegerField(
        _("tries"), default=3, help_text=_("How often a learner may try. 0 means: as often as they like.")
    )
    cooling_down = models.PositiveSmallIntegerField(
        _("hours between tries"),
        default=0,
        help_text=_("How long a learner waits after handing in before they may try again. 0 means: not at all."),
    )
    grading_method = models.CharField(
        _("of several tries counts"), max_length=8, choices=GradingMethod.choices, default=GradingMethod.HIGHEST
    )
    time_limit = models.PositiveSmallIntegerField(
        _("time limit"),
        default=0,
        help_text=_(
            "Minutes. 0 means: no clock. Who needs more time gets it by their record; "
            "what is saved when the time is up is graded."
        ),
    )
    opens_at = models.DateTimeField(
        _("opens"), null=True, blank=True, help_text=_("Empty: as soon as it is published.")
    )
    closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("Empty: never. Tries that are open then are handed in.")
    )
    shuffle_questions = models.BooleanField(_("questions in random order"), default=True)
    shuffle_options = models.BooleanField(_("options in random order"), default=True)
    per_page = models.PositiveSmallIntegerField(
        _("questions on a page"), default=1, help_text=_("0 means: all on one page.")
    )
    navigation = models.CharField(
        _("the learner goes through the pages"), max_length=12, choices=Navigation.choices, default=Navigation.FREE
    )
    ask_confidence = models.BooleanField(
        _("ask how sure the learner is"),
        default=False,
        help_text=_("With each answer: sure, fairly sure or a guess. The result says how that fits; the grade stays."),
    )
    show_result = models.CharField(
        _("what the learner sees after handing in"),
        max_length=12,
        choices=ShowResult.choices,
        default=ShowResult.ANSWERS,
    )
    show_when = models.CharField(
        _("when the right answers show"), max_length=16, choices=ShowWhen.choices, default=ShowWhen.AFTER_LAST_TRY
    )
    anonymous_marking = models.BooleanField(
        _("markers do not see whose answer it is"), default=True, help_text=_("For questions with free text.")
    )
    second_marker_percent = models.PositiveSmallIntegerField(
        _("marked by two people"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "Percent of the written answers, chosen by chance. The second marker does not see the first mark, and "
            "must be somebody else who leads these learners."
        ),
    )
    marks_apart = models.PositiveSmallIntegerField(
        _("two marks may lie apart"),
        default=25,
        validators=[MaxValueValidator(100)],
        help_text=_("Percent of the full mark. Up to that their mean counts; beyond it a third person decides."),
    )
    done_when = models.CharField(_("counts as done"), max_length=12, choices=DoneWhen.choices, default=DoneWhen.PASSED)
    bands = StreamField(
        [("band", BandBlock())],
        blank=True,
        verbose_name=_("words to the grade"),
        help_text=_("What is said to a grade: each holds from its percentage up to the next one."),
    )

    base_form_class = QuizPageForm
    content_panels = [
        *UnitPage.content_panels,
        FieldPanel("intro"),
        InlinePanel("quiz_questions", heading=_("Questions that everybody gets"), label=_("Question")),
        InlinePanel(
            "draws",
            heading=_("Questions drawn by chance"),
            label=_("Draw"),
            help_text=_("From the published questions of a skill. Who tries again gets those that they have not seen."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("pass_mark"),
                FieldPanel("tries"),
                FieldPanel("cooling_down"),
                FieldPanel("grading_method"),
            ],
            heading=_("Trying"),
        ),
        MultiFieldPanel(
            [FieldPanel("time_limit"), FieldPanel("opens_at"), FieldPanel("closes_at")],
            heading=_("Time"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("per_page"),
                FieldPanel("navigation"),
                FieldPanel("shuffle_questions"),
                FieldPanel("shuffle_options"),
                FieldPanel("ask_confidence"),
            ],
            heading=_("Pages and order"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldPanel("show_result"), FieldPanel("show_when"), FieldPanel("done_when"), FieldPanel("bands")],
            heading=_("Result"),
        ),
        MultiFieldPanel(
            [FieldPanel("anonymous_marking"), FieldPanel("second_marker_percent"), FieldPanel("marks_apart")],
            heading=_("Marking of free text"),
            classname="collapsed",
        ),
        HelpPanel(content=_("Who has begun a try finishes it by the settings that were in force when they began.")),
        MultiFieldPanel(
            [FieldPanel("summary"), FieldPanel("minutes"), FieldPanel("section")],
            heading=_("In the outline of the course"),
        ),
        UnitPage.change_panel,
    ]
    search_fields = [*UnitPage.search_fields, index.SearchField("intro")]
    override_translatable_fields = [
        *UnitPage.override_translatable_fields,
        SynchronizedField("quiz_questions", overridable=False),
        SynchronizedField("draws", overridable=False),
    ]

    parent_page_types = ["courses.CoursePage", "quizzes.QuizIndexPage"]
    subpage_types: list[str] = []
    template = "quizzes/quiz_page.html"
    head_template = "quizzes/quiz_head.html"
    page_description = _("Tests what was learned. Its questions come from the question bank.")

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    @property
    def lead(self) -> str:
        return self.intro

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from quizzes.presentation import preview_of

        context = super().get_context(request, *args, **kwargs)
        if not getattr(request, "is_preview", False):
            return context
        faces = [preview_of(item.question, number) for number, item in enumerate(self.quiz_questions.all(), 1)]
        return {**context, "faces": [face for face in faces if face]}

    def settings(self) -> rules.QuizSettings:
        """What a revision freezes beside the questions."""
        own = {field.name: getattr(self, field.name) for field in fields(rules.QuizSettings)}
        bands = tuple(rules.Band(band.id, band.value["least"], band.value["text"]) for band in self.bands)
        read = {name: kind(own[name]) for name, kind in ENUMS.items()}
        return rules.QuizSettings(**{**own, **read, "bands": bands})


ENUMS = {
    "show_result": Show,
    "show_when": When,
    "done_when": rules.DoneWhen,
    "grading_method": rules.GradingMethod,
    "navigation": rules.Navigation,
}


class QuizQuestion(Orderable):
    page = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="quiz_questions")
    question = models.ForeignKey(Question, models.PROTECT, related_name="uses", verbose_name=_("question"))
    points = models.PositiveSmallIntegerField(_("points"), default=1, validators=[MinValueValidator(1)])

    panels = [FieldPanel("question"), FieldPanel("points")]

    def __str__(self) -> str:
        return str(self.question)


class QuizDraw(Orderable):
    """So many questions of a skill, by chance: each learner may get others."""

    page = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="draws")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="draws", verbose_name=_("skill"))
    count = models.PositiveSmallIntegerField(_("how many questions"), default=1, validators=[MinValueValidator(1)])
    points = models.PositiveSmallIntegerField(
        _("points"), default=1, validators=[MinValueValidator(1)], help_text=_("For each of them.")
    )

    panels = [FieldPanel("skill"), FieldPanel("count"), FieldPanel("points")]

    def __str__(self) -> str:
        return f"{self.count} × {self.skill}"
