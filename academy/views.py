from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from academy.access import check_privacy, find_page


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """A page of the content, at the same path in every language."""
    page = find_page(request, get_language(), path)
    check_privacy(request, page)
    return page.serve(request)


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """The bare address leads everybody to their own language."""
    return redirect(f"/{request.user.language}/")


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Stay on the same page in another language, and remember the choice."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return redirect("/")
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
    here = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(here, allowed_hosts={request.get_host()}):
        here = "/"
    response = redirect(in_language(here, language))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def in_language(path: str, language: str) -> str:
    """The same address under another language prefix; an address without one stays as it is."""
    first, _slash, rest = path.removeprefix("/").partition("/")
    return f"/{language}/{rest}" if first in dict(settings.LANGUAGES) else path
