"""Learning paths: courses in order, with what counts as having done them."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from academy.access import current_stamp
from academy.models import BasePage
from courses.domain.paths import Rule
from courses.forms import PathPageForm
from courses.models.pages import CoursePage


class LearningPathPage(BasePage):
    class Rules(models.TextChoices):
        ALL = Rule.ALL.value, _("all of them, in any order")
        IN_ORDER = Rule.IN_ORDER.value, _("all of them, one after the other")
        AT_LEAST = Rule.AT_LEAST.value, _("at least so many of them")

    work_kind = "path"

    summary = models.TextField(_("summary"), help_text=_("One or two sentences for the catalogue."))
    picture = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    rule = models.CharField(_("what has to be done"), max_length=12, choices=Rules.choices, default=Rules.ALL)
    at_least = models.PositiveSmallIntegerField(
        _("at least"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("How many, where it is so many of them."),
    )

    base_form_class = PathPageForm
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("picture"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("rule"), FieldPanel("at_least")])], heading=_("When the path is completed")
        ),
        InlinePanel("steps", heading=_("Courses in order"), label=_("Course"), min_num=1),
        InlinePanel(
            "needs",
            heading=_("Before this path"),
            label=_("Course or learning path"),
            help_text=_("Nobody begins the courses of this path by it who has not completed these."),
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("summary")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("rule", overridable=False),
        SynchronizedField("at_least", overridable=False),
        SynchronizedField("steps", overridable=False),
        SynchronizedField("needs", overridable=False),
    ]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types: list[str] = []
    template = "courses/path_page.html"
    page_description = _("Courses that belong together, for a new role or the first weeks.")

    class Meta:
        verbose_name = _("learning path")
        verbose_name_plural = _("learning paths")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.paths import gates_on, path_standing_of

        context = super().get_context(request, *args, **kwargs)
        path = path_standing_of(request.user, self.translation_key, get_language(), current_stamp(request))
        return {**context, "path": path, "gates": gates_on(path.outline)}


class PathStep(Orderable):
    page = ParentalKey(LearningPathPage, on_delete=models.CASCADE, related_name="steps")
    course = models.ForeignKey(CoursePage, models.CASCADE, related_name="+", verbose_name=_("course"))
    optional = models.BooleanField(_("may be left out"), default=False)

    panels = [FieldPanel("course"), FieldPanel("optional")]

    def __str__(self) -> str:
        return str(self.course)


class PathNeed(Orderable):
    """A course or another path that comes before a path."""

    page = ParentalKey(LearningPathPage, on_delete=models.CASCADE, related_name="needs")
    needed = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("course or learning path"))

    panels = [PageChooserPanel("needed", ["courses.CoursePage", "courses.LearningPathPage"])]

    def __str__(self) -> str:
        return str(self.needed)
