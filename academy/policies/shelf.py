"""All policies in a list, with where their reader stands."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import get_default_timezone

from academy.access import Place, places_of
from academy.domain.folding import fold
from academy.policies.asking import answerable_policies
from academy.policies.domain.acknowledging import version_to_show
from academy.policies.domain.force import Standing, standing
from academy.policies.models import ClauseQuestion, PolicyVersion
from academy.policies.pages import is_asked

MANY = 12
"""From so many policies on there is a search."""
LONGEST = 200


@dataclass(frozen=True)
class Shelved:
    """A policy in the list of all. `asks`: the reader is to acknowledge `version`."""

    place: Place
    version: PolicyVersion
    stands: Standing[PolicyVersion]
    asks: bool


def shelf_of(request: HttpRequest, language: str, at: datetime) -> dict[str, Any]:
    """The list of policies: what is asked first, then by title. A constant number of queries."""
    policies = shelf(request.user, language, at)
    query = request.GET.get("q", "").strip()[:LONGEST]
    found = [policy for policy in policies if fold(query) in fold(policy.place.title)]
    mine = answerable_policies(request.user).values("translation_key")
    waiting = ClauseQuestion.objects.unanswered().at_clauses_of(mine).count()
    return {
        "policies": found,
        "query": query,
        "searchable": len(policies) > MANY,
        "waiting": waiting,
        "has_asked": ClauseQuestion.objects.asked_by(request.user).exists(),
    }


def shelf(reader: Any, language: str, at: datetime) -> list[Shelved]:
    """Every policy that is live, with the version that its address shows. Two queries."""
    of_work: dict[Any, list[PolicyVersion]] = defaultdict(list)
    for version in PolicyVersion.objects.for_reader(reader).select_related("work").order_by("number"):
        of_work[version.work.translation_key].append(version)
    places = places_of(of_work, language)
    shelved = [_shelved(places[key], versions, at) for key, versions in of_work.items() if key in places]
    return sorted(shelved, key=lambda policy: (not policy.asks, fold(policy.place.title)))


def _shelved(place: Place, versions: Sequence[PolicyVersion], at: datetime) -> Shelved:
    latest = versions[-1]
    stands = standing(versions, at, get_default_timezone())
    asks = is_asked(latest)
    shown = version_to_show(latest, stands.in_force, stands.to_come, asked=asks)
    return Shelved(place, shown, stands, asks)
