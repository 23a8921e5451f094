"""Forgetting who somebody was. What they did stays, under an id that leads to no name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.cached_db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, QuerySet
from modelsearch import index
from wagtail.models import ModelLogEntry, ReferenceIndex

from academy import triggers
from academy.frozen import FrozenModel
from academy.personal import Erase, Holding, holdings
from academy.staff.actions.leading import rebuild_leadership
from academy.staff.models import User
from academy.staff.signals import people_changed, person_erased

CLEARED = {
    "first_name": "",
    "last_name": "",
    "email": "",
    "external_id": "",
    "team": None,
    "job_role": None,
    "location": None,
    "manager": None,
    "starts_on": None,
    "extra_time": 0,  # it may tell of an illness
    "last_login": None,
    "is_active": False,
    "is_staff": False,
    "is_superuser": False,
}


@dataclass(frozen=True)
class Line:
    """What becomes of so many rows of one kind: "deleted", "cleared" or "kept"."""

    title: Any
    model: str
    count: int
    becomes: str


def erasure_of(person: User) -> list[Line]:
    """What an erasure would do, and what it would leave."""
    counted = ((one, one.rows(person).count()) for one in holdings() if one.listed)
    return [Line(one.title, one.model, count, _becomes(one)) for one, count in counted if count]


def _becomes(holding: Holding) -> str:
    if holding.erase is Erase.DELETE:
        return "deleted"
    return "cleared" if holding.clear or holding.model == "staff.User" else "kept"


@transaction.atomic
def erase_person(person: User, at: datetime) -> list[Line]:
    """Take away all that names a person: names, addresses, free text, notices, settings, leave, sessions.

    Attempts, acknowledgements, the ledger and the like stay, under the opaque id. Doing it again changes nothing.
    Return what became of what.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.erased_at:
        return []
    lines = erasure_of(person)
    _clear_texts(person)
    for holding in holdings():
        if holding.erase is Erase.DELETE:
            holding.rows(person).delete()
    person_erased.send(User, person=person)
    _forget_in_log(person)
    _end_sessions(person)
    User.objects.filter(manager=person).update(manager=None)
    person.username = f"former-{person.opaque_id}"
    person.password = make_password(None)
    person.erased_at = at
    for name, value in CLEARED.items():
        setattr(person, name, value)
    User.objects.filter(pk=person.pk).update(
        username=person.username, password=person.password, erased_at=at, **CLEARED
    )
    index.insert_or_update_object(person)
    rebuild_leadership()
    people_changed.send(User)
    return lines


def _clear_texts(person: User) -> None:
    """Also in rows that the database guards: nobody else sees their tables without the guards meanwhile."""
    clearing = [one for one in holdings() if one.clear and one.rows(person).exists()]
    frozen = {one.type for one in clearing if issubclass(one.type, FrozenModel)}
    if not frozen:
        _clear(clearing, person)
        return
    with triggers.lifted(*frozen):
        _clear(clearing, person)


def _clear(clearing: Iterable[Holding], person: User) -> None:
    for holding in clearing:
        rows: QuerySet[Model] = QuerySet(model=holding.type)
        rows.filter(pk__in=list(holding.rows(person).values_list("pk", flat=True))).update(**holding.clear)


def _forget_in_log(person: User) -> None:
    """What the CMS wrote of changes of the account, where labels are names, and of what the account points at."""
    users, key = ContentType.objects.get_for_model(User), str(person.pk)
    ModelLogEntry.objects.filter(content_type=users, object_id=key).update(label="", data={})
    ReferenceIndex.objects.filter(base_content_type=users, object_id=key).delete()


def _end_sessions(person: User) -> None:
    for session in Session.objects.iterator(chunk_size=2000):
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            SessionStore(session.session_key).delete()
