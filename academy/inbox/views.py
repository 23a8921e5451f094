from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from academy.inbox.models import Notice
from academy.inbox.wording import headline

PAGE = 30


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(Notice.objects.visible_to(request.user), PAGE).get_page(request.GET.get("page"))
    rows = [(notice, headline(notice)) for notice in page]
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
