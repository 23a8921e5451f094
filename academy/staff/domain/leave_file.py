"""Files of leave: a table, or a calendar. What each line says, and why it is refused."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar

from academy.staff.domain.people_file import read_day
from academy.staff.domain.problems import Reason, Refusal
from academy.staff.domain.tables import FileError, Row, read_table, text_of

COLUMNS = ("external_id", "kind", "starts_on", "ends_on")
REQUIRED = ("external_id", "starts_on", "ends_on")
KINDS = ("leave", "sick", "other")
LONGEST = timedelta(days=730)
HORIZON = timedelta(days=730)
"""How far ahead what repeats is written out."""
TIMES = 400
"""How often one entry may repeat within it."""
DAY = timedelta(days=1)
CALENDAR = re.compile(rb"\s*(\xef\xbb\xbf)?\s*BEGIN:VCALENDAR", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """A person whose leave may come in."""

    pk: int
    zone: str


@dataclass(frozen=True)
class People:
    by_id: Mapping[str, Known]
    by_email: Mapping[str, Known]
    """In small letters."""


@dataclass(frozen=True, slots=True, order=True)
class Leave:
    person: int
    starts_on: date
    ends_on: date
    kind: str = "leave"


@dataclass
class LeaveFile:
    leave: list[Leave] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


class Wrong(Exception):
    def __init__(self, column: str, reason: Reason, detail: str = "") -> None:
        super().__init__(reason)
        self.column, self.reason, self.detail = column, reason, detail


def read_leave(data: bytes, people: People, today: date) -> LeaveFile:
    """What the file says of whom, in the order of the file. `today` begins the horizon of what repeats.

    Raises FileError.
    """
    found = LeaveFile()
    if CALENDAR.match(data):
        for line, event in _events(data):
            _take(found, line, lambda event=event: _of_event(event, people, today))
    else:
        table = read_table(data, COLUMNS, REQUIRED)
        if not table.rows:
            raise FileError(Refusal(1, "", Reason.EMPTY))
        found.refusals += table.refusals
        broken = {refusal.line for refusal in table.refusals}
        for row in table.rows:
            if row.line not in broken:
                _take(found, row.line, lambda row=row: _of_row(row, people))
    return found


def _take(found: LeaveFile, line: int, read: Any) -> None:
    try:
        found.leave += read()
    except Wrong as wrong:
        found.refusals.append(Refusal(line, wrong.column, wrong.reason, wrong.detail[:80]))


def _of_row(row: Row, people: People) -> list[Leave]:
    cells = row.cells
    for column in REQUIRED:
        if not cells[column]:
            raise Wrong(column, Reason.REQUIRED)
    person = people.by_id.get(cells["external_id"])
    if person is None:
        raise Wrong("external_id", Reason.UNKNOWN_PERSON, cells["external_id"])
    kind = cells.get("kind", "").lower() or "leave"
    if kind not in KINDS:
        raise Wrong("kind", Reason.KIND, kind)
    days = []
    for column in ("starts_on", "ends_on"):
        try:
            days.append(read_day(cells[column]))
        except ValueError:
            raise Wrong(column, Reason.DATE, cells[column]) from None
    first, last = days
    assert first
    assert last
    return [_checked(Leave(person.pk, first, last, kind))]


def _checked(leave: Leave) -> Leave:
    if leave.ends_on < leave.starts_on:
        raise Wrong("ends_on", Reason.ORDER)
    if leave.ends_on - leave.starts_on > LONGEST:
        raise Wrong("ends_on", Reason.TOO_LONG_AWAY)
    return leave


# Calendars


def _events(data: bytes) -> Iterator[tuple[int, Any]]:
    """Each VEVENT with the line on which it begins."""
    text = text_of(data.lstrip())
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT"]
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except Exception as error:  # whatever the library says of what it can not read
        raise FileError(Refusal(1, "", Reason.NO_CALENDAR)) from error
    if len(lines) != len(events):  # cut off: the library passes over what does not end
        raise FileError(Refusal(lines[len(events)] if len(lines) > len(events) else 1, "", Reason.NO_CALENDAR))
    if not events:
        raise FileError(Refusal(1, "", Reason.EMPTY))
    yield from zip(lines, events, strict=True)


def _of_event(event: Any, people: People, today: date) -> list[Leave]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return []
    person = _person_of(event, people)
    kind = _kind_of(event)
    first, last = _days_of(event, ZoneInfo(person.zone))
    _checked(Leave(person.pk, first, last))
    return [Leave(person.pk, day, day + (last - first), kind) for day in _repeated(event, first, today)]


def _person_of(event: Any, people: People) -> Known:
    if external_id := str(event.get("X-EXTERNAL-ID", "")).strip():
        found = people.by_id.get(external_id)
        named = external_id
    else:
        attendees = event.get("ATTENDEE") or event.get("ORGANIZER")
        if attendees is None:
            raise Wrong("ATTENDEE", Reason.NO_PERSON)
        addresses = attendees if isinstance(attendees, list) else [attendees]
        if len(addresses) > 1:
            raise Wrong("ATTENDEE", Reason.SEVERAL_PEOPLE)
        named = re.sub("^mailto:", "", str(addresses[0]), flags=re.IGNORECASE).strip()
        found = people.by_email.get(named.lower())
    if found is None:
        raise Wrong("ATTENDEE", Reason.UNKNOWN_PERSON, named)
    return found


def _kind_of(event: Any) -> str:
    """What the calendar calls its kind, where we have the same; the summary may say what is nobody's business."""
    categories = event.get("CATEGORIES")
    names = [str(name).lower() for name in getattr(categories, "cats", [])]
    return next((name for name in names if name in KINDS), "leave")


def _days_of(event: Any, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last day. A moment counts as the day that it is where the person is."""
    try:
        start = event["DTSTART"].dt
        if "DTEND" in event:
            end = event["DTEND"].dt
        elif "DURATION" in event:
            end = start + event["DURATION"].dt
        else:
            end = start
    except (KeyError, AttributeError, TypeError) as error:
        raise Wrong("DTSTART", Reason.NO_DATE) from error
    if isinstance(start, datetime) != isinstance(end, datetime):
        raise Wrong("DTEND", Reason.NO_DATE)
    if not isinstance(start, datetime):  # the end of whole days is the day after
        return start, max(end - DAY, start) if end >= start else end
    first, until = _local(start, zone), _local(end, zone)
    if until > first:
        until -= timedelta(microseconds=1)
    return first.date(), until.date()


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def _repeated(event: Any, first: date, today: date) -> list[date]:
    """The first days of each time, up to the horizon."""
    if "RECURRENCE-ID" in event or "RDATE" in event:
        raise Wrong("RRULE", Reason.RECURRENCE, "RECURRENCE-ID" if "RECURRENCE-ID" in event else "RDATE")
    rule = event.get("RRULE")
    if rule is None:
        return [first]
    # Days repeat, not moments: an end of the repetition as a moment is the day of it.
    text = re.sub(r"(UNTIL=\d{8})T\d{6}Z?", r"\1", rule.to_ical().decode())
    start = datetime.combine(first, datetime.min.time())
    try:
        times = rrulestr(text, dtstart=start)
        until = datetime.combine(max(today, first) + HORIZON, datetime.min.time())
        days = [time.date() for time in times.xafter(start, count=TIMES + 1, inc=True) if time <= until]
    except (ValueError, TypeError) as error:
        raise Wrong("RRULE", Reason.RECURRENCE, text) from error
    if len(days) > TIMES:
        raise Wrong("RRULE", Reason.RECURRENCE, text)
    return [day for day in days if day not in _without(event)]


def _without(event: Any) -> set[date]:
    dates = event.get("EXDATE", [])
    found = [one.dt for part in (dates if isinstance(dates, list) else [dates]) for one in part.dts]
    return {one.date() if isinstance(one, datetime) else one for one in found}
