"""What the same job costs at the least with these tools: the site is measured against these views."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.models import Page

from academy.models import Heartbeat


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """Django and the middleware of the site; no query."""
    return HttpResponse("ok")


def signed_in(request: HttpRequest) -> HttpResponse:
    """The same for somebody who is signed in: session and user."""
    return HttpResponse(str(request.user.pk))


def bare_page(request: HttpRequest, path: str) -> HttpResponse:
    """A page as Wagtail serves it out of the box (`wagtail.views.serve`), without our frame around it."""
    found = Page.route_for_request(request, path)
    if found is None:
        raise Http404
    page, args, kwargs = found
    for check in hooks.get_hooks("before_serve_page"):
        if isinstance(answer := check(page, request, args, kwargs), HttpResponse):
            return answer
    return TemplateResponse(request, "bench/bare_page.html", Page.get_context(page, request))


@require_POST
def write(request: HttpRequest) -> HttpResponse:
    """One insert and one update in one transaction, in a table on which nothing depends."""
    with transaction.atomic():
        row = Heartbeat.objects.create(name=uuid.uuid4().hex, at=now())
        Heartbeat.objects.filter(pk=row.pk).update(at=now())
    return HttpResponse(str(request.user.pk))
