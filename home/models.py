from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import SynchronizedField

from academy.access import current_stamp
from academy.models import BasePage


class HomePage(BasePage):
    """The front page: "My work" of whoever is signed in."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CourseIndexPage", "policies.PolicyIndexPage", "quizzes.QuizIndexPage"]
    max_count_per_parent = None
    template = "home/home_page.html"
    page_description = _("The front page of a language.")
    # The front pages of the languages are siblings: each finds a slug of its own.
    override_translatable_fields = [SynchronizedField("slug", overridable=True)]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.my_work import my_work

        return {
            **super().get_context(request, *args, **kwargs),
            **my_work(request.user, get_language(), now(), current_stamp(request)),
        }


class CalendarFeed(models.Model):
    """The address at which somebody's calendar finds what is due. A new number makes it another address."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="feed")
    number = models.PositiveIntegerField(default=1)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.person_id}/{self.number}"
