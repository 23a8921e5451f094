"""Taking a course anew: a further enrolment beside the old one, which stays as it is."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from academy.access import SOURCE_LANGUAGE
from academy.assignments.actions import renewable
from academy.assignments.models import Work
from academy.content import stamp
from academy.returning import update_returning
from courses.models import Enrolment
from courses.outline import outline_of
from quizzes.actions import start_afresh


@transaction.atomic
def begin_anew(course: Work, learners: Collection[int], at: datetime) -> int:
    """Let those of these people (ids) who completed a course take it from its beginning; return how many.

    Who is on the way goes on. A repeat changes nothing.
    """
    completed = Enrolment.objects.current().completed(course).filter(learner__in=learners)
    people = [learner for (learner,) in update_returning(completed, ("learner_id",), renewed_at=at)]
    if people:
        units = outline_of(course.translation_key, SOURCE_LANGUAGE, stamp()).units
        start_afresh(people, [unit.work_id for unit in units if unit.kind == Work.Kind.QUIZ], at)
    return len(people)


def start_renewal(learner: Any, course: Work, at: datetime) -> bool:
    """Begin anew because the learner wants to; False where it is not time yet, or they are at it already."""
    return renewable(learner, course, at) and begin_anew(course, [learner.pk], at) > 0
