"""Questions among the things that rest on clauses: see `academy.skills.citing`."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import ngettext

from academy.access import SOURCE_LANGUAGE
from academy.skills.citing import Kind, Thing
from academy.templatetags.academy import num
from quizzes.models import Question

KIND = "question"


def counted(count: int) -> str:
    return ngettext("%(count)s question", "%(count)s questions", count) % {"count": num(count)}


def find(keys: Collection[UUID]) -> dict[UUID, Thing]:
    """One query."""
    ours = Question.objects.filter(translation_key__in=keys, locale__language_code=SOURCE_LANGUAGE)
    edit = Question.snippet_viewset.get_url_name("edit")
    return {
        question.translation_key: Thing(
            str(question), reverse(edit, args=[question.pk]), question.owner_id, str(question.owner or "")
        )
        for question in ours.select_related("owner")
    }


questions = Kind(counted, find)
