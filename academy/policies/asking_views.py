"""Asking and objecting at clauses, and answering."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.policies import actions
from academy.policies.asking import answerable_policies, clause_in, with_clauses
from academy.policies.models import ClauseQuestion
from academy.policies.reading_forms import AnswerForm, AskForm
from academy.policies.views import get_text, policy_address

PAGE = 20


def ask(request: HttpRequest, text_id: int, clause_id: str) -> HttpResponse:
    """Ask or object at a clause, with what one asked there before."""
    text, page = get_text(request, text_id)
    clause = clause_in(text, clause_id)
    if clause is None:
        raise Http404
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(request.user, text.version, clause_id, **form.cleaned_data, at=now())
        except actions.TooMany:
            form.add_error(None, _("You have asked a lot today. Please wait for the answers, or go on tomorrow."))
        else:
            messages.success(request, _("That is on its way. You are told as soon as it is answered."))
            return redirect("policy_ask", text_id, clause_id)
    mine = ClauseQuestion.objects.asked_by(request.user).about(text.version.work).filter(clause_id=clause_id)
    context = {
        "form": form,
        "frozen": text,
        "clause": clause,
        "text_language": text.locale.language_code,
        "owner": page.policy_owner,
        "asked": with_clauses(mine.for_list(), get_language()),
        "policy_url": f"{policy_address(text.version, page)}#clause-{clause['number']}",
    }
    return render(request, "policies/ask.html", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the reader asked, with the answers."""
    questions = ClauseQuestion.objects.asked_by(request.user).for_list()
    page = Paginator(questions, PAGE).get_page(request.GET.get("page"))
    return render(request, "policies/my_questions.html", {"page": page, "asked": with_clauses(page, get_language())})


@require_safe
def to_answer(request: HttpRequest) -> HttpResponse:
    """What was asked about the policies that the reader answers for: what waits comes first."""
    policies = answerable_policies(request.user)
    if not policies.exists():
        raise Http404
    questions = ClauseQuestion.objects.at_clauses_of(policies.values("translation_key"))
    page = Paginator(questions.for_list(), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "asked": with_clauses(page, get_language()),
        "waiting": questions.unanswered().count(),
    }
    return render(request, "policies/questions.html", context)


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    keys = answerable_policies(request.user).values("translation_key")
    question = get_object_or_404(ClauseQuestion.objects.at_clauses_of(keys).for_list(), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if actions.answer(question, form.cleaned_data["answer"], request.user, now()):
            messages.success(request, _("That is answered. Whoever asked is told."))
        else:
            messages.warning(request, _("Somebody has answered this already. Your answer was not kept."))
        return redirect("policy_question", pk)
    (asked,) = with_clauses([question], get_language())
    return render(request, "policies/answer.html", {"asked": asked, "form": form})
