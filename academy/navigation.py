"""What the frame of every page shows: where one is, what is new, whether one leads anybody."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

PLACES = {
    "courses": "courses",
    "learn": "courses",
    "policies": "policies",
    "search": "search",
    "team": "team",
    "inbox": "inbox",
}


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Template context for base.html. At most one query, made only where the frame is drawn for a person."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "language": language,
        "direction": direction_of(language),
        "languages": settings.LANGUAGES,
        "place": place_of(request.path),
        "badge": SimpleLazyObject(lambda: request.user.badge()),
    }


def direction_of(language: str) -> str:
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def place_of(path: str) -> str:
    """Which entry of the main navigation an address belongs to; "" for none."""
    parts = path.strip("/").split("/")
    return PLACES.get(parts[1], "") if len(parts) > 1 else "work"
