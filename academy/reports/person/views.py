"""A person's record: the first rows of each list, and each list as a whole."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from academy.access import current_stamp
from academy.readiness.standing import gates_of
from academy.reports.home.views import assigning
from academy.reports.person.reading import Section, lists_of, of_section, show
from academy.staff.models import User

FIRST, PER_PAGE = 8, 50


def _person(request: HttpRequest, pk: int) -> User:
    """A person of the reader's team; or the reader, who sees the same. With `answerable`: whether the reader may act
    for them."""
    theirs = User.objects.answerable_to(request.user).filter(pk=OuterRef("pk"))
    people = User.objects.visible_to(request.user).select_related("team", "job_role", "location")
    return get_object_or_404(people.annotate(answerable=Exists(theirs)), pk=pk)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    at, language = now(), get_language()
    person = _person(request, pk)
    lists = lists_of(person, list(Section), FIRST, language, current_stamp(request))
    context = {
        "at": at,
        "person": person,
        "may_grant": person.answerable,
        "gates": gates_of(person, at.astimezone(person.zone).date(), language),
        "lists": {section.value: found for section, found in lists.items()},
        "assigning": assigning(),
    }
    return render(request, "reports/person/record.html", context)


@require_safe
def section(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """One list, all of it, a page at a time."""
    if part not in Section.values:
        raise Http404
    person, chosen = _person(request, pk), Section(part)
    page = Paginator(of_section(chosen, person), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "at": now(),
        "person": person,
        "may_grant": person.answerable,
        "section": chosen,
        "page_of_rows": page,
        "rows": show(person, {chosen: list(page)}, get_language(), current_stamp(request))[chosen],
    }
    return render(request, "reports/person/section.html", context)
