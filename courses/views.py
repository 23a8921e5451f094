from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from academy.access import address_of, current_stamp
from academy.assignments.models import Work
from courses import actions
from courses.entry import closed_to
from courses.progress import place_in_course, standing_of

LONGEST = 1000


@require_POST
def renew_course(request: HttpRequest, work_id: int) -> HttpResponse:
    """The learner takes a course anew by themselves, before what they did counts no longer."""
    course = get_object_or_404(Work.objects.courses(), pk=work_id)
    place = address_of(course, get_language())
    if place is None:
        raise Http404
    if not actions.start_renewal(request.user, course, now()):
        messages.info(request, _("There is nothing to renew now: it is too early, or you have begun already."))
    return redirect(place.url)


@require_POST
def finish_lesson(request: HttpRequest, work_id: int) -> HttpResponse:
    """The learner is through a lesson: note it, and go on to the next unit."""
    lesson = get_object_or_404(Work.objects.lessons(), pk=work_id)
    standing = place_in_course(request.user, lesson.translation_key, get_language(), current_stamp(request))
    step = standing.step(lesson.translation_key) if standing else None
    if standing is None or step is None or standing.outline.place is None:
        raise Http404
    if closed_to(request.user, standing):  # which its page explains
        return redirect(standing.outline.place.url)
    actions.record_progress(request.user, standing, step.unit, now(), done=True)
    after = standing.after(step)
    return redirect(after.unit.url if after else standing.outline.place.url)


@require_POST
def request_course(request: HttpRequest, work_id: int) -> HttpResponse:
    """The learner asks to take a course that is not open to everybody."""
    course = get_object_or_404(Work.objects.courses(), pk=work_id)
    standing = standing_of(request.user, course.translation_key, get_language(), current_stamp(request))
    if standing.outline.place is None:
        raise Http404
    closed = closed_to(request.user, standing)
    if closed and closed.on_request:
        actions.request_course(request.user, course, request.POST.get("text", "").strip()[:LONGEST], now())
        messages.success(request, _("You have asked. You get a notice as soon as there is an answer."))
    return redirect(standing.outline.place.url)
