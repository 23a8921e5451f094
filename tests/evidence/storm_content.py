"""Run as a program: a policy, and so many people who may acknowledge it; says where and who, as JSON.

With "done" as well, they have acknowledged it, and the ledger is sealed.
"""

import json
import sys

import django

django.setup()

from django.utils.timezone import now  # noqa: E402

from academy.evidence.actions import seal  # noqa: E402
from academy.policies.actions import acknowledge  # noqa: E402
from academy.staff.models import User  # noqa: E402
from tests import builders  # noqa: E402
from tests.quizzes.storm_content import session_of  # noqa: E402


def main(count: int, *, done: bool) -> None:
    people = [User.objects.create(username=f"person-{number}", password="!") for number in range(count)]
    text = builders.make_policy("storm").version.texts.get()
    if done:
        for person in people:
            acknowledge(person, text, now())
        seal(now())
    sessions = [session_of(person) for person in people]
    print(json.dumps({"text": text.pk, "sessions": sessions}))  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]), done="done" in sys.argv)
