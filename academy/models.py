"""What every page of the site shares. This module knows none of the apps."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from academy.signals import unit_opened


class BasePage(Page):
    """A page of the academy. Its slug is the same in every language, so an address changes only in its prefix."""

    work_kind: str | None = None  # set where records of people point at the page: see assignments.Work
    show_in_menus_default = False
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]
    promote_panels = [
        HelpPanel(content=_("The address of the page. It is the same in every language.")),
        FieldPanel("slug"),
    ]

    class Meta:
        abstract = True


class UnitPage(BasePage):
    """One step of a course: a lesson, a quiz, later a conversation."""

    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One sentence: what the learner takes from this. Shown in the outline of the course."),
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=5,
        validators=[MinValueValidator(1)],
        help_text=_("How long it takes, honestly. Shown before the learner begins."),
    )
    section = models.CharField(
        _("heading above it"),
        max_length=120,
        blank=True,
        help_text=_("Begins a new part in the outline of the course. Usually empty."),
    )

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request, "is_preview", False):
            unit_opened.send(type(self), page=self, request=request, at=now())
        return super().serve(request, *args, **kwargs)


class ContentStamp(models.Model):
    """One row whose number goes up whenever published content, its address or its privacy changes.

    What is cached of the content carries the number in its key, so that no reader meets an old
    rule, in whichever process the change was made.
    """

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class Heartbeat(models.Model):
    """When a process of the background last proved that it is alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
