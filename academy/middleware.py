from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

Answer = Callable[[HttpRequest], HttpResponse]


EDITOR = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}


class ContentPolicyMiddleware:
    """What a page may load. Wagtail's editor still writes inline scripts and styles; the site itself is strict."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        strict = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        # Composed once: no answer has a policy of its own.
        self.strict, self.editor = build_policy(strict), build_policy(strict | EDITOR)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = self.editor if request.path.startswith("/admin/") else self.strict
        return response


class TimeZoneMiddleware:
    """Times are shown in the zone of the person who reads them."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            timezone.activate(request.user.zone)
        else:
            timezone.deactivate()
        return self.get_response(request)
