"""What is due as a calendar that a phone subscribes to: its address opens it, and can be taken back."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import icalendar
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from academy.access import places_of
from academy.assignments.models import Assignment
from academy.staff.models import User
from home.models import CalendarFeed

SALT = "home.feed"


def address_of(feed: CalendarFeed) -> str:
    """It holds who and which: a new number makes every older address lead nowhere."""
    token = signing.dumps([feed.person_id, feed.number], salt=SALT)
    return str(settings.WAGTAILADMIN_BASE_URL) + reverse("calendar_feed", args=[token])


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    feed = CalendarFeed.objects.filter(person=request.user, active=True).first()
    return render(request, "home/calendar.html", {"address": address_of(feed) if feed else ""})


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """A new address; the one before works no longer."""
    feed, new = CalendarFeed.objects.get_or_create(person=request.user)
    if not new:
        feed.number, feed.active = feed.number + 1, True
        feed.save(update_fields=["number", "active"])
    messages.success(request, _("This is your address. Keep it to yourself."))
    return redirect("calendar")


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    CalendarFeed.objects.filter(person=request.user).update(active=False)
    messages.success(request, _("The address leads nowhere any more."))
    return redirect("calendar")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    try:
        pk, number = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as wrong:
        raise Http404 from wrong
    found = get_object_or_404(
        CalendarFeed.objects.select_related("person"), person=pk, number=number, active=True, person__is_active=True
    )
    with translation.override(found.person.language):
        content = written(found.person)
    etag = quote_etag(hashlib.sha256(content).hexdigest())
    headers = {"Cache-Control": "private, no-cache", "Content-Disposition": 'inline; filename="academy.ics"'}
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
    answer["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=answer) or answer


def written(person: User) -> bytes:
    """The calendar of what is open and has a date, each on its day where the person is."""
    book = icalendar.Calendar()
    book.add("prodid", "-//Academy//EN")
    book.add("version", "2.0")
    book.add("x-wr-calname", _("What is due in the Academy"))
    rows = list(Assignment.objects.open().filter(learner=person).exclude(due_at=None).for_list())
    places = places_of([row.work.translation_key for row in rows], person.language)
    for row in rows:
        place = places.get(row.work.translation_key)
        book.add_component(_event(row, place.title if place else row.work.title, person))
    return bytes(book.to_ical())


def _event(row: Assignment, title: str, person: User) -> Any:
    due_at: datetime = row.due_at
    day = due_at.astimezone(person.zone).date()
    event = icalendar.Event()
    event.add("uid", f"assignment-{row.pk}@academy")
    event.add("dtstamp", row.assigned_at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", _("Due: %(title)s") % {"title": title})
    event.add("url", str(settings.WAGTAILADMIN_BASE_URL) + reverse("open_work", args=[row.work_id]))
    event.add("transp", "TRANSPARENT")
    return event
