"""Who may open our pages about questions in the CMS, and the way to them."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from academy.cms import Way
from quizzes.models import Question


def need(request: HttpRequest, right: str) -> None:
    if not request.user.has_perm(right):
        raise PermissionDenied


def to_bank() -> Way:
    return [{"url": reverse(Question.snippet_viewset.get_url_name("list")), "label": _("Question bank")}]


def to_question(question: Question) -> Way:
    edit = reverse(Question.snippet_viewset.get_url_name("edit"), args=[question.pk])
    return [*to_bank(), {"url": edit, "label": str(question)}]
