"""A push in a process of its own: `make NUMBER`, `apply [CHUNKS]` (then it is killed), `count`."""

import json
import os
import signal
import sys
from datetime import UTC, datetime
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.dev")
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def make(number: str) -> None:
    from academy.assignments.models import AssignmentRule, Work
    from academy.staff.models import Audience, User

    User.objects.bulk_create(User(username=f"agent{n}", email=f"{n}@example.com") for n in range(int(number)))
    work = Work.objects.create(kind=Work.Kind.COURSE, translation_key="00000000-0000-0000-0000-000000000001")
    everybody = Audience.objects.create(name="All of them", everyone=True)
    AssignmentRule.objects.create(work=work, audience=everybody, due_days=3)


def apply(chunks: str = "") -> None:
    """With `chunks`: the process ends in the middle of the next one, without a word, as by a cut of the power."""
    from academy.assignments.actions import apply_rules, asking

    tell, left = asking.inbox.tell, [None] * int(chunks or 10_000)

    def tell_or_die(**news: Any) -> Any:
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left.pop()
        return tell(**news)

    asking.inbox.tell = tell_or_die
    apply_rules(AT)


def count() -> None:
    from academy.assignments.models import Assignment, AssignmentEvent, AssignmentSource, Reach
    from academy.inbox.models import Delivery, Notice

    models = (Assignment, AssignmentSource, AssignmentEvent, Notice, Delivery)
    counts: dict[str, Any] = {model.__name__: model.objects.count() for model in models}
    sys.stdout.write(json.dumps({**counts, "reach": list(Reach.objects.values_list("asked", "named").get())}))


if __name__ == "__main__":
    django.setup()
    {"make": make, "apply": apply, "count": count}[sys.argv[1]](*sys.argv[2:])
