"""The only ways from an address to a page or a piece of work. What the reader may not see does not exist (404)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, PageViewRestriction, Site

from academy.content import content_cache, frozen_cache, stamp
from academy.frozen import digest

SOURCE_LANGUAGE = "en"


def find_page(request: HttpRequest, language: str, path: str) -> Page:
    """The live page at `path` ("courses/empathy/") in `language`, or else in the source language.

    No query: the page is cached for everybody until content changes.
    Sets `request.content_stamp`, which the keys of everything cached of the content carry.
    """
    key = f"page:{digest([language, path])}:{current_stamp(request)}"
    page = content_cache.get(key)
    if page is None:  # an address that leads nowhere is not kept
        page = _live_page(language, path)
        content_cache.set(key, page, 3600)
    return page


def _live_page(language: str, path: str) -> Page:
    """Two queries, whatever the depth: Wagtail's own routing asks once for each part of the path."""
    roots = {root.language_code: root.root_path for root in Site.get_site_root_paths()}
    wanted = {code: roots[code] + path for code in (language, SOURCE_LANGUAGE) if code in roots}
    found = {row.url_path: row for row in Page.objects.live().filter(url_path__in=wanted.values())}
    page = found.get(wanted.get(language, "")) or found.get(wanted.get(SOURCE_LANGUAGE, ""))
    if page is None:
        raise Http404
    page = page.specific
    page.locale  # noqa: B018 - every template asks for it: it is kept with the page
    return page


def check_privacy(request: HttpRequest, page: Page) -> None:
    """Raise Http404 where Wagtail's page privacy keeps the reader out.

    Almost no site restricts pages, so the question whether there is any restriction is cached. Passwords for
    pages are switched off in the settings: everybody here has an account.
    """
    if _restricted(request, page):
        for restriction in page.get_view_restrictions():
            if not restriction.accept_request(request):
                raise Http404


def _restricted(request: HttpRequest, page: Page) -> bool:
    paths = content_cache.get_or_set(
        f"restricted-paths:{current_stamp(request)}",
        lambda: list(PageViewRestriction.objects.values_list("page__path", flat=True)),
    )
    return any(page.path.startswith(path) for path in paths)


@dataclass(frozen=True)
class Place:
    """Where a page stands in one language: what a link to it needs."""

    title: str
    url: str
    language: str


def places_of(keys: Iterable[UUID], language: str) -> dict[UUID, Place]:
    """Title and address of the live pages with these translation keys, each in `language` or else in the source.

    One query. A key whose page is not live in either language is left out.
    """
    pages = (
        Page.objects.live()
        .filter(translation_key__in=list(keys), locale__language_code__in={language, SOURCE_LANGUAGE})
        .select_related("locale")
        .defer_streamfields()
    )
    places: dict[UUID, Place] = {}
    for page in pages:
        code = page.locale.language_code
        if code == language or page.translation_key not in places:
            places[page.translation_key] = Place(page.title, localized_url(page, language), code)
    return places


def localized_url(page: Page, language: str) -> str:
    """The address of a page for a reader of `language`: the path is the same in every language."""
    relative = page.url_path.split("/", 2)[2]
    with override(language):
        return reverse("wagtail_serve", args=[relative])


def address_of(work: object, language: str) -> Place | None:
    """The page behind a piece of work, in `language` or else in the source; None while it is not live."""
    return places_of([work.translation_key], language).get(work.translation_key)


def kept_address_of(work: object, language: str, stamp: int) -> Place | None:
    """The same, kept in the process until content changes."""
    key = f"place:{work.translation_key}:{language}:{stamp}"
    return frozen_cache.keep(key, lambda: address_of(work, language))


def current_stamp(request: HttpRequest) -> int:
    """The content stamp of this request, which came with the person who makes it."""
    if not hasattr(request, "content_stamp"):
        came = getattr(request.user, "content_stamp", None)
        request.content_stamp = stamp() if came is None else came
    return request.content_stamp
