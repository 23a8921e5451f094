from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench import floors


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path("healthz", healthz),  # bench.server waits for it
    path("<path:path>", floors.bare_page),
]
