"""A process of `test_races`: `make` makes a policy and says its id; `publish ID WORDS MOMENT` changes it then."""

import sys
import time

import django

django.setup()

from academy.policies.models import PolicyPage  # noqa: E402
from tests import builders  # noqa: E402


def main(what: str, *given: str) -> None:
    if what == "make":
        sys.stdout.write(f"{builders.make_policy().page.pk}\n")
        return
    pk, words, moment = given
    page = PolicyPage.objects.get(pk=pk)
    page.clauses = page._meta.get_field("clauses").to_python(builders.clauses(words))
    page.change_summary = words
    revision = page.save_revision()
    time.sleep(max(0.0, float(moment) - time.time()))
    revision.publish()


main(*sys.argv[1:])
