"""Inviting people who have no password yet, and letting them in."""

import logging
import secrets
import smtplib
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.mail import get_connection
from django.db import connection, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from academy.returning import update_returning
from academy.staff.mailing import invitation_mail
from academy.staff.models import Invitation, User

logger = logging.getLogger(__name__)

VALID = timedelta(days=14)
EARLY = timedelta(days=3)  # before the first day of a newcomer
LEASE = timedelta(minutes=15)
BATCH = 50
TRIES = 8
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another


@transaction.atomic
def invite(people: Iterable[int], at: datetime, by: User | None = None) -> int:
    """Have those of `people` (ids) invited by e-mail who are active, have an address and no password; return how many.

    Newcomers hear of it some days before their first. What was sent before no longer works. A few statements for each
    thousand people.
    """
    wanted = list(people)
    invited = 0
    some_open = Invitation.objects.open().exists()
    for start in range(0, len(wanted), 1000):
        chunk = User.objects.active().filter(
            pk__in=wanted[start : start + 1000], password__startswith=UNUSABLE_PASSWORD_PREFIX
        )
        by_time: dict[datetime, list[int]] = defaultdict(list)
        for pk, day in chunk.exclude(email="").values_list("pk", "starts_on"):
            by_time[_when(day, at)].append(pk)
        for send_after, some in by_time.items():
            if some_open:
                _end_open(some, at)
            _insert(some, at, send_after, by)
            invited += len(some)
    if invited:
        _send_soon()
    return invited


def _insert(people: list[int], at: datetime, send_after: datetime, by: User | None) -> None:
    """One statement: making a hundred thousand objects takes longer than all the rest of an import."""
    moment = connection.ops.adapt_datetimefield_value
    values = {
        "kind": Invitation.Kind.LINK,
        "made_at": moment(at),
        "made_by_id": by and by.pk,
        "send_after": moment(send_after),
        "tries": 0,
        "outcome": "",
        "secret_hash": "",
    }
    gaps, marks = ", ".join(["%s"] * len(values)), ", ".join(["%s"] * len(people))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Invitation._meta.db_table} (person_id, {', '.join(values)})"
            f" SELECT id, {gaps} FROM {User._meta.db_table} WHERE id IN ({marks})",
            [*values.values(), *people],
        )


def _when(starts_on: date | None, at: datetime) -> datetime:
    return max(at, datetime.combine(starts_on, time(6), tzinfo=UTC) - EARLY) if starts_on else at


def _end_open(people: list[int], at: datetime) -> None:
    Invitation.objects.open().to(people).update(ended_at=at, send_after=None)


def _send_soon() -> None:
    from academy.staff.tasks import send_invitations_soon

    send_invitations_soon()


@transaction.atomic
def invite_again(person: User, at: datetime, by: User) -> bool:
    """Send a person a new link now; return whether there is anybody to invite, and an address to send it to.

    Who has a password makes a new one by the way for those who have forgotten theirs.
    """
    if not (person.email and person.is_active) or person.has_usable_password():
        return False
    _end_open([person.pk], at)
    Invitation.objects.create(person=person, made_at=at, made_by=by, send_after=at)
    _send_soon()
    return True


@transaction.atomic
def make_code(person: User, at: datetime, by: User) -> tuple[Invitation, str]:
    """A code that lets a person in once, to be handed over on paper. It is told here and nowhere else."""
    code = "".join(secrets.choice(LETTERS) for _letter in range(12))
    _end_open([person.pk], at)
    invitation = Invitation.objects.create(
        person=person,
        kind=Invitation.Kind.CODE,
        made_at=at,
        made_by=by,
        secret_hash=hash_of(code),
        expires_at=at + VALID,
    )
    return invitation, "-".join(code[start : start + 4] for start in range(0, 12, 4))


def hash_of(secret: str) -> str:
    """With the key of the site: whoever reads the database alone can not try codes."""
    return salted_hmac("academy.staff.invitation", secret, algorithm="sha256").hexdigest()


def find_invitation(secret: str, username: str | None = None) -> Invitation | None:
    """The invitation with this secret, of whatever state. A code (with the `username` beside it) may be written in
    small letters, with or without dashes."""
    found = Invitation.objects.select_related("person")
    if username is None:
        return found.filter(secret_hash=hash_of(secret)).first()
    code = "".join(letter for letter in secret.upper() if letter.isalnum())
    return found.filter(secret_hash=hash_of(code), person__username__iexact=username.strip()).first()


@transaction.atomic
def accept_invitation(invitation: Invitation, password: str, at: datetime) -> User | None:
    """Give the person this password, once; None where somebody was quicker, or the invitation no longer holds."""
    live = Invitation.objects.live(at).filter(pk=invitation.pk, person__is_active=True)
    if not live.update(used_at=at, send_after=None):
        return None
    person: User = invitation.person
    person.set_password(password)
    person.save(update_fields=["password"])
    _end_open([person.pk], at)
    return person


def send_invitations(at: datetime) -> bool:
    """Send some of the links that are due; return whether some may be left.

    Claimed by a conditional update, so that two workers never send the same one.
    """
    due = list(Invitation.objects.due(at).order_by("send_after", "pk").values_list("pk", flat=True)[:BATCH])
    claimed = update_returning(
        Invitation.objects.due(at).filter(pk__in=due), ("id",), send_after=at + LEASE, tries=F("tries") + 1
    )
    mine = Invitation.objects.filter(pk__in=[pk for (pk,) in claimed]).select_related("person").order_by("pk")
    if claimed:
        _send_all(list(mine), at)
    return len(due) == BATCH


def _send_all(invitations: list[Invitation], at: datetime) -> None:
    """Where no server answers, all of them wait."""
    left = list(invitations)
    try:
        with get_connection() as connection:
            while left:
                _send(left[0], connection, at)
                left.pop(0)
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("Invitations are not sent: %s", error)
        for invitation in left:
            _note(invitation, _failure(invitation, error, at))


def _send(invitation: Invitation, connection: object, at: datetime) -> None:
    person = invitation.person
    if not person.email or not person.is_active or person.has_usable_password():
        _note(invitation, {"send_after": None, "ended_at": at})
        return
    secret = secrets.token_urlsafe(32)
    _note(invitation, {"secret_hash": hash_of(secret), "expires_at": at + VALID})
    try:
        invitation_mail(person, secret, at + VALID, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        _note(invitation, _failure(invitation, error, at))
    else:
        _note(invitation, {"send_after": None, "sent_at": at, "outcome": ""})


def _failure(invitation: Invitation, error: Exception, at: datetime) -> dict[str, object]:
    pause = min(timedelta(minutes=5) * 3**invitation.tries, timedelta(hours=6))
    last = invitation.tries >= TRIES
    return {"send_after": None if last else at + pause, "outcome": str(error)[:300]}


def _note(invitation: Invitation, change: dict[str, object]) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(**change)
