"""Requests for courses: who asks, and the answer of whoever leads them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.access import places_of
from academy.reports.compliance.standing import may_see
from courses.actions import decide_request
from courses.models import CourseRequest

PER_PAGE = 30


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Your answer"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The person reads it. A no needs a reason."),
    )

    def __init__(self, data: Any, *, granted: bool) -> None:
        super().__init__(data)
        self.granted = granted

    def clean_answer(self) -> str:
        answer: str = self.cleaned_data["answer"]
        if not self.granted and not answer:
            raise forms.ValidationError(_("Say why not, so that the person knows what to do instead."))
        return answer


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    if not may_see(request.user):
        raise Http404
    waiting = CourseRequest.objects.answerable_to(request.user).waiting().select_related("learner__team", "course")
    page = Paginator(waiting.order_by("at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    places = places_of([row.course.translation_key for row in page], get_language())
    rows = [(row, places.get(row.course.translation_key)) for row in page]
    return render(request, "reports/requests/list.html", {"page_of_requests": page, "rows": rows})


def answer_request(request: HttpRequest, pk: int) -> HttpResponse:
    mine = CourseRequest.objects.answerable_to(request.user).select_related("learner", "course", "decided_by")
    asked = get_object_or_404(mine, pk=pk)
    granted = request.POST.get("go") == "grant"
    form = AnswerForm(request.POST or None, granted=granted)
    if request.method == "POST" and form.is_valid():
        if decide_request(asked, request.user, now(), granted=granted, answer=form.cleaned_data["answer"]):
            messages.success(request, _("Your answer is on its way to the person."))
        else:
            messages.info(request, _("Somebody has answered in the meantime. Their answer holds."))
        return redirect("course_requests")
    key = asked.course.translation_key
    place = places_of([key], get_language()).get(key)
    return render(request, "reports/requests/request.html", {"asked": asked, "place": place, "form": form})
