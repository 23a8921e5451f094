"""What is taught, and how far each learner is."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from academy.access import current_stamp
from academy.models import BasePage, UnitPage
from academy.skills.models import Skill
from courses.blocks import LessonBody


class CourseIndexPage(BasePage):
    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.CoursePage"]
    max_count_per_parent = 1
    template = "courses/course_index_page.html"
    page_description = _("The catalogue: all courses.")

    class Meta:
        verbose_name = _("course index")
        verbose_name_plural = _("course indexes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.progress import catalogue

        context = super().get_context(request, *args, **kwargs)
        return {**context, "courses": catalogue(request.user, get_language())}


class CourseSkill(ItemBase):
    tag = models.ForeignKey(Skill, models.PROTECT, related_name="courses")
    content_object = ParentalKey("courses.CoursePage", on_delete=models.CASCADE, related_name="skill_items")


class CoursePage(BasePage):
    work_kind = "course"

    summary = models.TextField(_("summary"), help_text=_("One or two sentences for the catalogue."))
    outcomes = StreamField(
        [("outcome", blocks.CharBlock(label=_("After this course you can …"), icon="tick"))],
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

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("outcomes"),
        FieldPanel("picture"),
        FieldPanel("skills"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("summary")]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.LessonPage", "quizzes.QuizPage"]
    template = "courses/course_page.html"
    page_description = _("A course: lessons and quizzes in order.")

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.progress import standing_of

        context = super().get_context(request, *args, **kwargs)
        standing = standing_of(request.user, self.translation_key, get_language(), current_stamp(request))
        return {**context, "standing": standing}


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
    ]
    search_fields = [*UnitPage.search_fields, index.SearchField("body")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    template = "courses/lesson_page.html"
    page_description = _("A page or two to read and try out.")

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: models.Model) -> "EnrolmentQuerySet":
        return self.filter(learner__in=type(user).objects.visible_to(user))

    def completed(self, course: models.Model) -> "EnrolmentQuerySet":
        return self.filter(course=course).exclude(completed_at=None)

    def with_done_units(self) -> "EnrolmentQuerySet":
        """Adds `done_units`: how many units of the course the learner has done."""
        return self.annotate(done_units=models.Count("units", filter=models.Q(units__done_at__isnull=False)))


class Enrolment(models.Model):
    """One learner in one course, in whatever language."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    course = models.ForeignKey("assignments.Work", models.PROTECT, related_name="enrolments")
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    last_unit = models.ForeignKey("assignments.Work", models.PROTECT, null=True, related_name="+")
    last_opened_at = models.DateTimeField()

    is_record = True
    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "course"], name="enrolment_once")]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.course_id}"


class UnitProgressQuerySet(models.QuerySet["UnitProgress"]):
    def for_standing(self, learner: models.Model, course_ids: Iterable[int]) -> "UnitProgressQuerySet":
        """What tells where a learner stands in courses, as named tuples: every page of a course asks for it."""
        return self.filter(enrolment__learner=learner, enrolment__course__in=course_ids).values_list(
            "unit_id",
            "done_at",
            "enrolment__course_id",
            "enrolment__last_unit_id",
            "enrolment__completed_at",
            named=True,
        )


class UnitProgress(models.Model):
    """How far a learner is in one unit: opened, then done. Neither is ever taken back."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="units")
    unit = models.ForeignKey("assignments.Work", models.PROTECT, related_name="progress")
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    is_record = True
    objects = UnitProgressQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "unit"], name="unit_progress_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.unit_id}"
