"""The identities of what people learn, pass or acknowledge."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.content import frozen_cache


class WorkQuerySet(models.QuerySet["Work"]):
    def of(self, page: models.Model) -> "Work":
        """The identity behind a page, in whatever language the page is. Made when it is first asked for."""
        work, _created = self.get_or_create(
            kind=page.work_kind, translation_key=page.translation_key, defaults={"title": page.title}
        )
        return work

    def kept(self, pk: int, stamp: int) -> "Work":
        """The row with this id, kept in the process until something is published: its title may be new then."""
        return frozen_cache.keep(f"work:{pk}:{stamp}", lambda: self.get(pk=pk))

    def kept_of(self, page: models.Model, stamp: int) -> "Work | None":
        """The identity behind a page likewise; None before it was first published."""
        rows = self.filter(kind=page.work_kind, translation_key=page.translation_key)
        return frozen_cache.keep(f"work-of:{page.work_kind}:{page.translation_key}:{stamp}", rows.first)

    def with_records(self) -> "WorkQuerySet":
        """Work that somebody was asked to do, has begun or has done: models that say `is_record` point at it."""
        recorded = models.Q()
        for relation in self.model._meta.related_objects:
            if getattr(relation.related_model, "is_record", False):
                rows = relation.related_model.objects.filter(**{relation.field.name: models.OuterRef("pk")})
                recorded |= models.Q(models.Exists(rows))
        return self.filter(recorded)

    def courses(self) -> "WorkQuerySet":
        return self.filter(kind=Work.Kind.COURSE)

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
        PATH = "path", _("learning path")

    UNITS = (Kind.LESSON, Kind.QUIZ)
    ASSIGNABLE = (Kind.COURSE, Kind.PATH, Kind.QUIZ, Kind.POLICY)
    TAUGHT = (Kind.COURSE, Kind.PATH, Kind.QUIZ)  # a policy is asked for by publishing it

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    translation_key = models.UUIDField()
    title = models.CharField(_("title"), max_length=255, help_text="As last published in the source language.")
    certified = models.BooleanField(default=False, help_text="A certificate is issued for it, by rule.")

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "title"]
        verbose_name = _("work")
        verbose_name_plural = _("work")
        constraints = [models.UniqueConstraint(fields=["translation_key", "kind"], name="work_identity")]

    def __str__(self) -> str:
        return self.title
