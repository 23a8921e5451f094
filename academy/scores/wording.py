"""Why a line of a file was refused, in words that say what to do."""

from django.utils.translation import gettext_lazy as _

from academy.scores.domain.reading import Reason, Refusal

REASONS = {
    Reason.NOT_UTF8: _("This line is not UTF-8. Save the file as “CSV UTF-8” and send it again."),
    Reason.BROKEN: _("From here on the file can not be read. Look for a quotation mark that is never closed."),
    Reason.NO_HEAD: _("The file is empty. Its first line names the columns."),
    Reason.MISSING_COLUMN: _("This column is missing. The first line has to name it."),
    Reason.MISSING: _("This field is empty. Fill it in."),
    Reason.TOO_LONG: _("This is too long. Shorten it."),
    Reason.NO_NUMBER: _("This is not a number. Write 4 or 4.5."),
    Reason.OUT_OF_RANGE: _("A score lies between 0 and its max, and a max is more than 0 and less than a million."),
    Reason.NO_DAY: _("This is not a day. Write it as 2026-03-31."),
    Reason.TO_COME: _("This day has not come yet."),
    Reason.UNKNOWN_KIND: _("There is no such kind. Write quality, satisfaction or survey."),
    Reason.UNKNOWN_PERSON: _("Nobody has this external id. Import the people first, or correct it."),
    Reason.UNKNOWN_TEAM: _("There is no team of this name, or more than one."),
    Reason.TWICE: _("This case has the same criterion on an earlier line. Keep one of them."),
}


def sentence(refusal: Refusal) -> str:
    return str(REASONS[refusal.reason])
