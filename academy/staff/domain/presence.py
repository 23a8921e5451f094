"""Who is with the organisation at a moment, where everybody's day is that of their own time zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """What day it is around the world: `day` in all zones, but for those that are a day `behind` or `ahead`."""

    day: date
    behind: frozenset[str]
    ahead: frozenset[str]

    @property
    def before(self) -> date:
        return self.day - DAY

    @property
    def after(self) -> date:
        return self.day + DAY


@cache
def _kept(zone: str) -> ZoneInfo:
    """Python keeps the last few zones that it has read; of all of them each would be read from its file again."""
    return ZoneInfo(zone)


def days_around(at: datetime, zones: Iterable[str]) -> Days:
    """The days that it is at `at` (aware) in `zones` (IANA names). No zone is more than a day away from UTC."""
    day = at.astimezone(UTC).date()
    local = {zone: at.astimezone(_kept(zone)).date() for zone in zones}
    return Days(
        day,
        frozenset(zone for zone, here in local.items() if here < day),
        frozenset(zone for zone, here in local.items() if here > day),
    )
