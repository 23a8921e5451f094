"""What is taught, and how far each learner is."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, models
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from academy.access import current_stamp
from academy.blocks import CharItemBlock
from academy.frozen import FrozenModel
from academy.models import BasePage, IndexPage, TaughtPage, UnitPage
from academy.skills.models import Skill
from courses.blocks import LessonBody


class CourseIndexPage(IndexPage):
    subpage_types = ["courses.CoursePage"]
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


class CoursePage(TaughtPage):
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

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("outcomes"),
        FieldPanel("picture"),
        FieldPanel("skills"),
        TaughtPage.change_panel,
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
        return {**context, "standing": standing, "validity": standing.validity(timezone.localdate())}


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


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: models.Model) -> "EnrolmentQuerySet":
        return self.filter(learner__in=type(user).objects.visible_to(user))

    def current(self) -> "EnrolmentQuerySet":
        """Not those of courses that were taken anew since."""
        return self.filter(renewed_at=None)

    def completed(self, course: models.Model) -> "EnrolmentQuerySet":
        return self.filter(course=course).exclude(completed_at=None)

    def counted(self, units: Collection[int]) -> "EnrolmentQuerySet":
        """With `count` to filter by: how many of these units are done."""
        done = UnitProgress.objects.filter(enrolment=models.OuterRef("pk"), unit__in=units, done_at__isnull=False)
        count = done.order_by().values("enrolment").values(count=models.Count("pk"))
        return self.alias(count=Coalesce(models.Subquery(count), 0))

    def all_done(self, units: Collection[int]) -> "EnrolmentQuerySet":
        """Those not completed yet in which all these units are done."""
        return self.filter(completed_at=None).counted(units).filter(count=len(units))

    def with_done_units(self) -> "EnrolmentQuerySet":
        """Adds `done_units`: how many units of the course the learner has done."""
        return self.annotate(done_units=models.Count("units", filter=models.Q(units__done_at__isnull=False)))


class Enrolment(models.Model):
    """One learner in one course, in whatever language. Who takes it anew has a further one: `renewed_at` is none in the
    one that they are in."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    course = models.ForeignKey("assignments.Work", models.PROTECT, related_name="enrolments")
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    last_unit = models.ForeignKey("assignments.Work", models.PROTECT, null=True, related_name="+")
    last_opened_at = models.DateTimeField()
    renewed_at = models.DateTimeField(null=True, help_text="From then on the course was taken anew.")

    is_record = True
    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course"], condition=models.Q(renewed_at=None), name="enrolment_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.course_id}"


# By hand: QuerySets know no insert that takes from a query, nor one that keeps what was there before.
NOTE = """
INSERT INTO courses_unitprogress (enrolment_id, unit_id, opened_at, done_at)
SELECT id, %(unit)s, %(at)s, %(done_at)s FROM courses_enrolment
WHERE learner_id = %(learner)s AND course_id = %(course)s AND renewed_at IS NULL {lock}
ON CONFLICT (enrolment_id, unit_id) DO UPDATE SET done_at = COALESCE(courses_unitprogress.done_at, excluded.done_at)
"""


# By hand: a QuerySet takes several times as long to compose this as the database to answer it. Where a course was
# completed it asks until when that counts, and from how many days before on it is renewed.
FOR_STANDING = """
SELECT unit_id, done_at IS NOT NULL, course_id, last_unit_id, renewed_at IS NOT NULL,
    done_at IS NULL AND EXISTS (
        SELECT 1 FROM courses_reopening
        WHERE courses_reopening.enrolment_id = courses_enrolment.id AND courses_reopening.unit_id = progress.unit_id
        AND change_id IS NOT NULL
    ),
    CASE WHEN completed_at IS NOT NULL THEN (
        SELECT MAX(valid_until) FROM assignments_assignment
        WHERE learner_id = courses_enrolment.learner_id AND work_id = course_id AND state = 'done'
    ) END,
    CASE WHEN completed_at IS NOT NULL THEN (
        SELECT window_days FROM assignments_renewal WHERE work_id = course_id
    ) END,
    completed_at
FROM courses_enrolment
LEFT JOIN courses_unitprogress progress ON enrolment_id = courses_enrolment.id AND renewed_at IS NULL
WHERE learner_id = %s AND course_id IN ({places})
"""


class Progress(NamedTuple):
    """A unit that a learner has opened, with their enrolment in its course; `unit` None where there is none to tell of.

    `renewed`: an enrolment of before; the course was taken anew since. `changed`: the unit was done, and has changed.
    `valid_until`: the last day on which the course counts, and `window_days` before it it may be taken anew.
    """

    unit: int | None
    done: bool
    course: int
    last_unit: int | None
    renewed: bool
    changed: bool
    valid_until: date | None
    window_days: int | None
    completed_at: datetime | None


def _day(value: Any) -> date | None:
    """SQLite gives as text what was computed."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _aware(moment: datetime | None) -> datetime | None:
    """SQLite keeps moments in UTC without saying so."""
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


class UnitProgressQuerySet(models.QuerySet["UnitProgress"]):
    def for_standing(self, learner: models.Model, course_ids: Collection[int]) -> list["Progress"]:
        """What tells where a learner stands in courses: every page of a course asks for it."""
        if not course_ids:
            return []
        places = ", ".join(["%s"] * len(course_ids))
        with connection.cursor() as cursor:
            cursor.execute(FOR_STANDING.format(places=places), [learner.pk, *course_ids])
            return [
                Progress(*row, _day(until), window, _aware(completed_at))
                for *row, until, window, completed_at in cursor.fetchall()
            ]

    def note(self, learner: models.Model, course_id: int, unit_id: int, at: datetime, *, done: bool) -> bool:
        """Remember that a unit was opened, or done; whichever was first stays. False: there is no enrolment yet.

        Locks the enrolment: whoever does another unit of the course at this moment waits, and so one of the two
        sees that both are done.
        """
        moment = connection.ops.adapt_datetimefield_value(at)
        values = {"unit": unit_id, "at": moment, "done_at": moment if done else None}
        lock = "FOR NO KEY UPDATE" if connection.features.has_select_for_no_key_update else ""
        with connection.cursor() as cursor:
            cursor.execute(NOTE.format(lock=lock), {**values, "learner": learner.pk, "course": course_id})
            return bool(cursor.rowcount)


class UnitProgress(models.Model):
    """How far a learner is in one unit: opened, then done. Only a lost pass and a material change of the unit take that
    back: see `Reopening`."""

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


class MaterialChange(FrozenModel):
    """An editor published a unit that says something else than people learned, or a course with further units, and said
    that whoever completed the course is to do that: within so many days."""

    work = models.ForeignKey("assignments.Work", models.PROTECT, related_name="+", help_text="What has changed.")
    course = models.ForeignKey("assignments.Work", models.PROTECT, null=True, related_name="material_changes")
    days = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at: models.DateTimeField[datetime] = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.work} {self.at:%Y-%m-%d}"

    @property
    def of_course(self) -> bool:
        return self.course_id == self.work_id

    @property
    def number(self) -> int:
        """Its number among the changes of its course, or of quizzes outside every course. One query."""
        return MaterialChange.objects.filter(course=self.course_id, pk__lte=self.pk).count()


class Reopening(FrozenModel):
    """A unit that was done and is not any more, with the dates that were taken back.

    `change`: what has changed since; none: a lost pass. `unit_done_at` none: the unit came to the course later.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="reopenings")
    unit = models.ForeignKey("assignments.Work", models.PROTECT, related_name="+")
    change = models.ForeignKey(MaterialChange, models.PROTECT, null=True, related_name="reopenings")
    unit_done_at = models.DateTimeField(null=True)
    course_completed_at = models.DateTimeField(null=True)
    at: models.DateTimeField[datetime] = models.DateTimeField()

    is_record = True

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.unit_id} open again"
