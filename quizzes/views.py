"""A learner tries a quiz."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from academy.access import Place, current_stamp, kept_address_of
from academy.assignments.models import Work
from quizzes import actions
from quizzes.addresses import get_quiz
from quizzes.clock import clock_of, seconds_left
from quizzes.domain.attempts import Denial, Refusal
from quizzes.models import Attempt, Grade
from quizzes.pages import given_on, page_of
from quizzes.presentation import faces_of
from quizzes.refusals import words_of
from quizzes.results import result_of, waiting_of


def refused(request: HttpRequest, denial: Denial, back_to: Any) -> HttpResponse:
    return render(
        request,
        "quizzes/refused.html",
        {"reason": words_of(denial), "back_to": back_to, "title": _("Quiz")},
        status=409,
    )


def quiz_place(request: HttpRequest, work: Work) -> Place | None:
    return kept_address_of(work, get_language(), current_stamp(request))


@require_POST
def start(request: HttpRequest, work_id: int) -> HttpResponse:
    stamp = current_stamp(request)
    work = get_quiz(work_id, stamp)
    try:
        attempt = actions.start_attempt(request.user, work, now(), stamp)
    except actions.Refused as refusal:
        return refused(request, refusal.denial, quiz_place(request, work))
    return redirect("attempt", attempt.pk) if attempt.sequence else redirect("attempt_page", attempt.pk, attempt.page)


def get_attempt(request: HttpRequest, pk: int) -> Attempt:
    """The learner's own attempt; one whose time is up has been handed in by then."""
    attempt = Attempt.objects.for_step(request.user, pk)
    if attempt and attempt.is_overdue(now()):
        actions.close_if_overdue(request.user, pk, now())
        attempt = Attempt.objects.for_step(request.user, pk)
    if attempt is None:
        raise Http404
    request.content_stamp = attempt.content_stamp
    return attempt


@require_safe
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the learner left: the page of the first question without an answer, or the review of all."""
    attempt = get_attempt(request, pk)
    if attempt.state != Attempt.State.OPEN:
        return redirect("attempt_result", pk)
    if attempt.goes_only_forward:
        return redirect("attempt_page", pk, attempt.page)
    answers = actions.answers_of(attempt)
    for position in range(len(attempt.layout)):
        if not answers.get(position):
            return redirect("attempt_page", pk, attempt.pages.holding(position))
    return redirect("attempt_review", pk)


@never_cache
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a page of questions, or save its answers and go on."""
    attempt = get_attempt(request, pk)
    if attempt.state != Attempt.State.OPEN:
        return refused_save(request, attempt, Refusal.TIME_UP if attempt.ran_out else Refusal.ALREADY_HANDED_IN)
    if not 1 <= number <= attempt.pages.last:
        return redirect("attempt", pk)
    if request.method == "POST":
        return save(request, attempt, number)
    if attempt.goes_only_forward and number != attempt.page:
        return redirect("attempt_page", pk, attempt.page)
    context = {**page_of(attempt, number, get_language()), "clock": clock_of(attempt, now())}
    return render(request, "quizzes/attempt_page.html", context)


def save(request: HttpRequest, attempt: Attempt, number: int) -> HttpResponse:
    given = given_on(attempt, number, request.POST, get_language())
    if wants_json(request) and not given:
        return JsonResponse({"saved": False}, status=400)
    then = min(number + 1, attempt.pages.last) if request.POST.get("go") == "next" else number
    try:
        saved = actions.save_answers(attempt, given, now(), page=number, then=then)
    except actions.Refused as refusal:
        return refused_save(request, attempt, refusal.reason)
    if saved.untouched:
        return refused_change(request, attempt, number)
    if wants_json(request):
        return JsonResponse({"saved": True, "sequence": saved.sequence, "left": seconds_left(attempt, now())})
    return go_on(request, attempt, number)


def go_on(request: HttpRequest, attempt: Attempt, number: int) -> HttpResponse:
    """Where a page leads by the button that was pressed."""
    if check := whole_number(request.POST.get("check", "")):
        return redirect(f"{reverse('attempt_page', args=[attempt.pk, number])}#q{check}")
    match request.POST.get("go"):
        case "hand_in":
            return submit(request, attempt.pk)
        case "back":
            return redirect("attempt_page", attempt.pk, max(1, number - 1))
        case "next" if number < attempt.pages.last:
            return redirect("attempt_page", attempt.pk, number + 1)
    return redirect("attempt_review", attempt.pk)


def whole_number(sent: str) -> int | None:
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 5 else None


def refused_save(request: HttpRequest, attempt: Attempt, reason: Refusal) -> HttpResponse:
    if wants_json(request):
        over = {"result": reverse("attempt_result", args=[attempt.pk])} if reason is Refusal.TIME_UP else {}
        return JsonResponse({"saved": False, "reason": str(words_of(Denial(reason))), **over}, status=409)
    if request.method == "POST" and reason is not Refusal.TIME_UP:
        return refused(request, Denial(reason), quiz_place(request, attempt.work))
    return redirect("attempt_result", attempt.pk)


def refused_change(request: HttpRequest, attempt: Attempt, number: int) -> HttpResponse:
    """Everything else was saved, but an answer that the learner has had checked stays as it was."""
    if wants_json(request):
        return refused_save(request, attempt, Refusal.ANSWER_CHECKED)
    messages.warning(request, words_of(Denial(Refusal.ANSWER_CHECKED)))
    return redirect("attempt_page", attempt.pk, number)


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("accept", "")


@never_cache
@require_safe
def clock(request: HttpRequest, pk: int) -> HttpResponse:
    """How many seconds an attempt still has: somebody may have been given more time while it runs."""
    return JsonResponse({"left": seconds_left(get_attempt(request, pk), now())})


@never_cache
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """All answers once more, before they are handed in."""
    attempt = get_attempt(request, pk)
    if attempt.state != Attempt.State.OPEN:
        return redirect("attempt_result", pk)
    if attempt.goes_only_forward and attempt.page < attempt.pages.last:
        return redirect("attempt_page", pk, attempt.page)
    faces = faces_of(attempt, actions.answers_of(attempt), get_language())
    context = {
        "attempt": attempt,
        "clock": clock_of(attempt, now()),
        "rows": [{"face": face, "page": page_to(attempt, position)} for position, face in enumerate(faces)],
        "count": len(faces),
        "open_count": sum(not face.answered for face in faces),
        "title": attempt.work.title,
    }
    return render(request, "quizzes/attempt_review.html", context)


def page_to(attempt: Attempt, position: int) -> int | None:
    """The page that the review links to; None where nobody goes back."""
    return None if attempt.goes_only_forward else attempt.pages.holding(position)


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.submit_attempt(request.user, pk, now())
    except Attempt.DoesNotExist:
        raise Http404 from None
    return redirect("attempt_result", pk)


@never_cache
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    attempt = get_attempt(request, pk)
    if attempt.state == Attempt.State.OPEN:
        return redirect("attempt", pk)
    back_to = quiz_place(request, attempt.work)
    frame = {"back_to": back_to, "title": attempt.work.title}
    grade = Grade.objects.latest_of(attempt)
    if grade is None:
        context = waiting_of(attempt, get_language())
        return render(request, "quizzes/attempt_waiting.html", {**context, **frame})
    context = result_of(attempt, grade, get_language(), now())
    return render(request, "quizzes/attempt_result.html", {**context, **frame})


@require_safe
def corrected(request: HttpRequest, regrade: int, work: int) -> HttpResponse:
    """From a notice to the learner's latest attempt that a correction has changed."""
    mine = Attempt.objects.of(request.user).filter(work=work, grades__regrade=regrade)
    attempt = mine.order_by("number").last()
    if attempt is None:
        raise Http404
    return redirect("attempt_result", attempt.pk)
