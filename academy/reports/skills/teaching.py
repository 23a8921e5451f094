"""What teaches a skill: courses that are tagged with it, or one of whose lessons is."""

from dataclasses import dataclass, field
from uuid import UUID

from academy.access import SOURCE_LANGUAGE, Place
from academy.content import stamp
from academy.skills.models import Skill
from courses.models import CoursePage, LessonPage
from courses.outline import course_of, outline_of


@dataclass(frozen=True)
class Teaching:
    """A course that can be assigned. `minutes`: of all its units; `lessons`: titles of those that teach the skill."""

    work_id: int
    place: Place
    minutes: int
    lessons: list[str] = field(default_factory=list)


def what_teaches(skill: Skill, language: str) -> list[Teaching]:
    """The least effort first. Tags are those of the source language; titles are in `language`, or else the source."""
    source = {"locale__language_code": SOURCE_LANGUAGE, "skill_items__tag": skill}
    lessons = set(LessonPage.objects.live().filter(**source).values_list("translation_key", flat=True))
    courses = set(CoursePage.objects.live().filter(**source).values_list("translation_key", flat=True))
    now = stamp()
    courses |= {course for lesson in lessons if (course := course_of(lesson, now))}
    found = [one for key in courses if (one := _teaching(key, lessons, language, now))]
    return sorted(found, key=lambda one: (one.minutes, one.place.title))


def _teaching(course: UUID, lessons: set[UUID], language: str, now: int) -> Teaching | None:
    outline = outline_of(course, language, now)
    if outline.place is None or not outline.units:
        return None
    titles = [unit.title for unit in outline.units if unit.key in lessons]
    return Teaching(outline.work_id, outline.place, sum(unit.minutes for unit in outline.units), titles)
