"""A matrix for paper."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from academy.domain import dates
from academy.navigation import direction_of
from academy.reports.compliance.exporting import Cells
from academy.typesetting import typeset

LINES = 1000


def matrix_pdf(title: str, heading: list[str], lines: Iterable[Cells], at: datetime) -> bytes:
    """The first thousand lines on A4, across; the head stands on every page."""
    language = get_language()
    lines = iter(lines)
    shown = [[_text(cell, language) for cell in line] for line in islice(lines, LINES)]
    more = next(lines, None) is not None
    zone = timezone.get_current_timezone()
    return typeset(
        "matrix.typ",
        {
            "language": language,
            "rtl": direction_of(language) == "rtl",
            "site": str(settings.WAGTAIL_SITE_NAME),
            "title": title,
            "as_of": _("As of %(moment)s") % {"moment": dates.moment(at, language, zone)},
            "heading": heading,
            "lines": shown,
            "more": _("The file as XLSX has all lines.") if more else "",
        },
    )


def _text(cell: str | datetime | None, language: str) -> str:
    return dates.day(cell.date(), language) if isinstance(cell, datetime) else (cell or "")
