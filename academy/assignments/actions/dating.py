"""The dates that a rule gives to many people: worked out once for all who share zone and calendar."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from academy.assignments.domain.due import MONDAY_TO_FRIDAY, Calendar, Span, Terms, due_at
from academy.assignments.models import AssignmentRule
from academy.staff.domain.presence import DAY
from academy.staff.models import Absence, WorkCalendar

Person = tuple[int, str, int | None]  # user id, time zone, calendar of the location


@dataclass
class Dating:
    """Gives people who are asked at `at` their dates. Those with leave before them are looked at one by one."""

    rule: AssignmentRule
    at: datetime
    _shared: dict[tuple[str, int | None], datetime | None] = field(default_factory=dict)

    def dates(self, people: Sequence[Person]) -> dict[int, datetime | None]:
        """The due date of each person, by user id; `people` are in the order of their ids. At most three statements."""
        if not self.rule.has_date:
            return dict.fromkeys(pk for pk, _zone, _calendar in people)
        away = self._absences(people[0][0], people[-1][0])
        return {
            pk: self._date(zone, calendar, away[pk]) if pk in away else self._shared_date(zone, calendar)
            for pk, zone, calendar in people
        }

    def _shared_date(self, zone: str, calendar: int | None) -> datetime | None:
        if (zone, calendar) not in self._shared:
            self._shared[zone, calendar] = self._date(zone, calendar)
        return self._shared[zone, calendar]

    def _date(self, zone: str, calendar: int | None, away: Iterable[Span] = ()) -> datetime | None:
        terms = Terms(self.rule.due_on, self.rule.due_days, self.rule.working_days)
        return due_at(terms, self.at, ZoneInfo(zone), self._calendars.get(calendar or 0, MONDAY_TO_FRIDAY), away)

    def _absences(self, first: int, last: int) -> dict[int, list[Span]]:
        """The leave of people with ids from `first` to `last` that may still touch a date."""
        coming = Absence.objects.filter(person_id__gte=first, person_id__lte=last, ends_on__gte=self.at.date() - DAY)
        found: dict[int, list[Span]] = defaultdict(list)
        for person, starts_on, ends_on in coming.values_list("person", "starts_on", "ends_on"):
            found[person].append((starts_on, ends_on))
        return found

    @cached_property
    def _calendars(self) -> dict[int, Calendar]:
        return calendars()


def calendars() -> dict[int, Calendar]:
    """Every work calendar as the rules know it, by id. Who has none works from Monday to Friday. Two statements."""
    return {
        calendar.pk: Calendar(
            frozenset(calendar.weekdays), frozenset(holiday.day for holiday in calendar.holidays.all())
        )
        for calendar in WorkCalendar.objects.prefetch_related("holidays")
    }
