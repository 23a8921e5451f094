"""What waits for a second person: agree, or send it back with a note."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from academy.cms import show
from academy.policies import actions
from academy.policies.cms.frame import ICON, need, way_to
from academy.policies.cms.publishing import outcome, said
from academy.policies.effect import effect_of
from academy.policies.models import PolicyApproval

OBSTACLES = {
    actions.Obstacle.ASKED: gettext_lazy("You asked for this yourself. Somebody else has to agree to it."),
    actions.Obstacle.WROTE: gettext_lazy("You wrote this yourself. Somebody else has to agree to it."),
    actions.Obstacle.DECIDED: gettext_lazy("Somebody has decided this already."),
    actions.Obstacle.CHANGED: gettext_lazy(
        "The policy was changed after it was asked for. It has to be asked for again."
    ),
}


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What has to change first"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say what has to change, for whoever asked.")},
    )


def find(request: HttpRequest, pk: int) -> PolicyApproval:
    """For whoever may edit the policy; agreeing asks for more."""
    approval = get_object_or_404(PolicyApproval.objects.for_list(), pk=pk)
    need(approval.page, request.user, "change")
    return approval


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, find(request, pk), NoteForm())


def _detail(request: HttpRequest, approval: PolicyApproval, form: NoteForm) -> HttpResponse:
    draft = approval.revision.as_object()
    waits = approval.approved is None
    reason = actions.obstacle(approval, request.user) if waits else None
    may_publish = approval.page.permissions_for_user(request.user).can_publish()
    context: dict[str, Any] = {
        "approval": approval,
        "may_agree": waits and may_publish and reason is None,
        "may_refuse": waits and may_publish and reason is not actions.Obstacle.ASKED,
        "may_take_back": waits and reason is actions.Obstacle.ASKED,
        "reason": OBSTACLES[reason] if reason else "",
        "form": form,
    }
    if waits:
        context |= said(effect_of(draft, now()))
    title = _("Approval of a policy")
    return show(request, "policies/cms/approval.html", title, context, way_to(approval.page), ICON)


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    approval = find(request, pk)
    need(approval.page, request.user)
    try:
        actions.approve(approval, request.user, now())
    except actions.NotDecided as refused:
        messages.error(request, OBSTACLES[refused.reason])
    else:
        messages.success(request, outcome(approval.page, approval.revision))
    return redirect("policies_approval", pk)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """By somebody who may publish; or, without a note, by whoever asked and thought better of it."""
    approval = find(request, pk)
    own = approval.asked_by_id == request.user.pk
    form = NoteForm(request.POST)
    if not own:
        need(approval.page, request.user)
        if not form.is_valid():
            return _detail(request, approval, form)
    try:
        actions.send_back(approval, request.user, "" if own else form.cleaned_data["note"], now())
    except actions.NotDecided as refused:
        messages.error(request, OBSTACLES[refused.reason])
    else:
        messages.success(request, _("Taken back.") if own else _("Sent back. Nothing was published."))
    return redirect("policies_approval", pk)
