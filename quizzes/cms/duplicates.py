"""Questions of the bank that read the same, side by side."""

from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.cms import show
from quizzes.cms.frame import need, to_bank
from quizzes.cms.use import with_use
from quizzes.models import Question

PAGE = 25


def alike() -> QuerySet[Question]:
    """The contents that more than one question of a language has; the digest is of the language too."""
    contents = Question.objects.exclude(content_sha256="").values_list("content_sha256", flat=True)
    return contents.annotate(count=Count("pk")).filter(count__gt=1).order_by("content_sha256")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    need(request, "quizzes.view_question")
    page = Paginator(alike(), PAGE).get_page(request.GET.get("p"))
    questions = Question.objects.filter(content_sha256__in=list(page)).select_related("locale", "owner")
    found = with_use(questions).order_by("content_sha256", "pk")
    groups = [list(group) for _digest, group in groupby(found, key=lambda question: question.content_sha256)]
    context = {"page_obj": page, "groups": groups}
    return show(
        request, "quizzes/cms/duplicates.html", _("Questions that read the same"), context, to_bank(), icon="copy"
    )
