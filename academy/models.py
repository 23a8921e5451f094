"""What every page of the site shares. This module knows none of the apps."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
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


class IndexPage(BasePage):
    """The page above all pages of one kind, below the front page."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    max_count_per_parent = 1

    class Meta:
        abstract = True


class TaughtPage(BasePage):
    """What people complete. Whoever publishes it may have it done again: see `courses.actions.changing`."""

    changed_materially = models.BooleanField(
        _("whoever completed the course does this again"),
        default=False,
        help_text=_(
            "Tick it when what people learned here no longer holds, or when units were added that everybody needs. "
            "They do only that, and are told. It acts once, when this is published in English; then the tick is gone."
        ),
    )
    redo_days = models.PositiveSmallIntegerField(
        _("within days"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("So many days from the day on which it is published."),
    )

    change_panel = MultiFieldPanel(
        [FieldPanel("changed_materially"), FieldPanel("redo_days")], heading=_("A material change")
    )
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("changed_materially", overridable=False),
        SynchronizedField("redo_days", overridable=False),
    ]

    class Meta:
        abstract = True


class UnitPage(TaughtPage):
    """One step of a course: a lesson, a quiz, later a conversation."""

    head_template: str  # the letter that begins it: see templates/courses/unit_page.html

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

    @property
    def lead(self) -> str:
        """What stands under its title when it is open."""
        return self.summary

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request, "is_preview", False):
            for _receiver, answer in unit_opened.send(type(self), page=self, request=request, at=now()):
                if answer is not None:
                    return answer
        return super().serve(request, *args, **kwargs)


class ContentStampQuerySet(models.QuerySet["ContentStamp"]):
    def as_column(self) -> models.Subquery:
        """The present number, to be had along with other things by one query."""
        return models.Subquery(self.values("number")[:1])


class ContentStamp(models.Model):
    """One row whose number goes up whenever published content, its address or its privacy changes.

    What is cached of the content carries the number in its key, so that no reader meets an old
    rule, in whichever process the change was made.
    """

    number = models.PositiveBigIntegerField(default=0)

    objects = ContentStampQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.number)


class Heartbeat(models.Model):
    """When a process of the background last proved that it is alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
