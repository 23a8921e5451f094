"""The queue of written answers, and marking one of them."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quizzes.actions import marking as actions
from quizzes.marking.forms import RubricForm
from quizzes.marking.reading import agreements, desk_of, rows_of
from quizzes.models import WrittenAnswer

PAGE = 30

for_markers = permission_required("quizzes.mark_responses", raise_exception=True)


@never_cache
@require_safe
@for_markers
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this marker, the oldest first."""
    at = now()
    waiting = WrittenAnswer.objects.for_marker(request.user).for_list().oldest_first()
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": rows_of(page, request.user, at, get_language()), "at": at}
    return render(request, "quizzes/marking/queue.html", context)


@never_cache
@require_safe
@for_markers
def marked(request: HttpRequest) -> HttpResponse:
    """What was marked, the newest first; who may settle can correct it."""
    at = now()
    settled = WrittenAnswer.objects.visible_to(request.user).filter(state=WrittenAnswer.State.SETTLED)
    page = Paginator(settled.for_list().order_by("-attempt__handed_in_at", "-pk"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": rows_of(page, request.user, at, get_language()),
        "may_correct": request.user.has_perm("quizzes.settle_marks"),
    }
    return render(request, "quizzes/marking/marked.html", context)


@require_POST
@for_markers
def take_next(request: HttpRequest) -> HttpResponse:
    written = actions.claim_next(request.user, now())
    if written is None:
        messages.info(request, _("There is nothing more for you to mark."))
        return redirect("marking")
    return redirect("marking_desk", written.pk)


def may_take(request: HttpRequest, pk: int) -> WrittenAnswer:
    """An answer that this marker may mark, or correct; 404 for any other."""
    open_to = WrittenAnswer.objects.for_marker(request.user)
    if request.user.has_perm("quizzes.settle_marks"):
        settled = WrittenAnswer.objects.visible_to(request.user).filter(state=WrittenAnswer.State.SETTLED)
        open_to = open_to | settled
    return get_object_or_404(open_to.for_list(), pk=pk)


@require_POST
@for_markers
def take(request: HttpRequest, pk: int) -> HttpResponse:
    written = may_take(request, pk)
    if actions.claim(written, request.user, now()):
        return redirect("marking_desk", pk)
    messages.warning(request, _("Somebody else is marking this answer. Take another one."))
    return redirect("marking")


@require_POST
@for_markers
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    actions.give_back(may_take(request, pk), request.user)
    return redirect("marking")


@never_cache
@for_markers
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an answer with its rubric, or store what the marker gave for it."""
    written = may_take(request, pk)
    if not written.is_claimed_by(request.user, now()):
        return not_theirs(request)
    shown = desk_of(written, get_language())
    form = RubricForm(shown["rubric"], request.POST or None)
    if request.method == "POST" and form.is_valid():
        return store(request, written, form)
    if request.method != "POST":
        actions.log_view(request.user, written.attempt, now())
    return render(request, "quizzes/marking/desk.html", {**shown, "form": form})


def not_theirs(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("This answer is no longer before you. Take it again, or another one."))
    return redirect("marking")


def store(request: HttpRequest, written: WrittenAnswer, form: RubricForm) -> HttpResponse:
    if not actions.assess(written, request.user, form.points, form.cleaned_data["comment"], now()):
        return not_theirs(request)
    messages.success(request, _("The mark is stored."))
    return take_next(request) if request.POST.get("go") == "next" else redirect("marking")


@require_safe
@for_markers
def agreement(request: HttpRequest) -> HttpResponse:
    """How well two markers of the same answer agree."""
    lines = agreements(request.user, get_language())
    context = {"lines": lines, "overall": lines[-1].agreement, "at": now()}
    return render(request, "quizzes/marking/agreement.html", context)
