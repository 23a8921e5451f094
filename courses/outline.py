"""The units of a course in one language. The same for every reader, so it is cached until content changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from wagtail.models import Page

from academy.access import SOURCE_LANGUAGE, Place, localized_url, places_of
from academy.assignments.models import Work
from academy.content import content_cache
from courses.models import CoursePage, LessonPage
from quizzes.models import QuizPage

UNIT_MODELS = (LessonPage, QuizPage)


@dataclass(frozen=True)
class Unit:
    key: UUID
    work_id: int
    kind: str
    title: str
    url: str
    language: str
    minutes: int
    section: str
    summary: str
    done_when: str


@dataclass(frozen=True)
class Need:
    """What comes before something else. `place` is None while it is not live: nobody is asked for that."""

    key: UUID
    work_id: int
    kind: str
    place: Place | None


@dataclass(frozen=True)
class Outline:
    """`place` is None while the course is not live. `on_request`: not everybody may begin it."""

    work_id: int
    place: Place | None
    units: tuple[Unit, ...]
    needs: tuple[Need, ...] = ()
    on_request: bool = False


def outline_of(course_key: UUID, language: str, stamp: int) -> Outline:
    """The live units of a course in order. Cached; seven queries when it is not, ten where other courses come first."""
    key = f"outline:{course_key}:{language}:{stamp}"
    return content_cache.get_or_set(key, lambda: _read(course_key, language), 3600)


def course_of(unit_key: UUID, stamp: int) -> UUID | None:
    """The course that a unit belongs to, by translation keys. Cached; None for a unit outside every course."""
    return content_cache.get_or_set(f"course-of:{unit_key}:{stamp}", lambda: _course_of(unit_key), 3600)


def _course_of(unit_key: UUID) -> UUID | None:
    page = Page.objects.filter(translation_key=unit_key).order_by("pk").first()
    parent = page.get_parent() if page else None
    return parent.translation_key if parent and issubclass(parent.specific_class, CoursePage) else None


def _read(course_key: UUID, language: str) -> Outline:
    """Which units there are, and their order, comes from the source language alone: progress is the same in all."""
    work, _created = Work.objects.get_or_create(kind=Work.Kind.COURSE, translation_key=course_key)
    source = CoursePage.objects.filter(translation_key=course_key).order_by("pk").first()
    if source is None:
        return Outline(work.pk, None, ())
    keys = list(source.get_children().live().values_list("translation_key", flat=True))
    pages = _unit_pages(keys, language)
    works = {work.translation_key: work for work in Work.objects.units().filter(translation_key__in=keys)}
    units = tuple(
        _unit(works.get(key) or Work.objects.of(pages[key]), pages[key], language) for key in keys if key in pages
    )
    place = places_of([course_key], language).get(course_key)
    on_request = source.enrolment == CoursePage.Enrolling.ON_REQUEST
    return Outline(work.pk, place, units, needs_of([line.needed for line in source.needs.all()], language), on_request)


def needs_of(pages: Sequence[Page], language: str) -> tuple[Need, ...]:
    """What has to be done before, as it stands in a language. None of it: no query."""
    if not pages:
        return ()
    kinds = {page.translation_key: page.specific_class.work_kind for page in pages}
    places = places_of(kinds, language)
    rows = Work.objects.filter(translation_key__in=kinds, kind__in=set(kinds.values()))
    works = {row.translation_key: row for row in rows}
    return tuple(
        Need(key, works[key].pk, kind, places.get(key)) for key, kind in kinds.items() if key in works and key in places
    )


def _unit_pages(keys: list[UUID], language: str) -> dict[UUID, LessonPage | QuizPage]:
    pages: dict[UUID, LessonPage | QuizPage] = {}
    for model in UNIT_MODELS:
        live = model.objects.live().filter(
            translation_key__in=keys, locale__language_code__in={language, SOURCE_LANGUAGE}
        )
        for page in live.select_related("locale").defer_streamfields():
            if page.locale.language_code == language or page.translation_key not in pages:
                pages[page.translation_key] = page
    return pages


def _unit(work: Work, page: LessonPage | QuizPage, language: str) -> Unit:
    return Unit(
        key=work.translation_key,
        work_id=work.pk,
        kind=work.kind,
        title=page.title,
        url=localized_url(page, language),
        language=page.locale.language_code,
        minutes=page.minutes,
        section=page.section,
        summary=page.summary,
        done_when=page.done_when,
    )
