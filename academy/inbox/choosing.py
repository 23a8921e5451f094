"""The page "Notifications": how a person wants to be told. Each choice is a form of its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from academy.inbox import actions
from academy.inbox.channels import Failed, chat, outgoing, vapid
from academy.inbox.domain.telling import A_DAY
from academy.inbox.forms import ChatForm, PreferenceForm, PushForm
from academy.inbox.models import Preference, PushSubscription
from academy.inbox.wording import site_link


@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, _preference(request))
    preference = _kept_preference(request)
    form = PreferenceForm(request.POST, instance=preference)
    if not form.is_valid():
        return _page(request, preference, form=form)
    form.save()
    messages.success(request, _("Saved. It holds for what comes from now on."))
    return redirect("notifications")


@require_POST
def set_chat(request: HttpRequest) -> HttpResponse:
    preference = _kept_preference(request)
    form = ChatForm(request.POST, instance=preference, prefix="chat")
    if not form.is_valid():
        preference.refresh_from_db()
        return _page(request, preference, chat_form=form)
    form.save()
    messages.success(request, _("Saved. Send a test to see whether it arrives."))
    return redirect("notifications")


@require_POST
def remove_chat(request: HttpRequest) -> HttpResponse:
    Preference.objects.filter(person=request.user).update(chat_url="")
    messages.success(request, _("Nothing more is sent to that chat."))
    return redirect("notifications")


@require_POST
def test_chat(request: HttpRequest) -> HttpResponse:
    try:
        with outgoing.Outgoing() as session:
            text = _("This is a test from the Academy. Everything is fine.")
            chat.post(_preference(request), text, site_link("notifications"), session)
    except Failed as failure:
        messages.error(request, _("The chat did not take it: %(answer)s") % {"answer": failure.outcome})
    else:
        messages.success(request, _("Sent. Look into your chat."))
    return redirect("notifications")


@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    form = PushForm(request.POST)
    if form.is_valid():
        actions.subscribe(request.user, **form.cleaned_data, at=now())
        messages.success(request, _("This browser tells you from now on."))
    else:
        messages.error(request, _("This browser can not be told. Try another one."))
    return redirect("notifications")


@require_POST
def unsubscribe(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(PushSubscription, pk=pk, person=request.user).delete()
    messages.success(request, _("Nothing more is sent to that browser."))
    return redirect("notifications")


def _preference(request: HttpRequest) -> Preference:
    return Preference.objects.filter(person=request.user).first() or Preference(person=request.user)


def _kept_preference(request: HttpRequest) -> Preference:
    return Preference.objects.get_or_create(person=request.user)[0]


def _page(request: HttpRequest, preference: Preference, **bound: Any) -> HttpResponse:
    context = {
        "form": PreferenceForm(instance=preference),
        "chat_form": ChatForm(instance=preference, prefix="chat"),
        "chat": preference.chat_masked,
        "browsers": list(request.user.push_subscriptions.all()),
        "key": vapid.public_key(),
        "a_day": A_DAY,
        **bound,
    }
    return render(request, "inbox/notifications.html", context)
