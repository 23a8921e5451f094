from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.translation import get_language
from wagtail.models import Page

from academy.access import current_stamp
from courses.progress import place_in_course

register = template.Library()


@register.simple_tag(takes_context=True)
def course_place(context: RequestContext, page: Page) -> dict[str, Any]:
    """Where a unit stands in its course for its reader: `outline`, `done` (numbers), `step`, `before`, `after`.

    Empty for a page that belongs to no course yet, as in the preview of a new one.
    """
    request = context["request"]
    if not hasattr(request, "course_standing"):
        request.course_standing = place_in_course(
            request.user, page.translation_key, get_language(), current_stamp(request)
        )
    standing = request.course_standing
    step = standing.step(page.translation_key) if standing else None
    if standing is None or step is None:
        return {}
    return {
        "outline": standing.outline,
        "done": standing.done_units,
        "step": step,
        "before": standing.before(step),
        "after": standing.after(step),
    }
