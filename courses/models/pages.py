"""What is taught: courses and their lessons."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from academy.access import current_stamp
from academy.blocks import CharItemBlock
from academy.models import BasePage, IndexPage, TaughtPage, UnitPage
from academy.skills.models import Skill
from courses.blocks import LessonBody
from courses.forms import CoursePageForm


class CourseIndexPage(IndexPage):
    subpage_types = ["courses.CoursePage", "courses.LearningPathPage"]
    template = "courses/course_index_page.html"
    page_description = _("The catalogue: all courses and learning paths.")

    class Meta:
        verbose_name = _("course index")
        verbose_name_plural = _("course indexes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.paths import paths_for
        from courses.progress import catalogue

        context = super().get_context(request, *args, **kwargs)
        language, stamp = get_language(), current_stamp(request)
        return {
            **context,
            "courses": catalogue(request.user, language, stamp),
            "paths": paths_for(request.user, language, stamp),
        }


class CourseSkill(ItemBase):
    tag = models.ForeignKey(Skill, models.PROTECT, related_name="courses")
    content_object = ParentalKey("courses.CoursePage", on_delete=models.CASCADE, related_name="skill_items")


class CoursePage(TaughtPage):
    class Enrolling(models.TextChoices):
        OPEN = "open", _("everybody who wants to")
        ON_REQUEST = "on_request", _("whoever was asked to, or asked for it and was granted it")

    work_kind = "course"

    summary = models.TextField(_("summary"), help_text=_("One or two sentences for the catalogue."))
    outcomes = StreamField(
        [("outcome", CharItemBlock(label=_("After this course you can …"), icon="tick"))],
        verbose_name=_("what a learner can do afterwards"),
        blank=True,
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Decorates the course; it is not read aloud."),
    )
    skills = ClusterTaggableManager(through=CourseSkill, blank=True, verbose_name=_("skills"))
    enrolment = models.CharField(
        _("who may take it"),
        max_length=12,
        choices=Enrolling.choices,
        default=Enrolling.OPEN,
        help_text=_("A request goes to whoever leads the person."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("outcomes"),
        FieldPanel("picture"),
        FieldPanel("skills"),
        FieldPanel("enrolment"),
        InlinePanel(
            "needs",
            heading=_("Courses before this one"),
            label=_("Course"),
            help_text=_("Nobody begins this course who has not completed them."),
        ),
        TaughtPage.change_panel,
    ]
    override_translatable_fields = [
        *TaughtPage.override_translatable_fields,
        SynchronizedField("enrolment", overridable=False),
        SynchronizedField("needs", overridable=False),
    ]
    base_form_class = CoursePageForm
    search_fields = [*BasePage.search_fields, index.SearchField("summary")]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.LessonPage", "quizzes.QuizPage"]
    template = "courses/course_page.html"
    page_description = _("A course: lessons and quizzes in order.")

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.entry import closed_to
        from courses.progress import standing_of

        context = super().get_context(request, *args, **kwargs)
        standing = standing_of(request.user, self.translation_key, get_language(), current_stamp(request))
        return {
            **context,
            "standing": standing,
            "validity": standing.validity(timezone.localdate()),
            "closed": closed_to(request.user, standing),
        }


class CourseNeed(Orderable):
    """A course that comes before another."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="needs")
    needed = models.ForeignKey(CoursePage, models.CASCADE, related_name="+", verbose_name=_("course"))

    panels = [FieldPanel("needed")]

    def __str__(self) -> str:
        return str(self.needed)


class LessonSkill(ItemBase):
    tag = models.ForeignKey(Skill, models.PROTECT, related_name="lessons")
    content_object = ParentalKey("courses.LessonPage", on_delete=models.CASCADE, related_name="skill_items")


class LessonPage(UnitPage):
    class DoneWhen(models.TextChoices):
        FINISHED = "finished", _("when the learner says so at its end")
        OPENED = "opened", _("as soon as it was opened")

    work_kind = "lesson"

    body = StreamField(LessonBody(), verbose_name=_("lesson"))
    done_when = models.CharField(
        _("counts as done"), max_length=12, choices=DoneWhen.choices, default=DoneWhen.FINISHED
    )
    skills = ClusterTaggableManager(through=LessonSkill, blank=True, verbose_name=_("skills"))

    content_panels = [
        *UnitPage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("summary"), FieldPanel("minutes"), FieldPanel("section"), FieldPanel("done_when")],
            heading=_("In the outline of the course"),
        ),
        FieldPanel("skills"),
        UnitPage.change_panel,
    ]
    search_fields = [*UnitPage.search_fields, index.SearchField("body")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    template = "courses/lesson_page.html"
    head_template = "courses/lesson_head.html"
    page_description = _("A page or two to read and try out.")

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
