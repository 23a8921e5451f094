"""The identities of what people do."""

from django.db.models import QuerySet
from wagtail.models import Page

from academy.assignments.models import Work
from academy.content import is_source


def register_work(page: Page) -> Work:
    """Make the identity of a published page, and keep its last title in the source language."""
    work = Work.objects.of(page)
    if work.title != page.title and is_source(page):
        work.title = page.title
        work.save(update_fields=["title"])
    return work


def titles_of(work: Work) -> dict[str, str]:
    """The title of the live page behind `work` by language code."""
    pages: QuerySet[Page] = Page.objects.live().filter(translation_key=work.translation_key).select_related("locale")
    return {page.locale.language_code: page.title for page in pages}
