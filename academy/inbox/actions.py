"""Telling people, and taking it back. By which channel and when somebody hears of something is decided here alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from academy.inbox import statements
from academy.inbox.domain import telling
from academy.inbox.models import Notice, PushSubscription
from academy.inbox.statements import Source, Telling
from academy.staff.models import User

CHUNK = 5000
BROWSERS = 10  # of one person; the oldest is forgotten first


def tell(
    *,
    kind: str,
    about: str,
    recipients: Mapping[int, datetime | None],
    titles: Mapping[str, str],
    path: str,
    at: datetime,
    number: int = 0,
    facts: Mapping[str, Any] | None = None,
) -> int:
    """Put one notice into the inbox of each recipient (user id → due date), once; return how many are new.

    `number` says which reminder of the same thing it is: a further one takes the place of those before it. `facts` hold
    what the headline says beside the title. Each notice gets its deliveries, which the worker sends after the
    transaction. A constant number of statements for each CHUNK of people.
    """
    told = Telling(kind, about, number, titles, facts or {}, path, at)
    people = list(recipients.items())
    chunks = (people[start : start + CHUNK] for start in range(0, len(people), CHUNK))
    return sum(_tell(told, statements.from_mapping(dict(chunk))) for chunk in chunks)


def tell_everyone_of(
    assignments: QuerySet[Any],
    *,
    kind: str,
    about: str,
    titles: Mapping[str, str],
    path: str,
    at: datetime,
    number: int = 0,
    facts: Mapping[str, Any] | None = None,
) -> int:
    """The same for the learners of `assignments` (any rows with `learner` and `due_at`), read by the database alone.

    The same few statements whatever their number: whoever has a hundred thousand gives them in parts.
    """
    told = Telling(kind, about, number, titles, facts or {}, path, at)
    source = statements.from_query(assignments)
    return _tell(told, source) if source else 0


@transaction.atomic
def _tell(told: Telling, source: Source) -> int:
    new = statements.insert_notices(told, source)
    if new and told.number:
        statements.withdraw_earlier(told, source)
    if new:
        _have_delivered(told, source)
    return new


def _have_delivered(told: Telling, source: Source, *, again: bool = False) -> None:
    from academy.inbox.tasks import deliver_soon

    if plan := _plan(told, statements.ways_of(told, source)):
        statements.insert_deliveries(told, source, plan, again=again)
        deliver_soon()


def _plan(told: Telling, ways: Iterable[str]) -> list[tuple[str, str, datetime]]:
    mandatory = told.kind in Notice.MANDATORY
    return [
        (way, channel, send_after)
        for way in ways
        for channel, send_after in telling.deliveries(statements.way_of(way), told.at, mandatory=mandatory)
    ]


def withdraw(abouts: Iterable[str], recipients: Iterable[int], at: datetime) -> None:
    """Take notices out of the inbox: what they asked for is done, or no longer asked. What is not sent yet, is not."""
    told = Notice.objects.filter(about__in=list(abouts), recipient__in=list(recipients), withdrawn_at=None)
    told.update(withdrawn_at=at)


@transaction.atomic
def subscribe(person: User, *, endpoint: str, p256dh: str, auth: str, at: datetime) -> None:
    """Let a browser tell a person. Where it told somebody else before, it no longer does: they share a desk."""
    browser = {"person": person, "p256dh": p256dh, "auth": auth, "created_at": at}
    PushSubscription.objects.update_or_create(endpoint=endpoint, defaults=browser)
    latest = PushSubscription.objects.filter(person=person).order_by("-created_at", "-pk")
    PushSubscription.objects.filter(pk__in=list(latest.values_list("pk", flat=True)[BROWSERS:])).delete()


@transaction.atomic
def tell_again(*, kind: str, about: str, recipients: Mapping[int, datetime | None], at: datetime) -> None:
    """Put notices that were withdrawn back into the inbox, unread, and send them again: what they ask for is asked
    again, by another date.

    One statement for all who share a date, and two that send.
    """
    people: dict[datetime | None, list[int]] = defaultdict(list)
    for pk, due in recipients.items():
        people[due].append(pk)
    for due, theirs in people.items():
        Notice.objects.filter(kind=kind, about=about, recipient__in=theirs).update(
            withdrawn_at=None, read_at=None, created_at=at, due_at=due
        )
    again = Telling(kind, about, 0, titles={}, facts={}, path="", at=at)
    _have_delivered(again, statements.from_mapping(recipients), again=True)


def redate(about: str, recipients: Iterable[int], due_at: datetime) -> None:
    """What a notice asks for is due at another date."""
    Notice.objects.filter(about=about, recipient__in=list(recipients)).update(due_at=due_at)


def forget_name(name: str) -> None:
    """Take a name out of the notices of others. That of a namesake goes too: a notice knows names, not people."""
    for notice in Notice.objects.filter(facts__person=name):
        notice.facts = {**notice.facts, "person": "—"}
        notice.save(update_fields=["facts"])


def forget_notices(before: datetime) -> int:
    """Delete what is read or withdrawn and older, with its deliveries; return how many notices there were."""
    old = Notice.objects.filter(created_at__lt=before).exclude(read_at=None, withdrawn_at=None)
    some = list(old.order_by("pk").values_list("pk", flat=True)[:CHUNK])
    Notice.objects.filter(pk__in=some).delete()
    return len(some)
