"""What people are asked: about a course that they completed, and how they are."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from academy.access import address_of
from academy.assignments.models import Work
from academy.feedback import actions
from academy.feedback.forms import CourseFeedbackForm, PulseForm
from academy.feedback.models import CourseFeedback, Pulse
from courses.models import Enrolment


def course_feedback(request: HttpRequest, work_id: int) -> HttpResponse:
    """Of a course that the reader has completed; what they said before is there to be changed."""
    course = get_object_or_404(Work.objects.filter(kind=Work.Kind.COURSE), pk=work_id)
    place = address_of(course, get_language())
    if place is None or not Enrolment.objects.completed(course).filter(learner=request.user).exists():
        raise Http404
    said = CourseFeedback.objects.of(request.user, work_id)
    initial = {"useful": said.useful, "change": said.change} if said else None
    form = CourseFeedbackForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.give_feedback(request.user, work_id, at=now(), **form.cleaned_data)
        messages.success(request, _("Thank you. You can change it whenever you like."))
        return redirect(place.url)
    return render(request, "feedback/course.html", {"form": form, "place": place, "work_id": work_id})


def pulse(request: HttpRequest) -> HttpResponse:
    """Where the reader is asked how they are; where they are not, it says so."""
    asking = Pulse.objects.for_person(request.user)
    form = PulseForm(request.POST if request.method == "POST" and asking else None)
    if asking and request.method == "POST" and form.is_valid():
        if actions.answer_pulse(asking, request.user, form.cleaned_data):
            messages.success(request, _("Thank you. Your answer is counted, and nobody can see that it is yours."))
        return redirect("pulse")
    return render(request, "feedback/pulse.html", {"pulse": asking, "form": form})
