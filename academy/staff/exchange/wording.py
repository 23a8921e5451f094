"""The words for what is wrong with a file of people or leave, and for its columns."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from academy.staff.domain.problems import Reason, Refusal

REASONS: Mapping[Reason, Any] = {
    Reason.NOT_TEXT: _("This is no text in UTF-8 from here on. Save the file as CSV in UTF-8 and send it again."),
    Reason.EMPTY: _("There is nothing in this file but perhaps a header. Export it again."),
    Reason.MISSING_COLUMN: _("The column “%(detail)s” is missing. The first row has to name the columns."),
    Reason.UNKNOWN_COLUMN: _("There is no column “%(detail)s” here. Correct its name, or leave it out."),
    Reason.COLUMN_TWICE: _("The column “%(detail)s” is there twice. Leave one of them out."),
    Reason.BROKEN_QUOTES: _("From here on a quotation mark has no partner. Correct it: what follows can not be read."),
    Reason.NO_CALENDAR: _("This is no iCalendar file, or a broken one. Export it again."),
    Reason.CELLS: _("This row has another number of cells than the header (%(detail)s)."),
    Reason.REQUIRED: _("This has to be filled in."),
    Reason.TOO_LONG: _("This is too long: “%(detail)s…”. Shorten it."),
    Reason.CONTROL: _("There is a character in it that can not be seen. Type it again."),
    Reason.USERNAME: _("“%(detail)s” is no user name: letters, digits and @ . + - _ are allowed."),
    Reason.EMAIL: _("“%(detail)s” is no e-mail address."),
    Reason.LANGUAGE: _(
        "The Academy has no language “%(detail)s”. Use the code of one that it has: en, is, vi, lt, fil, fa."
    ),
    Reason.TIME_ZONE: _("There is no time zone “%(detail)s”. Write it like Europe/Vilnius, or leave it empty."),
    Reason.TEAM: _("“%(detail)s” is no path of teams. Write it like Service/Billing/Evening."),
    Reason.DATE: _("“%(detail)s” is no date. Write it like 2026-03-31."),
    Reason.YES_NO: _("“%(detail)s” is neither yes nor no."),
    Reason.KIND: _("“%(detail)s” is no kind of leave. Write leave, sick or other."),
    Reason.ORDER: _("The last day is before the first."),
    Reason.TWICE: _("“%(detail)s” stands in an earlier row already."),
    Reason.TAKEN: _("Somebody else has this already, who is not in the file: %(detail)s."),
    Reason.TAKEN_LOCALLY: _(
        "“%(detail)s” belongs to an account that was made here and has no external id. Give that account this "
        "external id, or choose another name."
    ),
    Reason.UNKNOWN_MANAGER: _("The manager “%(detail)s” is neither in the file nor in the Academy."),
    Reason.OWN_MANAGER: _("Nobody is their own manager."),
    Reason.LOOP: _("These managers stand below themselves: %(detail)s."),
    Reason.UNKNOWN_PERSON: _("“%(detail)s” is nobody whose leave you keep."),
    Reason.SEVERAL_PEOPLE: _("Several people are invited to this. Leave of each has to stand by itself."),
    Reason.NO_PERSON: _("It does not say whose leave this is. Name one person as attendee or organizer."),
    Reason.NO_DATE: _("It has no first day, or its end is no date."),
    Reason.TOO_LONG_AWAY: _("That is longer than two years. Correct the dates."),
    Reason.RECURRENCE: _("This repeats in a way that is not understood: “%(detail)s”. Enter the days one by one."),
}

COLUMN_NAMES: Mapping[str, Any] = {
    "external_id": _("external id"),
    "username": _("user name"),
    "email": _("e-mail"),
    "first_name": _("first name"),
    "last_name": _("last name"),
    "team": _("team"),
    "job_role": _("job role"),
    "manager_external_id": _("manager"),
    "language": _("language"),
    "time_zone": _("time zone"),
    "site": _("location"),
    "starts_on": _("starts on"),
    "leaves_on": _("leaves on"),
    "active": _("active"),
    "kind": _("kind"),
    "ends_on": _("last day"),
}


def sentence(refusal: Refusal) -> str:
    """Why, in the language that is active."""
    return str(REASONS[refusal.reason]) % {"detail": refusal.detail}
