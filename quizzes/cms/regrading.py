"""Correcting grades in the CMS: ask with a preview, agree or refuse, see what became of it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.ui.components import Component

from academy.assignments.models import Work
from academy.cms import Way, show
from academy.staff.models import User
from academy.templatetags.academy import day, num
from quizzes import actions
from quizzes.cms.frame import need, to_bank, to_question
from quizzes.corrections import Plan, Preview, Turn, asked_in, preview_of
from quizzes.domain.regrading import Kind, Obstacle, Refusal
from quizzes.models import Question, QuestionIdentity, QuestionVersion, Regrade

SHOWN = 100
SHOWN_ON_DASHBOARD = 5
PAGE = 50
ICON = "rotate"
OBSTACLES = {
    Obstacle.OTHER_TYPE: gettext_lazy("it was a question of another type"),
    Obstacle.OPTION_GONE: gettext_lazy("it offered something that the corrected version no longer has"),
    Obstacle.NEEDS_PERSON: gettext_lazy("a person marks the corrected version"),
}
REFUSALS = {
    Refusal.OWN: gettext_lazy("You asked for this correction yourself. Somebody else has to agree to it."),
    Refusal.DECIDED_BEFORE: gettext_lazy("Somebody has decided this already."),
}


class WorkChoices(forms.ModelMultipleChoiceField):
    """Quizzes, each with how often the question was asked in it."""

    counts: Counter[int] = Counter()

    def label_from_instance(self, work: Work) -> str:
        count = self.counts[work.pk]
        return ngettext("%(title)s (%(count)s attempt)", "%(title)s (%(count)s attempts)", count) % {
            "title": work.title,
            "count": num(count),
        }


class VersionChoice(forms.ModelChoiceField):
    def label_from_instance(self, version: QuestionVersion) -> str:
        return _("Version %(number)s of %(day)s") % {
            "number": num(version.number),
            "day": day(version.created_at),
        }


class RegradeForm(forms.Form):
    works = WorkChoices(
        queryset=Work.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("In which quizzes"),
        error_messages={"required": gettext_lazy("Choose at least one quiz.")},
    )
    kind = forms.ChoiceField(
        choices=Regrade.Kind.choices,
        widget=forms.RadioSelect,
        initial=Regrade.Kind.KEY,
        label=gettext_lazy("What is to be done"),
    )
    version = VersionChoice(
        queryset=QuestionVersion.objects.none(),
        required=False,
        empty_label=None,
        label=gettext_lazy("The corrected version"),
        help_text=gettext_lazy(
            "For marking again: answers to earlier versions are marked by this one. Correct and publish the question "
            "first."
        ),
    )
    only_if_better = forms.BooleanField(
        required=False,
        label=gettext_lazy("Only where the grade gets better"),
        help_text=gettext_lazy("Nobody loses anything by a mistake that was ours."),
    )

    def __init__(self, question: QuestionIdentity, data: Any = None) -> None:
        counts = asked_in(question)
        super().__init__(data, initial={"works": list(counts), "only_if_better": True})
        self.question = question
        works: Any = self.fields["works"]
        works.counts = counts
        works.queryset = Work.objects.filter(pk__in=counts)
        versions: Any = self.fields["version"]
        versions.queryset = question.versions.order_by("-number")

    @cached_property
    def plan(self) -> Plan:
        data = self.cleaned_data
        kind = Kind(data["kind"])
        version = (data["version"] or self.question.versions.latest("number")) if kind is Kind.KEY else None
        works = sorted(work.pk for work in data["works"])
        return Plan(self.question, works, kind, version, data["only_if_better"])


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Learners read this beside their new grade."),
        error_messages={"required": gettext_lazy("Say why, in a sentence that learners understand.")},
    )


class RefusalForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Why not"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why, for whoever asked for it.")},
    )


@dataclass(frozen=True)
class Line:
    """An attempt that turns, of somebody whose records the reader may see."""

    person: User
    turn: Turn

    @property
    def before(self) -> float:
        return float(self.turn.change.before.percent)

    @property
    def after(self) -> float:
        return float(self.turn.change.after.percent)


def lines_of(turns: list[Turn], reader: User) -> list[Line]:
    people = User.objects.visible_to(reader).in_bulk({turn.attempt.learner_id for turn in turns})
    return [Line(people[turn.attempt.learner_id], turn) for turn in turns if turn.attempt.learner_id in people]


def said(preview: Preview, reader: User) -> dict[str, Any]:
    """What the template of a preview shows."""
    lines = lines_of(preview.turns, reader)
    return {
        "summary": preview.summary,
        "needs_yes": preview.needs_yes,
        "mean_difference": float(preview.summary.mean_difference or 0),
        "lines": lines[:SHOWN],
        "more": max(0, len(lines) - SHOWN),
        "hidden": len(preview.turns) - len(lines),
        "skipped": [(number, OBSTACLES[why], count) for number, why, count in preview.skipped],
    }


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what is to be corrected, see what that would change, and say why."""
    need(request, "quizzes.add_regrade")
    question = get_object_or_404(Question, pk=pk)
    identity = QuestionIdentity.objects.filter(translation_key=question.translation_key).first()
    if identity is None or not asked_in(identity):
        return page(request, "ask", _("Correct grades"), {"form": None}, to_question(question))
    data = request.POST if request.method == "POST" else request.GET
    form = RegradeForm(identity, data if "kind" in data else None)
    note = NoteForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "note": note, "question": question}
    if form.is_bound and form.is_valid():
        if request.method == "POST" and note.is_valid():
            regrade = actions.ask_regrade(form.plan, note.cleaned_data["note"], request.user, now())
            return redirect("quizzes_regrade", regrade.pk)
        context |= {"preview": said(preview_of(form.plan), request.user), "chosen": list(data.lists())}
    return page(request, "ask", _("Correct grades"), context, to_question(question))


def page(request: HttpRequest, name: str, title: str, context: dict[str, Any], way: Way) -> HttpResponse:
    return show(request, f"quizzes/cms/regrade_{name}.html", title, context, way, ICON)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All corrections: those that wait first, then the latest."""
    need(request, "quizzes.add_regrade")
    rows = Regrade.objects.for_list()
    context = {"page_obj": Paginator(rows, PAGE).get_page(request.GET.get("p"))}
    return page(request, "list", _("Corrected grades"), context, to_bank())


def find(pk: int) -> Regrade:
    return get_object_or_404(Regrade.objects.for_list().prefetch_related("events__by"), pk=pk)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One correction: what would change while it waits, what has changed afterwards."""
    need(request, "quizzes.add_regrade")
    return _detail(request, find(pk), RefusalForm())


def _detail(request: HttpRequest, regrade: Regrade, refusal: RefusalForm) -> HttpResponse:
    waits = regrade.state is None
    may_agree = request.user.has_perm("quizzes.approve_regrade") and regrade.created_by_id != request.user.pk
    may_refuse = may_agree or regrade.created_by_id == request.user.pk
    context = {
        "regrade": regrade,
        "preview": said(preview_of(Plan.of(regrade)), request.user) if waits else None,
        "changed": regrade.grades.count(),
        "may_agree": waits and may_agree,
        "may_refuse": waits and may_refuse,
        "refusal": refusal,
    }
    way = [*to_bank(), {"url": reverse("quizzes_regrades"), "label": _("Corrected grades")}]
    return page(request, "detail", _("Correction"), context, way)


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    need(request, "quizzes.approve_regrade")
    regrade = find(pk)
    try:
        actions.approve_regrade(regrade, request.user, now())
    except actions.NotDecided as refused:
        messages.error(request, REFUSALS[refused.reason])
    else:
        messages.success(request, _("You agreed. The grades are being corrected."))
    return redirect("quizzes_regrade", pk)


@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """By a manager; or by whoever asked, who thought better of it."""
    regrade = find(pk)
    if regrade.created_by_id != request.user.pk:
        need(request, "quizzes.approve_regrade")
    refusal = RefusalForm(request.POST)
    if not refusal.is_valid():
        return _detail(request, regrade, refusal)
    try:
        actions.refuse_regrade(regrade, refusal.cleaned_data["note"], request.user, now())
    except actions.NotDecided as refused:
        messages.error(request, REFUSALS[refused.reason])
    else:
        messages.success(request, _("Refused. All grades stay as they are."))
    return redirect("quizzes_regrade", pk)


class WaitingPanel(Component):
    """On the dashboard: the corrections that this person may agree to, the oldest first."""

    name = "academy_regrades"
    template_name = "wagtailadmin/home/academy_regrades.html"
    order = 80

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        if not user.has_perm("quizzes.approve_regrade"):
            return {"regrades": []}
        waiting = Regrade.objects.waiting().exclude(created_by=user).select_related("question", "created_by")
        return {"regrades": waiting.order_by("pk")[:SHOWN_ON_DASHBOARD]}
