from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from academy.access import current_stamp
from academy.assignments.models import Work
from courses import actions
from courses.progress import place_in_course


@require_POST
def finish_lesson(request: HttpRequest, work_id: int) -> HttpResponse:
    """The learner is through a lesson: note it, and go on to the next unit."""
    lesson = get_object_or_404(Work.objects.lessons(), pk=work_id)
    standing = place_in_course(request.user, lesson.translation_key, get_language(), current_stamp(request))
    step = standing.step(lesson.translation_key) if standing else None
    if standing is None or step is None or standing.outline.place is None:
        raise Http404
    actions.record_progress(request.user, standing, step.unit, now(), done=True)
    after = standing.after(step)
    return redirect(after.unit.url if after else standing.outline.place.url)
