from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from academy.access import address_of
from academy.assignments.models import Work


@require_safe
def open_work(request: HttpRequest, pk: int) -> HttpResponse:
    """From the identity that a notice or a list names to its page in the reader's language."""
    place = address_of(get_object_or_404(Work, pk=pk), get_language())
    if place is None:
        raise Http404
    return redirect(place.url)
