"""The rules that decide by which channel and when somebody hears of something."""

from datetime import UTC, datetime, time, timedelta

import pytest

from academy.inbox.domain import telling
from academy.inbox.domain.isolation import isolated, one_line
from academy.inbox.domain.telling import CHAT, DIGEST, EMAIL, PAUSES, PUSH, Way, deliveries, is_quiet, next_digest

LONDON, TEHRAN, SAIGON = "Europe/London", "Asia/Tehran", "Asia/Ho_Chi_Minh"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NOON = utc("2026-01-14 12:00")
DIGEST_AT = utc("2026-01-15 08:00")


@pytest.mark.parametrize(
    ("way", "mandatory", "expected"),
    [
        (Way("UTC"), False, [(EMAIL, NOON)]),
        (Way("UTC", mail="in_digest"), False, [(DIGEST, DIGEST_AT)]),
        (Way("UTC", mail="never"), False, []),
        (Way("UTC", mail="never"), True, [(DIGEST, DIGEST_AT)]),
        (Way("UTC", mail="in_digest"), True, [(DIGEST, DIGEST_AT)]),
        (Way("UTC", email=False), True, []),
        (Way("UTC", email=False, push=True), False, [(PUSH, NOON)]),
        (Way("UTC", push=True, chat=True), True, [(EMAIL, NOON), (PUSH, NOON), (CHAT, NOON)]),
        (Way("UTC", mail="never", chat=True), True, [(DIGEST, DIGEST_AT), (CHAT, NOON)]),
    ],
)
def test_by_which_channels(way: Way, mandatory: bool, expected: list[tuple[str, datetime]]) -> None:
    assert deliveries(way, NOON, mandatory=mandatory) == expected


@pytest.mark.parametrize(
    ("start", "end", "clock", "quiet"),
    [
        ("22:00", "07:00", "21:59", False),
        ("22:00", "07:00", "22:00", True),
        ("22:00", "07:00", "00:00", True),
        ("22:00", "07:00", "06:59", True),
        ("22:00", "07:00", "07:00", False),
        ("12:00", "13:00", "11:59", False),
        ("12:00", "13:00", "12:00", True),
        ("12:00", "13:00", "13:00", False),
        ("00:00", "00:00", "00:00", False),  # no time at all, not a whole day
        ("07:00", "07:00", "12:00", False),
    ],
)
def test_quiet_hours(start: str, end: str, clock: str, quiet: bool) -> None:
    way = Way("UTC", quiet_from=time.fromisoformat(start), quiet_until=time.fromisoformat(end))
    assert is_quiet(way, utc(f"2026-01-14 {clock}")) is quiet


@pytest.mark.parametrize("way", [Way("UTC"), Way("UTC", quiet_from=time(22)), Way("UTC", quiet_until=time(7))])
def test_half_of_quiet_hours_is_none(way: Way) -> None:
    assert not is_quiet(way, utc("2026-01-14 23:00"))


@pytest.mark.parametrize(
    ("zone", "quiet", "at", "expected"),
    [
        # Over midnight: on the same day after it, on the next before it.
        ("UTC", "22:00-07:00", "2026-01-14 21:59", "2026-01-14 21:59"),
        ("UTC", "22:00-07:00", "2026-01-14 22:00", "2026-01-15 07:00"),
        ("UTC", "22:00-07:00", "2026-01-15 06:59", "2026-01-15 07:00"),
        ("UTC", "22:00-07:00", "2026-01-15 07:00", "2026-01-15 07:00"),
        # Half an hour past the hour, and no summer time: 22:00 in Tehran is 18:30 UTC.
        (TEHRAN, "22:00-07:00", "2026-07-14 18:29", "2026-07-14 18:29"),
        (TEHRAN, "22:00-07:00", "2026-07-14 18:30", "2026-07-15 03:30"),
        (TEHRAN, "22:00-07:00", "2026-01-14 20:45", "2026-01-15 03:30"),
        (SAIGON, "22:00-07:00", "2026-01-14 15:00", "2026-01-15 00:00"),
        # The night in which London loses an hour (29 March 2026, 1:00 to 2:00), and the one that has one more.
        (LONDON, "22:00-07:00", "2026-03-28 22:00", "2026-03-29 06:00"),
        (LONDON, "22:00-01:30", "2026-03-28 22:00", "2026-03-29 01:30"),
        (LONDON, "22:00-07:00", "2026-10-24 21:00", "2026-10-25 07:00"),
        (LONDON, "22:00-01:30", "2026-10-25 00:15", "2026-10-25 00:30"),  # 1:15, the first time
        (LONDON, "22:00-01:30", "2026-10-25 01:15", "2026-10-25 01:30"),  # 1:15, the second time
    ],
)
def test_the_end_of_quiet_hours(zone: str, quiet: str, at: str, expected: str) -> None:
    start, end = (time.fromisoformat(clock) for clock in quiet.split("-"))
    way = Way(zone, quiet_from=start, quiet_until=end, push=True)
    assert telling.after_quiet_hours(way, utc(at)) == utc(expected)
    assert {moment for _channel, moment in deliveries(way, utc(at), mandatory=True)} == {utc(expected)}


@pytest.mark.parametrize(
    ("way", "at", "expected"),
    [
        (Way("UTC"), "2026-01-14 07:59", "2026-01-14 08:00"),
        (Way("UTC"), "2026-01-14 08:00", "2026-01-15 08:00"),
        (Way(TEHRAN), "2026-01-14 04:29", "2026-01-14 04:30"),
        (Way(TEHRAN), "2026-01-14 04:30", "2026-01-15 04:30"),
        (Way(LONDON), "2026-03-28 12:00", "2026-03-29 07:00"),
        (Way(LONDON), "2026-10-24 12:00", "2026-10-25 08:00"),
        (Way(LONDON, digest_at=time(1, 30)), "2026-03-28 12:00", "2026-03-29 01:30"),  # 1:30 is left out: 2:30
        (Way("UTC", quiet_from=time(20), quiet_until=time(9)), "2026-01-14 12:00", "2026-01-15 09:00"),
    ],
)
def test_the_next_digest(way: Way, at: str, expected: str) -> None:
    assert next_digest(way, utc(at)) == utc(expected)


def test_tries_grow_apart_and_end_within_two_days() -> None:
    pauses = [telling.pause_after(tries) for tries in range(1, len(PAUSES) + 2)]
    minutes = [pause.total_seconds() / 60 for pause in pauses if pause]
    assert minutes[:5] == [1, 5, 30, 120, 360]
    assert minutes == sorted(minutes)
    assert pauses[-1] is None
    assert timedelta(hours=40) < sum(PAUSES, timedelta()) < timedelta(days=2)


@pytest.mark.parametrize(
    ("text", "direction", "expected"),
    [
        ("Refunds", "ltr", "Refunds"),
        ("Refunds", "rtl", "\u2068Refunds\u2069"),
        ("بازپرداخت", "ltr", "\u2068بازپرداخت\u2069"),
        ("بازپرداخت 24", "rtl", "\u2068بازپرداخت 24\u2069"),
        ("Refunds\r\nBcc: all@example.com", "ltr", "Refunds Bcc: all@example.com"),
        ("\u2069\u202eRefunds", "rtl", "\u2068Refunds\u2069"),  # what is inside can not break out
        ("", "ltr", ""),
    ],
)
def test_a_title_in_a_line_of_the_other_direction(text: str, direction: str, expected: str) -> None:
    assert isolated(text, direction) == expected


def test_one_line() -> None:
    assert one_line(" a\n\u2028b\tc ") == "a b c"
