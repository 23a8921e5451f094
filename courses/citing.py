"""Lessons among the things that rest on clauses: see `academy.skills.citing`."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import ngettext

from academy.access import SOURCE_LANGUAGE
from academy.skills.citing import Kind, Thing
from academy.templatetags.academy import num
from courses.models import LessonPage

KIND = "lesson"
CLAUSE = "policy_clause"


def counted(count: int) -> str:
    return ngettext("%(count)s lesson", "%(count)s lessons", count) % {"count": num(count)}


def find(keys: Collection[UUID]) -> dict[UUID, Thing]:
    """One query. A lesson is kept by whoever made its page."""
    ours = LessonPage.objects.filter(translation_key__in=keys, locale__language_code=SOURCE_LANGUAGE)
    return {
        page.translation_key: Thing(
            page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]), page.owner_id, str(page.owner or "")
        )
        for page in ours.defer_streamfields().select_related("owner")
    }


def references_in(page: LessonPage) -> list[str]:
    """The clauses that a lesson shows."""
    return [block.value["clause"] for block in page.body if block.block_type == CLAUSE]


lessons = Kind(counted, find)
