"""What the pages show of certificates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from academy.access import Place, places_of
from academy.certificates.domain.standing import Standing
from academy.certificates.models import Certificate
from academy.certificates.paper import address_of
from academy.staff.models import User


@dataclass(frozen=True)
class Line:
    """`check`: the address at which anybody checks it."""

    certificate: Certificate
    place: Place
    standing: Standing
    check: str


def certificates_of(person: User, at: datetime, language: str) -> list[Line]:
    """All that somebody was given, the latest first. Two statements."""
    return lines_of(Certificate.objects.of(person).for_reading(), at, language)


def lines_of(certificates: Iterable[Certificate], at: datetime, language: str) -> list[Line]:
    rows = list(certificates)
    found = places_of([row.rule.work.translation_key for row in rows], language)
    return [
        Line(
            row,
            found.get(row.rule.work.translation_key) or Place(row.rule.work.title, "", "en"),
            row.standing(at.astimezone(row.assignment.learner.zone).date()),
            address_of(row),
        )
        for row in rows
    ]
