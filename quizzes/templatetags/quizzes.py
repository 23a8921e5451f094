from typing import Any

from django import template
from django.template.context import RequestContext
from wagtail.models import Page

from academy.access import current_stamp
from quizzes.standing import standing_of

register = template.Library()


@register.simple_tag(takes_context=True)
def quiz_standing(context: RequestContext, page: Page) -> dict[str, Any]:
    """What the page of a quiz says of the reader's tries. See `quizzes.standing`."""
    return standing_of(context["request"].user, page, current_stamp(context["request"]))
