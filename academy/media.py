"""Uploaded pictures, for whoever is signed in. Documents go through Wagtail's own view, which knows their privacy."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve

PICTURES = ("images/", "original_images/", "question_pictures/")


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponse:
    if not path.startswith(PICTURES):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Cache-Control"] = "private, max-age=86400"
    # An uploaded SVG that is opened by itself must not run anything.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
