import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language, override
from django.views.decorators.http import condition, require_POST, require_safe

from academy.inbox.models import Notice
from academy.inbox.wording import headline_html, push_words

PAGE = 30


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(Notice.objects.visible_to(request.user), PAGE).get_page(request.GET.get("page"))
    rows = [(notice, headline_html(notice)) for notice in page]
    return render(request, "inbox/inbox.html", {"page": page, "rows": rows})


@require_safe
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a notice to what it is about. Following it again changes nothing."""
    mine = Notice.objects.visible_to(request.user)
    notice = get_object_or_404(mine, pk=pk)
    mine.filter(pk=pk).mark_read(now())
    return redirect(f"/{get_language()}{notice.path}")


@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    Notice.objects.visible_to(request.user).mark_read(now())
    return redirect("inbox")


@require_safe
@condition(etag_func=lambda request: f'"{get_language()}-{request.user.unread}"')
def unread(request: HttpRequest) -> HttpResponse:
    """What stands in the tray at the top, for a page that has been open for a while. It costs what any request does."""
    tray = render_to_string("components/tray.html", {"unread": request.user.unread})
    return HttpResponse(tray, headers={"Cache-Control": "private, no-cache"})


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """The words for a push message, which came as the number of a notice. They tell nothing to who looks on."""
    number = request.GET.get("notice", "")
    with override(request.user.language):
        words = push_words(request.user.unread)
        if number.isdecimal() and Notice.objects.visible_to(request.user).filter(pk=number).exists():
            words["url"] = reverse("open_notice", args=[number])
    return JsonResponse(words, headers={"Cache-Control": "no-store"})


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that it may speak for all pages. Its own words are for a browser in which nobody is signed in."""
    wanted = request.GET.get("language")
    with override(wanted if wanted in dict(settings.LANGUAGES) else get_language()):
        words = {**push_words(0), "ask": reverse("waiting")}
    script = render_to_string("inbox/service_worker.js", {"words": json.dumps(words)})
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})
