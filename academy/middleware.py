import copy
from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

Answer = Callable[[HttpRequest], HttpResponse]


class EditorPolicyMiddleware:
    """Wagtail's editor still writes inline scripts and styles; the site itself keeps the strict policy."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
        self.policy["DIRECTIVES"] |= {
            "script-src": [SELF, UNSAFE_INLINE],
            "style-src": [SELF, UNSAFE_INLINE],
            "img-src": [SELF, "data:", "blob:"],
            "frame-src": [SELF],
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_config = self.policy["DIRECTIVES"]
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
