"""Coming in for the first time, and letting somebody in."""

from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from academy.navigation import direction_of
from academy.staff import actions
from academy.staff.domain.inviting import Ways, ways
from academy.staff.forms import CodeForm, FirstPasswordForm
from academy.staff.mailing import site_address
from academy.staff.models import Invitation, User

KEPT = "invitation"  # in the session: which invitation was shown to be held


@never_cache
@login_not_required
def open_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """The link of the e-mail. Opening it uses nothing up: mail programs open links by themselves."""
    if not ratelimit.consume(request, action="invitation"):
        return no_longer(request, "often", status=429)
    invitation = actions.find_invitation(secret)
    return _begin(request, invitation) if invitation else no_longer(request, "unknown")


@never_cache
@login_not_required
@sensitive_post_parameters("code")
def enter_code(request: HttpRequest) -> HttpResponse:
    """The code that was handed over on paper."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "staff/enter_code.html", {"form": form})
    username, code = form.cleaned_data["username"], form.cleaned_data["code"]
    if not ratelimit.consume(request, action="invitation_code", key=username.lower()):
        form.add_error(None, _("Too many tries. Wait five minutes, then try again."))
    elif invitation := actions.find_invitation(code, username):
        return _begin(request, invitation)
    else:
        form.add_error(None, _("The user name or the code is not right. Check them, letter by letter."))
    return render(request, "staff/enter_code.html", {"form": form})


def _begin(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if problem := what_is_wrong(invitation):
        return no_longer(request, problem)
    request.session[KEPT] = invitation.pk
    return redirect("invitation_password")


@never_cache
@login_not_required
@sensitive_post_parameters()
def choose_password(request: HttpRequest) -> HttpResponse:
    invitation = Invitation.objects.select_related("person").filter(pk=request.session.get(KEPT)).first()
    problem = what_is_wrong(invitation) if invitation else "unknown"
    if problem or invitation is None:
        return no_longer(request, problem)
    form = FirstPasswordForm(invitation.person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = actions.accept_invitation(invitation, form.cleaned_data["new_password1"], now())
        if person is None:
            return redirect("invitation_password")  # which says why
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        request.session.pop(KEPT, None)
        return redirect("/")
    return render(request, "staff/choose_password.html", {"form": form, "person": invitation.person})


def what_is_wrong(invitation: Invitation) -> str:
    """Why it lets nobody in: "used", "replaced", "expired", "closed"; "" where it does."""
    if not invitation.person.is_active:
        return "closed"
    state = invitation.state(now())
    return "" if state == "open" else state


def no_longer(request: HttpRequest, problem: str, status: int = 410) -> HttpResponse:
    return render(request, "staff/invitation_over.html", {"problem": problem}, status=status)


@never_cache
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever answers for somebody sends them a link again, or prints a code, which is shown this once."""
    person = get_object_or_404(User.objects.answerable_to(request.user).active(), pk=pk)
    possible = ways_for(request.user, person)
    if request.method == "POST" and "code" in request.POST and possible.code:
        invitation, code = actions.make_code(person, now(), request.user)
        return render(request, "staff/printed_code.html", printed(person, invitation, code))
    if request.method == "POST":
        if possible.send and actions.invite_again(person, now(), request.user):
            messages.success(request, _("The invitation is on its way. What was sent before no longer works."))
        return redirect("invite", pk)
    latest = person.invitations.first()
    context = {
        "person": person,
        "possible": possible,
        "latest": latest,
        "state": latest.state(now()) if latest else "",
        "has_password": person.has_usable_password(),
    }
    return render(request, "staff/invite.html", context)


def printed(person: User, invitation: Invitation, code: str) -> dict[str, Any]:
    with override(person.language):
        address = site_address("invitation_code")
    direction = direction_of(person.language)
    return {
        "person": person,
        "invitation": invitation,
        "code": code,
        "address": address,
        "direction_of_person": direction,
    }


def ways_for(user: Any, person: User) -> Ways:
    return ways(
        has_address=bool(person.email),
        has_password=person.has_usable_password(),
        keeps_people=user.has_perm("staff.change_user"),
        above=not user.is_superuser
        and (person.is_superuser or (person.has_perm("staff.change_user") and not user.has_perm("staff.change_user"))),
    )
