"""A reader at a policy: its versions, and agreeing or declining."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.timezone import get_default_timezone, now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from academy.access import check_privacy, localized_url
from academy.assignments.models import Work
from academy.policies import actions, pages
from academy.policies.asking import clause_in
from academy.policies.attachments import open_kept
from academy.policies.comprehension import given_in
from academy.policies.domain.acknowledging import Refusal
from academy.policies.models import Decline, PolicyAttachment, PolicyPage, PolicyText, PolicyVersion
from academy.policies.reading import text_in
from academy.policies.reading_forms import AcknowledgeForForm, DeclineForm
from academy.staff.models import User

REFUSALS = {
    Refusal.REPLACED: gettext_lazy(
        "A newer version was published while you were reading. Nothing was recorded; please read the new one."
    ),
    Refusal.WITHDRAWN: gettext_lazy("This policy was withdrawn. Nothing was recorded, and nothing is asked of you."),
    Refusal.ACKNOWLEDGED_ALREADY: gettext_lazy("You have acknowledged this version already."),
}


def get_text(request: HttpRequest, text_id: int) -> tuple[PolicyText, PolicyPage]:
    """A published text with the page of its policy, if that may be read."""
    text = get_object_or_404(PolicyText.objects.select_related("version__work", "locale"), pk=text_id)
    return text, pages.find_policy(request, text.version.work.translation_key)


def get_policy(request: HttpRequest, work_id: int) -> tuple[Work, PolicyPage]:
    work = get_object_or_404(Work, pk=work_id, kind=Work.Kind.POLICY)
    return work, pages.find_policy(request, work.translation_key)


def address_of(version: PolicyVersion, page: PolicyPage, at: datetime) -> str:
    """Where a version is read: at the address of the policy once it is in force, before that at its own."""
    if page.live and version.effective_on <= at.astimezone(get_default_timezone()).date():
        return localized_url(page, get_language())
    return reverse("policy_version", args=[version.work_id, version.number])


@require_safe
def version(request: HttpRequest, work_id: int, number: int) -> HttpResponse:
    _work, page = get_policy(request, work_id)
    context = pages.version_page_of(request.user, page, number, get_language(), now(), request.GET)
    return render(request, "policies/policy_page.html", {"page": page, **context})


@require_safe
def history(request: HttpRequest, work_id: int) -> HttpResponse:
    _work, page = get_policy(request, work_id)
    return render(request, "policies/history.html", pages.history_of(request.user, page, get_language(), now()))


@require_POST
def acknowledge(request: HttpRequest, text_id: int) -> HttpResponse:
    at = now()
    text, page = get_text(request, text_id)
    given = given_in(request.user, text.version, request.POST, get_language())
    address = address_of(text.version, page, at)
    try:
        actions.acknowledge(request.user, text, at, given)
    except actions.Refused as refusal:
        return led_back(request, text, refusal, page)
    return redirect(f"{address}#acknowledge")


def led_back(request: HttpRequest, text: PolicyText, refusal: actions.Refused, page: PolicyPage) -> HttpResponse:
    """To the clause that was not understood; to the questions, if one was left out; else to the policy as it is now."""
    if refusal.reason in REFUSALS:
        messages.warning(request, REFUSALS[refusal.reason])
        return redirect(policy_address(text.version, page))
    view = request.POST.get("view", "")
    query = f"?view={view}" if view in (pages.FULL, pages.CHANGES) else ""
    address = policy_address(text.version, page)
    clause = clause_in(text, refusal.clause)
    if refusal.reason is Refusal.ANSWERED_WRONGLY and clause:
        return redirect(f"{address}{query}#clause-{clause['number']}")
    return redirect(f"{address}{query}{'&' if query else '?'}left=1#acknowledge")


def policy_address(version: PolicyVersion, page: PolicyPage) -> str:
    if page.live:
        return localized_url(page, get_language())
    return reverse("policy_version", args=[version.work_id, version.number])


def decline(request: HttpRequest, text_id: int) -> HttpResponse:
    text, page = get_text(request, text_id)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline(request.user, text, form.cleaned_data["reason"], now())
        except actions.Refused as refusal:
            messages.warning(request, REFUSALS[refusal.reason])
        else:
            messages.success(request, _("That is recorded. Whoever leads you can read your reason."))
        return redirect(policy_address(text.version, page))
    context = {"form": form, "text": text, "policy_url": policy_address(text.version, page)}
    return render(request, "policies/decline.html", context)


@require_safe
def declined(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever leads the person: that they declined, and why."""
    row = get_object_or_404(Decline.objects.visible_to(request.user).select_related("learner", "version__work"), pk=pk)
    text = text_in(row.version, get_language())
    context: dict[str, Any] = {"decline": row, "text": text, "mine": row.learner_id == request.user.pk}
    return render(request, "policies/declined.html", context)


def acknowledge_for(request: HttpRequest, pk: int, work_id: int) -> HttpResponse:
    """Somebody's manager says that they have read and agreed, and how they know."""
    at = now()
    person = get_object_or_404(User.objects.answerable_to(request.user).active(), pk=pk)
    work, page = get_policy(request, work_id)
    newest = PolicyVersion.objects.with_withdrawal().latest_of(work)
    text = text_in(newest, person.language) if newest and newest.withdrawn_at is None else None
    if text is None:
        raise Http404
    given = newest.acknowledgements.filter(learner=person).select_related("given_by").first()
    form = AcknowledgeForForm(request.POST or None, initial={"text": text.pk})
    if request.method == "POST" and form.is_valid():
        try:
            read = get_object_or_404(PolicyText, pk=form.cleaned_data["text"], version__work=work)
            actions.acknowledge_for(person, read, request.user, form.cleaned_data["note"], at)
        except actions.Refused as refusal:
            messages.warning(request, REFUSALS[refusal.reason])
            return redirect("acknowledge_for", pk, work_id)
        messages.success(request, _("That is recorded. %(name)s is told.") % {"name": person})
        return redirect("acknowledge_for", pk, work_id)
    context = {
        "person": person,
        "version": newest,
        "text": text,
        "form": form,
        "given": given,
        "policy_url": policy_address(newest, page),
    }
    return render(request, "policies/acknowledge_for.html", context)


@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file as it was published, for whoever may see the policy: also when it was taken down since."""
    file = get_object_or_404(PolicyAttachment.objects.select_related("text__version__work"), pk=pk)
    key = file.text.version.work.translation_key
    for page in PolicyPage.objects.filter(translation_key=key):
        check_privacy(request, page)
    if unchanged := get_conditional_response(request, etag=f'"{file.sha256}"'):
        return unchanged
    response = FileResponse(open_kept(file.sha256), as_attachment=True, filename=file.filename)
    response["ETag"] = f'"{file.sha256}"'
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


# Notices lead to addresses of the site; what they are about stands in the CMS.


@require_safe
def to_approval(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(reverse("policies_approval", args=[pk]))


@require_safe
def to_review(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(reverse("policies_review", args=[pk]))


@require_safe
def to_checks(request: HttpRequest) -> HttpResponse:
    return redirect(reverse("citations_to_check"))
