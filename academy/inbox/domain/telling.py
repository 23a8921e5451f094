"""When and by which channel a person hears of something. Times of day are the person's own; moments are UTC."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

EMAIL, DIGEST, PUSH, CHAT = "email", "digest", "push", "chat"
AT_ONCE, IN_DIGEST, NEVER = "at_once", "in_digest", "never"

DAY = timedelta(days=1)
A_DAY = 6
"""So many messages reach a person in 24 hours by one channel; the rest goes into the digest."""

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    *[timedelta(hours=6)] * 7,
)
"""Between one try and the next. After the last, a little less than two days have passed, and we give up."""


@dataclass(frozen=True)
class Way:
    """How a person can be reached, and wants to be.

    `email`, `push` and `chat` say whether there is an address, a browser, a webhook. `mail` is AT_ONCE, IN_DIGEST or
    NEVER. Quiet hours last from `quiet_from` until `quiet_until`, over midnight where the latter is earlier.
    """

    zone: str
    email: bool = True
    push: bool = False
    chat: bool = False
    mail: str = AT_ONCE
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest_at: time = time(8)


def deliveries(way: Way, at: datetime, *, mandatory: bool) -> list[tuple[str, datetime]]:
    """By which channels, and from when on, a person hears of what happens at `at`.

    What is mandatory is never silenced: who wants no e-mails has it in the digest. The inbox has everything.
    """
    out_loud = after_quiet_hours(way, at)
    found = []
    if way.email and way.mail == AT_ONCE:
        found.append((EMAIL, out_loud))
    elif way.email and (mandatory or way.mail == IN_DIGEST):
        found.append((DIGEST, next_digest(way, at)))
    if way.push:
        found.append((PUSH, out_loud))
    if way.chat:
        found.append((CHAT, out_loud))
    return found


def is_quiet(way: Way, at: datetime) -> bool:
    """Whether `at` lies in the quiet hours: from their first minute on, and no longer at their last."""
    start, end = way.quiet_from, way.quiet_until
    if start is None or end is None or start == end:
        return False
    clock = at.astimezone(ZoneInfo(way.zone)).time()
    return start <= clock < end if start < end else clock >= start or clock < end


def after_quiet_hours(way: Way, at: datetime) -> datetime:
    """`at`, or the end of the quiet hours in which it lies."""
    if way.quiet_until is None or not is_quiet(way, at):
        return at
    return next_time(way.quiet_until, at, ZoneInfo(way.zone))


def next_digest(way: Way, at: datetime) -> datetime:
    """The next digest after `at`: at the hour that the person chose, though not in their quiet hours."""
    return after_quiet_hours(way, next_time(way.digest_at, at, ZoneInfo(way.zone)))


def next_time(clock: time, at: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after `at` at which the clocks of `zone` show `clock`.

    A time that the clocks leave out in spring counts from before the change: 2:30 is then 3:30. Of a time that they
    show twice in autumn the first that is still to come counts.
    """
    return next(moment for moment in _showings(clock, at, zone) if moment > at)


def _showings(clock: time, at: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    today = at.astimezone(zone).date()
    for days in range(3):
        for fold in (0, 1):
            shown = datetime.combine(today + days * DAY, clock, tzinfo=zone).replace(fold=fold).astimezone(UTC)
            if fold == 0 or shown.astimezone(zone).time() == clock:  # a time that was left out has no second
                yield shown


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries (at least one) have failed; None when that is enough."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None
