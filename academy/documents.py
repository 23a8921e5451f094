"""Documents: for whom they are, and a part at a time, or nobody could move about in a video."""

from collections.abc import Iterator
from typing import BinaryIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.documents.models import Document
from wagtail.documents.views.serve import serve

from academy.domain.ranges import UnsatisfiableError, asked_part

CHUNK = 64 * 1024


@require_safe
def serve_document(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponseBase:
    """The answer of Wagtail's own view, or the part of it that was asked for."""
    check_privacy(request, get_object_or_404(Document.objects.select_related("collection"), pk=document_id))
    response = serve(request, document_id, document_filename)
    if not isinstance(response, FileResponse) or response.status_code != 200:
        return response
    response["Accept-Ranges"] = "bytes"
    if request.method != "GET" or "Range" not in request.headers or changed_since(request, response):
        return response
    return part_of(response, request.headers["Range"])


def check_privacy(request: HttpRequest, document: Document) -> None:
    """Raise Http404 where the privacy of its collection keeps the reader out: Wagtail would ask to sign in again."""
    if not all(restriction.accept_request(request) for restriction in document.collection.get_view_restrictions()):
        raise Http404


def changed_since(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the reader holds the beginning of an older file, to which this part would not belong."""
    held = request.headers.get("If-Range")
    return held is not None and held not in {response.get("ETag"), response.get("Last-Modified")}


def part_of(response: FileResponse, header: str) -> HttpResponseBase:
    size = int(response["Content-Length"])
    try:
        part = asked_part(header, size)
    except UnsatisfiableError:
        response.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if part is None:
        return response
    file = response.file_to_stream
    file.seek(part.start)
    response.status_code = 206
    response.streaming_content = pieces(file, len(part))  # the file is closed with the response
    response["Content-Length"] = str(len(part))
    response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return response


def pieces(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (piece := file.read(min(CHUNK, length))):
        length -= len(piece)
        yield piece
