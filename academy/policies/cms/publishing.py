"""The page between pressing “Publish” and publishing: what it does, and who else has to agree."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Revision

from academy.cms import show
from academy.policies import actions
from academy.policies.cms.frame import ICON, policy_for, way_to
from academy.policies.effect import Effect, effect_of
from academy.policies.models import ChangeClass, NotApproved, PolicyApproval, PolicyPage, PolicyVersion
from academy.templatetags.academy import moment, num

ASKS = {
    ChangeClass.MATERIAL: gettext_lazy("Material change: everybody concerned is asked to acknowledge it."),
    ChangeClass.CLARIFICATION: gettext_lazy("Clarification: everybody concerned is told, and nobody is asked again."),
    ChangeClass.EDITORIAL: gettext_lazy("Editorial change: it is recorded, and nobody is told."),
}
PARTS = {
    "title": gettext_lazy("the title"),
    "summary": gettext_lazy("the summary"),
    "why": gettext_lazy("why it exists"),
    "attachments": gettext_lazy("the attachments"),
    "questions": gettext_lazy("the questions before the acknowledgement"),
}


def said(effect: Effect) -> dict[str, Any]:
    """What templates/policies/cms/effect.html shows."""
    return {
        "effect": effect,
        "asks": ASKS[effect.change_class],
        "lines": effect.told,
        "renumbered": len(effect.changes.renumbered),
        "other": [PARTS[part] for part in effect.other],
    }


def confirm(request: HttpRequest, pk: int, revision_id: int) -> HttpResponse:
    """Show what publishing a revision does; publish it, or ask a second person, when that is confirmed."""
    page = policy_for(request, pk)
    revision = get_object_or_404(page.revisions, pk=revision_id)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if not revision.is_latest_revision():
        messages.warning(request, _("Somebody has changed this policy since. Look at it again before you publish it."))
        return redirect(edit)
    draft = revision.as_object()
    if problem := incomplete(draft):
        messages.error(request, problem)
        return redirect(edit)
    needed = PolicyApproval.objects.needed_for(draft)
    approved = PolicyApproval.objects.given_to(revision, draft.decision()) if needed else None
    if request.method == "POST":
        return _ask(request, revision) if needed and not approved else _publish(request, page, revision)
    context = {
        **said(effect_of(draft, now())),
        "page": page,
        "draft": draft,
        "edit": edit,
        "must_ask": needed and not approved,
        "approved": approved,
        "go_live_at": draft.go_live_at if draft.go_live_at and draft.go_live_at > now() else None,
    }
    return show(request, "policies/cms/confirm.html", _("What this publishing does"), context, way_to(page), ICON)


def incomplete(draft: PolicyPage) -> str:
    """Why a revision can not be published; "" where it can. The form says it better: this is for who came around it."""
    try:
        draft.full_clean(exclude=["slug", "path", "depth"])
    except ValidationError:
        return _("Something is missing. Press “Publish” in the form, which says what.")
    if draft.change_class == ChangeClass.MATERIAL and not (
        draft.audience and (draft.due_on or draft.due_days is not None)
    ):
        return _("Say whom it concerns and by when it must be acknowledged.")
    return ""


def _ask(request: HttpRequest, revision: Revision) -> HttpResponse:
    approval = actions.ask_approval(revision, request.user, now())
    messages.success(request, _("Asked. It is published as soon as somebody else agrees."))
    return redirect("policies_approval", approval.pk)


def _publish(request: HttpRequest, page: PolicyPage, revision: Revision) -> HttpResponse:
    """Pressing it again changes nothing: the revision is live already."""
    if page.live_revision_id != revision.pk:
        try:
            revision.publish(user=request.user, skip_permission_checks=True)
        except NotApproved:
            messages.error(request, _("A second person has to agree to this first."))
            return redirect("policies_publish", page.pk, revision.pk)
    messages.success(request, outcome(page, revision))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def outcome(page: PolicyPage, revision: Revision) -> str:
    """One sentence about what has been done."""
    revision.refresh_from_db()
    title = revision.content["title"]
    if revision.approved_go_live_at:
        return _("“%(title)s” is scheduled: it is published at %(moment)s.") % {
            "title": title,
            "moment": moment(revision.approved_go_live_at),
        }
    latest = PolicyVersion.objects.latest_of_key(page.translation_key)
    return _("“%(title)s” is published as version %(number)s.") % {
        "title": title,
        "number": num(latest.number if latest else 1),
    }
