import re
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from academy.access import SOURCE_LANGUAGE, Place, localized_url
from academy.policies.models import PolicyPage
from courses.models import CoursePage, LessonPage
from quizzes.models import QuizPage

PAGE = 20
LONGEST = 200


def words(query: str) -> str:
    """The letters and digits of a query: SQLite's search takes quotes and operators for commands."""
    return " ".join(re.findall(r"\w+", query[:LONGEST]))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Courses, lessons, quizzes and policies in the reader's language, and what exists only in the source."""
    query = request.GET.get("q", "").strip()
    language = get_language()
    found: list[Page] = []
    if cleaned := words(query):
        locales = dict(Locale.objects.values_list("language_code", "pk"))
        pages = Page.objects.live().select_related("locale").type(CoursePage, LessonPage, QuizPage, PolicyPage)
        local = pages.filter(locale=locales[language])
        source = pages.filter(locale=locales[SOURCE_LANGUAGE]).exclude(
            translation_key__in=list(local.values_list("translation_key", flat=True))
        )
        found = list((local | source).search(cleaned))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = Page.objects.filter(pk__in=[hit.pk for hit in page.object_list]).specific().in_bulk()
    page.object_list = [_hit(hit, shown[hit.pk], language) for hit in page.object_list]
    address = "&" + urlencode({"q": query})  # what the links of the pager carry on
    return render(
        request,
        "home/search.html",
        {"query": query, "page": page, "searched": bool(cleaned), "address": address},
    )


def _hit(found: Page, page: Page, language: str) -> dict[str, object]:
    """A line of the results: `found` knows its locale, `page` is the same page with all its fields."""
    code = found.locale.language_code
    return {
        "place": Place(page.title, localized_url(page, language), code),
        "kind": page.specific_class._meta.verbose_name,
        "icon": page.work_kind,
        "summary": page.summary,
    }
