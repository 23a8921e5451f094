"""What each person has to do, and by when: one table, one list, whatever it comes from."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkQuerySet(models.QuerySet["Work"]):
    def of(self, page: models.Model) -> "Work":
        """The identity behind a page, in whatever language the page is. Made when it is first asked for."""
        work, _created = self.get_or_create(
            kind=page.work_kind, translation_key=page.translation_key, defaults={"title": page.title}
        )
        return work

    def with_records(self) -> "WorkQuerySet":
        """Work that somebody was asked to do, has begun or has done: models that say `is_record` point at it."""
        recorded = models.Q()
        for relation in self.model._meta.related_objects:
            if getattr(relation.related_model, "is_record", False):
                rows = relation.related_model.objects.filter(**{relation.field.name: models.OuterRef("pk")})
                recorded |= models.Q(models.Exists(rows))
        return self.filter(recorded)

    def quizzes(self) -> "WorkQuerySet":
        return self.filter(kind=Work.Kind.QUIZ)

    def lessons(self) -> "WorkQuerySet":
        return self.filter(kind=Work.Kind.LESSON)

    def units(self) -> "WorkQuerySet":
        return self.filter(kind__in=Work.UNITS)


class Work(models.Model):
    """The identity of something that people learn, pass or acknowledge: the same row in every language.

    Records of people point here and never at pages, so that a page may be moved, translated or
    unpublished while what people did stays.
    """

    class Kind(models.TextChoices):
        COURSE = "course", _("course")
        LESSON = "lesson", _("lesson")
        QUIZ = "quiz", _("quiz")
        POLICY = "policy", _("policy")

    UNITS = (Kind.LESSON, Kind.QUIZ)
    ASSIGNABLE = (Kind.COURSE, Kind.QUIZ, Kind.POLICY)

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    translation_key = models.UUIDField()
    title = models.CharField(_("title"), max_length=255, help_text="As last published in the source language.")

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "title"]
        verbose_name = _("work")
        verbose_name_plural = _("work")
        constraints = [models.UniqueConstraint(fields=["translation_key", "kind"], name="work_identity")]

    def __str__(self) -> str:
        return self.title


class AssignmentRule(models.Model):
    """Who is asked to do a piece of work, and by when. The people are found anew whenever the rule is applied."""

    work = models.ForeignKey(
        Work,
        models.PROTECT,
        related_name="rules",
        verbose_name=_("what"),
        limit_choices_to={"kind__in": [Work.Kind.COURSE, Work.Kind.QUIZ]},
    )
    cycle = models.PositiveIntegerField(default=1, editable=False)
    audience = models.ForeignKey("staff.Audience", models.PROTECT, verbose_name=_("for whom"))
    due_on = models.DateField(_("due on"), null=True, blank=True, help_text=_("A day for everybody."))
    due_days = models.PositiveSmallIntegerField(
        _("days"),
        null=True,
        blank=True,
        help_text=_("So many days after the person was asked; never before the day for everybody."),
    )
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("assignment rule")
        verbose_name_plural = _("assignment rules")

    def __str__(self) -> str:
        return f"{self.work} → {self.audience}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: models.Model) -> "AssignmentQuerySet":
        people = type(user).objects.visible_to(user)
        return self.filter(learner__in=people)

    def open(self) -> "AssignmentQuerySet":
        return self.filter(state=Assignment.State.OPEN)

    def overdue(self, at: datetime) -> "AssignmentQuerySet":
        return self.open().filter(due_at__lt=at)

    def for_list(self) -> "AssignmentQuerySet":
        """All that a list of work shows, in the order in which it is due."""
        return self.select_related("work").order_by(models.F("due_at").asc(nulls_last=True), "pk")


class Assignment(models.Model):
    """One thing that one person has to do, with its reason and dates."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        SUPERSEDED = "superseded", _("replaced by a newer version")
        CLOSED = "closed", _("no longer asked for")

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    work = models.ForeignKey(Work, models.PROTECT, related_name="assignments")
    cycle = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    assigned_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    is_record = True
    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "work", "cycle"], name="assignment_once")]
        indexes = [
            models.Index(fields=["learner", "state", "due_at"], name="assignment_list"),
            models.Index(fields=["work", "cycle", "state"], name="assignment_work"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.work_id}/{self.cycle} {self.state}"


class AssignmentSource(models.Model):
    """Why: one row for each rule that asks for the assignment."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="sources")
    rule = models.ForeignKey(AssignmentRule, models.PROTECT, related_name="sources")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "rule"], name="assignment_source_once")]

    def __str__(self) -> str:
        return f"{self.assignment_id} ← {self.rule_id}"


class AssignmentEvent(models.Model):
    """What happened to an assignment, with the person's team and role as they were. Rows are only added."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("assigned")
        DONE = "done", _("done")
        SUPERSEDED = "superseded", _("superseded")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    team_id = models.BigIntegerField(null=True)
    job_role_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "kind"], name="assignment_event_once")]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.kind}"
