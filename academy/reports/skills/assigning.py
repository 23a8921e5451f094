"""Having named people take a course."""

from collections.abc import Collection

from django.db import transaction
from django.utils.text import Truncator

from academy.assignments.models import Assignment, AssignmentRule, Work
from academy.assignments.tasks import apply_rule_later
from academy.staff.models import Audience, User


@transaction.atomic
def assign_to(work: Work, people: Collection[User], days: int, note: str, by: User) -> list[User]:
    """Ask those of `people` who were not asked yet, due so many days after; return them. `note`: why, as they read it.

    Whoever has it to do is not asked again. Of two who press at once both rules name the same people, and a person
    still has one assignment.
    """
    open_for = set(Assignment.objects.open().filter(work=work, learner__in=people).values_list("learner", flat=True))
    asked = [person for person in people if person.pk not in open_for]
    if asked:
        audience = Audience.objects.create(name=Truncator(f"{work.title}: {note}").chars(160), listed=False)
        audience.named.set(asked)
        rule = AssignmentRule.objects.create(work=work, audience=audience, due_days=days, note=note, created_by=by)
        apply_rule_later(rule)
    return asked
