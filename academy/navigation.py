"""What the frame of every page shows: where one is, what is new, whether one leads anybody."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

PLACES = {
    "courses": "courses",
    "learn": "courses",
    "policies": "policies",
    "policy": "policies",
    "search": "search",
    "team": "team",
    "marking": "team",
    "inbox": "inbox",
}


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Template context for base.html. Asks the database for nothing."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "language": language,
        "direction": direction_of(language),
        "languages": settings.LANGUAGES,
        "place": place_of(request.path),
        "badge": SimpleLazyObject(lambda: request.user.badge),
    }


# What the gaps of the letters of the frame hold for the reader of a page.
GAPS: dict[str, Callable[[Context], object]] = {
    "csrf": lambda context: context["csrf_token"],
    "here": lambda context: context["request"].get_full_path(),
    "name": lambda context: context["user"],
    "initials": lambda context: context["user"].initials,
    "pressing": lambda context: reverse("open_work", args=[context["user"].pressing_work]),
    "record": lambda context: reverse("person", args=[context["user"].pk]),
}


def direction_of(language: str) -> str:
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def place_of(path: str) -> str:
    """Which entry of the main navigation an address belongs to; "" for none."""
    parts = path.strip("/").split("/")
    return PLACES.get(parts[1], "") if len(parts) > 1 else "work"
