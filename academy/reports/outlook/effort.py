"""How long each piece of work takes, by what its editors said."""

from collections import defaultdict

from academy.access import SOURCE_LANGUAGE
from academy.assignments.models import Work
from academy.content import frozen_cache, stamp
from academy.policies.models import PolicyText
from courses.models import CoursePage, LessonPage
from quizzes.models import QuizPage

UNKNOWN = 10
"""Minutes of what has none of its own, such as a page that is not published any more."""
DEPTH = 4  # letters of a path for each level of the tree


def minutes_by_work() -> dict[int, int]:
    """By the id of the work, in the source language. Kept in the process until content changes; else five queries."""
    return frozen_cache.keep(f"minutes-by-work:{stamp()}", _read)


def _read() -> dict[int, int]:
    minutes, of_parent = {}, defaultdict(int)
    for model in (LessonPage, QuizPage):
        pages = model.objects.live().filter(locale__language_code=SOURCE_LANGUAGE)
        for key, path, taken in pages.values_list("translation_key", "path", "minutes"):
            minutes[key] = taken
            of_parent[path[:-DEPTH]] += taken
    courses = CoursePage.objects.live().filter(locale__language_code=SOURCE_LANGUAGE)
    for key, path in courses.values_list("translation_key", "path"):
        minutes[key] = of_parent[path]
    found = {
        pk: minutes[key] for pk, key in Work.objects.values_list("pk", "translation_key") if minutes.get(key, 0) > 0
    }
    texts = PolicyText.objects.filter(locale__language_code=SOURCE_LANGUAGE).select_related("version")
    return found | {text.version.work_id: text.minutes for text in texts.order_by("version__number", "pk")}
