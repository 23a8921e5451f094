"""Questions in and out in the CMS: send a file, read what would become of it, decide; or take the bank along."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from quizzes.actions.importing import import_questions
from quizzes.domain.formats import FORMATS, write_file
from quizzes.exchange.exporting import items_of_bank
from quizzes.exchange.forms import DecisionForm, ExportForm, UploadForm
from quizzes.exchange.plan import Line, Verdict, plan_file
from quizzes.exchange.wording import NOTES, sentence
from quizzes.models import Question, QuestionUpload

VERDICTS = {
    Verdict.NEW: gettext_lazy("New"),
    Verdict.IN_BANK: gettext_lazy("In the bank already"),
    Verdict.TWICE: gettext_lazy("Twice in this file"),
    Verdict.REJECTED: gettext_lazy("Rejected"),
}


def address(name: str, *arguments: object) -> str:
    return reverse(Question.snippet_viewset.get_url_name(name), args=arguments)


class ExchangeView(WagtailAdminTemplateMixin, View):
    """`right`: what one needs on questions. The frame of the page is that of the question bank."""

    right = "add"
    header_icon = "help"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(f"quizzes.{self.right}_question"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        bank = {"url": address("list"), "label": _("Question bank")}
        return [*super().get_breadcrumbs_items(), bank, {"url": "", "label": self.page_title}]

    def show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))


class UploadView(ExchangeView):
    template_name = "quizzes/cms/import.html"
    page_title = gettext_lazy("Import questions")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form=form)
        file = form.cleaned_data["file"]
        upload = QuestionUpload.objects.create(
            by=request.user,
            name=file.name[:200],
            format=form.cleaned_data["format"],
            content=file.read(),
            sent_at=now(),
        )
        return redirect(address("import_report", upload.pk))


class ReportView(ExchangeView):
    """What would become of each question, and the decision. A second decision finds the file gone."""

    template_name = "quizzes/cms/import_report.html"
    page_title = gettext_lazy("Import questions")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = get_object_or_404(QuestionUpload.objects.of(request.user), pk=pk)
        plan = plan_file(upload.format, bytes(upload.content))
        return self.show(
            upload=upload,
            rows=[(line, VERDICTS[line.verdict], remarks(line)) for line in plan.lines],
            new=len(plan.new),
            rejected=len(plan.rejections),
            form=self.form(request),
            another=address("import"),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(request)
        form.full_clean()
        with transaction.atomic():
            upload = QuestionUpload.objects.of(request.user).select_for_update().filter(pk=pk).first()
            if upload is None:
                return redirect(address("list"))
            plan = plan_file(upload.format, bytes(upload.content))
            if not plan.sound:  # the bank's forms have changed since the report
                return redirect(address("import_report", pk))
            made = import_questions(
                plan,
                by=request.user,
                publish=form.cleaned_data.get("publish", False),
                make_skills=request.user.has_perm("skills.add_skill"),
            )
            upload.delete()
        words = ngettext("%(count)s question was imported.", "%(count)s questions were imported.", len(made))
        messages.success(request, words % {"count": len(made)})
        return redirect(address("list"))

    def form(self, request: HttpRequest) -> DecisionForm:
        sent = request.POST if request.method == "POST" else None
        return DecisionForm(sent, may_publish=request.user.has_perm("quizzes.publish_question"))


def remarks(line: Line) -> list[str]:
    return [*([sentence(line.problem)] if line.problem else []), *(str(NOTES[note]) for note in line.notes)]


class ExportView(ExchangeView):
    """The questions of the main language as a file; where some can not be carried, first which."""

    template_name = "quizzes/cms/export.html"
    page_title = gettext_lazy("Export questions")
    right = "view"

    def get(self, request: HttpRequest) -> HttpResponse:
        if "format" not in request.GET:
            return self.show(form=ExportForm())
        form = ExportForm(request.GET)
        if not form.is_valid():
            return self.show(form=form)
        kind, skill = FORMATS[form.cleaned_data["format"]], form.cleaned_data["skill"]
        items, broken = items_of_bank(skill)
        data, left = write_file(kind.name, items)
        left += broken
        if left and "rest" not in request.GET:
            rows = [(rejection.item, sentence(rejection.problem)) for rejection in left]
            return self.show(form=form, rows=rows, kept=len(items) + len(broken) - len(left))
        return HttpResponse(
            data,
            content_type=f"{kind.content_type}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="questions.{kind.suffix}"'},
        )
