"""Taking a policy out of force, with a reason."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from academy.assignments.models import Assignment, Work
from academy.cms import show
from academy.policies.actions import withdraw_policy
from academy.policies.cms.frame import ICON, policy_for, way_to
from academy.policies.models import PolicyVersion
from academy.skills.models import Citation


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept with the policy. Readers see that it no longer holds."),
        error_messages={"required": gettext_lazy("Say why, in a sentence.")},
    )


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    page = policy_for(request, pk)
    work = Work.objects.filter(kind=Work.Kind.POLICY, translation_key=page.translation_key).first()
    standing = PolicyVersion.objects.standing_of(work, now()) if work else None
    if work is None or standing is None or not (standing.in_force or standing.to_come):
        messages.warning(request, _("No version of this policy is in force: there is nothing to withdraw."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        withdraw_policy(work, request.user, form.cleaned_data["reason"], now())
        messages.success(request, _("Withdrawn. Nobody is asked for it any more, and everybody concerned is told."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        "form": form,
        "page": page,
        "standing": standing,
        "owing": Assignment.objects.open().filter(work=work).count(),
        "citing": Citation.objects.filter(policy_key=page.translation_key).values("key").distinct().count(),
    }
    return show(request, "policies/cms/withdraw.html", _("Withdraw a policy"), context, way_to(page), ICON)
