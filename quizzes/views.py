"""A learner tries a quiz."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from academy.access import address_of
from academy.assignments.models import Work
from quizzes import actions
from quizzes.domain.attempts import Refusal
from quizzes.models import Attempt
from quizzes.presentation import face_of, faces_of, read_form, texts_for
from quizzes.results import result_of

REFUSALS = {
    Refusal.NOT_PUBLISHED: _("This quiz is not open yet. Ask its editor, or come back later."),
    Refusal.NO_TRIES_LEFT: _(
        "You have used all your tries. Your manager can see this; talk to them about another one."
    ),
    Refusal.ALREADY_HANDED_IN: _(
        "This attempt has been handed in, perhaps in another window. What you answered until then counts."
    ),
}


def refused(request: HttpRequest, reason: Refusal, back_to: Any) -> HttpResponse:
    return render(
        request,
        "quizzes/refused.html",
        {"reason": REFUSALS[reason], "back_to": back_to, "title": _("Quiz")},
        status=409,
    )


@require_POST
def start(request: HttpRequest, work_id: int) -> HttpResponse:
    work = get_object_or_404(Work.objects.quizzes(), pk=work_id)
    try:
        attempt = actions.start_attempt(request.user, work, now())
    except actions.Refused as refusal:
        return refused(request, refusal.reason, address_of(work, get_language()))
    return redirect("attempt", attempt.pk)


def get_attempt(request: HttpRequest, pk: int) -> Attempt:
    attempt = get_object_or_404(Attempt.objects.of(request.user).for_request(), pk=pk)
    attempt.learner = request.user
    request.content_stamp = attempt.content_stamp or 0
    return attempt


@require_safe
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the learner left: the first question without an answer, or the review of all."""
    attempt = get_attempt(request, pk)
    if attempt.state != Attempt.State.OPEN:
        return redirect("attempt_result", pk)
    answers = actions.answers_of(attempt)
    for position in range(len(attempt.layout)):
        if not answers.get(position):
            return redirect("attempt_question", pk, position + 1)
    return redirect("attempt_review", pk)


@never_cache
def question(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a question, or save its answer and go on."""
    attempt = get_attempt(request, pk)
    if attempt.state != Attempt.State.OPEN:
        return answered_too_late(request, attempt)
    if not 1 <= number <= len(attempt.layout):
        return redirect("attempt", pk)
    if request.method == "POST":
        return save(request, attempt, number)
    dealt = attempt.dealt[number - 1]
    text = texts_for([dealt.version], get_language())[dealt.version]
    answers = actions.answers_of(attempt)
    context = {
        "attempt": attempt,
        "number": number,
        "count": len(attempt.layout),
        "answered": sum(bool(answer) for answer in answers.values()),
        "face": face_of(dealt, text, answers.get(number - 1, {})),
        "title": attempt.work.title,
    }
    return render(request, "quizzes/attempt_question.html", context)


def answered_too_late(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    if wants_json(request):
        reason = REFUSALS[Refusal.ALREADY_HANDED_IN]
        return JsonResponse({"saved": False, "reason": str(reason)}, status=409)
    if request.method == "POST":
        return refused(request, Refusal.ALREADY_HANDED_IN, address_of(attempt.work, get_language()))
    return redirect("attempt_result", attempt.pk)


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("accept", "")


def save(request: HttpRequest, attempt: Attempt, number: int) -> HttpResponse:
    dealt = attempt.dealt[number - 1]
    text = texts_for([dealt.version], get_language())[dealt.version]
    answer = read_form(text.version.spec(), dealt.order, request.POST)
    try:
        actions.save_response(attempt, number - 1, answer, text, now())
    except actions.Refused:
        return answered_too_late(request, attempt)
    if wants_json(request):
        return JsonResponse({"saved": True})
    match request.POST.get("go"):
        case "back":
            return redirect("attempt_question", attempt.pk, max(1, number - 1))
        case "review":
            return redirect("attempt_review", attempt.pk)
    if number == len(attempt.layout):
        return redirect("attempt_review", attempt.pk)
    return redirect("attempt_question", attempt.pk, number + 1)


@never_cache
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """All answers once more, before they are handed in."""
    attempt = get_attempt(request, pk)
    if attempt.state != Attempt.State.OPEN:
        return redirect("attempt_result", pk)
    faces = faces_of(attempt, actions.answers_of(attempt), get_language())
    context = {
        "attempt": attempt,
        "faces": faces,
        "count": len(faces),
        "open_count": sum(not face.answered for face in faces),
        "title": attempt.work.title,
    }
    return render(request, "quizzes/attempt_review.html", context)


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    attempt = get_attempt(request, pk)
    actions.submit_attempt(attempt, now())
    return redirect("attempt_result", pk)


@never_cache
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    attempt = get_attempt(request, pk)
    if attempt.state == Attempt.State.OPEN:
        return redirect("attempt", pk)
    context = result_of(attempt, get_language())
    back_to = address_of(attempt.work, get_language())
    return render(request, "quizzes/attempt_result.html", {**context, "back_to": back_to, "title": attempt.work.title})
