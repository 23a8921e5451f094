"""What stands behind one cell of the matrix."""

from typing import Any

from django.db.models import F

from academy.assignments.models import Assignment, AssignmentEvent, Extension, OtherEvidence, Work
from academy.policies.models import Acknowledgement
from academy.staff.models import User
from courses.models import Enrolment
from quizzes.models import Attempt

MOST = 20


def trail(person: User, work: Work) -> dict[str, Any]:
    """Every cycle of `work` for `person`, the latest first, with its evidence and events. Seven statements."""
    cycles = list(
        Assignment.objects.filter(learner=person, work=work)
        .prefetch_related("sources__rule__audience", "exemptions__by")
        .order_by("-cycle")
    )
    return {
        "cycles": cycles,
        "extensions": list(Extension.objects.of(cycles)),
        "accepted": list(OtherEvidence.objects.filter(assignment__in=cycles).select_related("by")),
        "events": list(AssignmentEvent.objects.filter(assignment__in=cycles).order_by("-at", "-pk")[:MOST]),
        "acknowledgements": _acknowledgements(person, work),
        "enrolments": list(Enrolment.objects.filter(learner=person, course=work).with_done_units()),
        "attempts": _attempts(person, work),
    }


def _acknowledgements(person: User, work: Work) -> list[Acknowledgement]:
    if work.kind != Work.Kind.POLICY:
        return []
    given = Acknowledgement.objects.filter(learner=person, version__work=work)
    return list(given.select_related("version", "text__locale", "given_by").order_by("-at"))


def _attempts(person: User, work: Work) -> list[Attempt]:
    if work.kind != Work.Kind.QUIZ:
        return []
    handed_in = Attempt.objects.of(person).filter(work=work).handed_in().with_grade()
    return list(handed_in.order_by(F("handed_in_at").desc())[:MOST])
