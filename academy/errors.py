"""The pages for what went wrong. They need no database, so that they show when the database is what went wrong."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "errors/error.html", {"status": status, "title": title, "text": text}, status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(
        request,
        400,
        _("We could not read that"),
        _("The address or the form was not complete. Go back, reload the page and try again."),
    )


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(
        request,
        403,
        _("This is not open to you"),
        _("Your account does not reach this page. If your work needs it, ask your manager or an administrator."),
    )


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(
        request,
        403,
        _("This page was open too long"),
        _("For your safety the form has expired. Go back, reload the page and send it again: nothing was changed."),
    )


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(
        request,
        404,
        _("There is nothing here"),
        _("The page may have moved, or it is not meant for you. Your work is where you left it."),
    )


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        500,
        _("Something broke on our side"),
        _("What you had saved is safe. Try again in a minute; if it happens again, tell an administrator when it was."),
    )
