from typing import Any

from django import template
from django.core.cache import cache
from django.template.context import RequestContext

from academy.feedback.forms import CourseFeedbackForm
from academy.feedback.models import ASKED, CourseFeedback, Pulse

register = template.Library()


@register.inclusion_tag("feedback/ask.html", takes_context=True)
def ask_feedback(context: RequestContext, standing: Any) -> dict[str, Any]:
    """The two questions about a course, for whoever has completed it; else nothing, and no query.

    `standing`: courses.progress.CourseStanding.
    """
    if not (standing.enrolment and standing.enrolment.completed_at):
        return {}
    work_id = standing.outline.work_id
    said = CourseFeedback.objects.of(context["request"].user, work_id)
    return {
        "work_id": work_id,
        "said": said,
        "form": None if said else CourseFeedbackForm(),
        "csrf_token": context["csrf_token"],
    }


@register.inclusion_tag("feedback/pulse_line.html", takes_context=True)
def ask_pulse(context: RequestContext) -> dict[str, Any]:
    """A line that leads to the pulse, for whoever is asked just now. No query where the team is not asked."""
    person = context["request"].user
    asked = person.team_id in cache.get_or_set(ASKED, Pulse.objects.teams_asked, 60)
    return {"pulse": Pulse.objects.for_person(person) if asked else None}
