"""How a quiz does, for whoever writes, assigns or administers it."""

from functools import partial

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import get_current_timezone_name, now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from academy.access import address_of, current_stamp
from academy.assignments.models import Work
from academy.navigation import direction_of
from academy.staff.models import User
from quizzes.addresses import get_quiz
from quizzes.models import Attempt, QuizRevision, QuizStatistics
from quizzes.statistics.keeping import OfRevision, kept, revisions_tried
from quizzes.statistics.showing import shown

Which = QuizStatistics.Which
PER_PAGE = 50


def check_right(request: HttpRequest) -> None:
    """Raises Http404 for whoever has no right to the statistics of quizzes."""
    if not User.objects.holds(request.user.pk, "quizzes", "view_statistics"):
        raise Http404


@require_safe
def statistics(request: HttpRequest, work_id: int) -> HttpResponse:
    """The figures are of everybody: they name nobody. The attempts behind them: see `attempts`."""
    check_right(request)
    asked_for = request.GET.get("attempts")
    which = Which(asked_for) if asked_for in Which.values else Which.HIGHEST
    work = get_quiz(work_id, current_stamp(request))
    row = kept(work, which, now())
    revision = _revision(work, request.GET.get("revision", ""))
    figures = OfRevision(revision, which, now()) if revision else row
    language = get_language()
    context = {
        "work": work,
        "statistics": figures,
        "kept_at": row.computed_at,
        "revision": revision.number if revision else None,
        "which": which,
        "choices": Which.choices,
        # Both only where the page is not in the cache. What it holds of the content: the title and address of the
        # quiz, and the wording of its questions.
        "about": SimpleLazyObject(lambda: address_of(work, language)),
        "shown": SimpleLazyObject(partial(_shown, figures, work, revision, language)),
        "revisions": SimpleLazyObject(partial(revisions_tried, work)),
        "content": current_stamp(request),
        "zone": get_current_timezone_name(),
        "title": work.title,
    }
    return render(request, "quizzes/statistics/statistics.html", context)


def _revision(work: Work, number: str) -> QuizRevision | None:
    """The revision that the address names; None, for all of them, where it names none."""
    if not (number.isascii() and number.isdecimal() and len(number) < 9):
        return None
    return QuizRevision.objects.filter(work=work, number=int(number)).first()


def _shown(
    figures: QuizStatistics | OfRevision, work: Work, revision: QuizRevision | None, language: str
) -> dict[str, object]:
    revision = revision or QuizRevision.objects.latest_of(work)
    pass_mark = revision.terms.pass_mark if revision else None
    return shown(figures.payload, language, pass_mark, rtl=direction_of(language) == "rtl")


@require_safe
def attempts(request: HttpRequest, work_id: int) -> HttpResponse:
    """The attempts behind the figures, of the people whose records the reader may see."""
    check_right(request)
    work = get_quiz(work_id, current_stamp(request))
    rows = Attempt.objects.visible_to(request.user).filter(work=work).exclude(grades=None)
    page = Paginator(rows.with_grade().select_related("learner").order_by("-handed_in_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "work": work,
        "about": address_of(work, get_language()),
        "rows": page,
        "at": now(),
        "title": work.title,
    }
    return render(request, "quizzes/statistics/attempts.html", context)
