"""Kept views that come by mail: on the mornings that their owner chose, with what the owner may see by then."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import IO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from academy.domain import dates
from academy.navigation import direction_of
from academy.readiness.standing import gates
from academy.reports.compliance.exporting import Cells, as_xlsx
from academy.reports.compliance.standing import may_see
from academy.reports.matrix import readiness, work
from academy.reports.matrix.people import DayForm, WorkForm
from academy.reports.models import SavedView, SentView
from academy.reports.saving import stop_token

MORNING = time(7)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_views(at: datetime) -> int:
    """Send what is due; return how many mails went out. One that could not be sent is tried again by the next run."""
    return sum(_send(view, day, at) for view, day in list(_due(at)))


def _due(at: datetime) -> Iterable[tuple[SavedView, date]]:
    """Those whose owner has a chosen day today, after seven in the morning, and did not get it yet."""
    for view in SavedView.objects.exclude(weekdays=[]).filter(owner__is_active=True).select_related("owner"):
        there = at.astimezone(ZoneInfo(view.owner.time_zone))
        if there.time() >= MORNING and there.weekday() in view.weekdays:
            yield view, there.date()


def _send(view: SavedView, day: date, at: datetime) -> int:
    """The row is there first, and gone again where the mail server did not take it: of two runs one sends."""
    if SentView.objects.filter(view=view, day=day).exists() or not (view.owner.email and may_see(view.owner)):
        return 0
    with transaction.atomic():
        _sent, first = SentView.objects.get_or_create(view=view, day=day, defaults={"at": at})
        if first:
            with translation.override(view.owner.language), timezone.override(view.owner.zone):
                _mail(view, day, at).send()
    return int(first)


def _mail(view: SavedView, day: date, at: datetime) -> EmailMultiAlternatives:
    language = view.owner.language
    heading, lines = content_of(view, at)
    site = settings.WAGTAILADMIN_BASE_URL
    context = {
        "view": view,
        "day": dates.day(day, language),
        "open": site + view.url,
        "stop": site + reverse("stop_saved_view", args=[stop_token(view)]),
    }
    mail = EmailMultiAlternatives(
        view.name.replace("\n", " "), render_to_string("emails/saved_view.txt", context), None, [view.owner.email]
    )
    with as_xlsx(heading, lines, title=view.name, rtl=direction_of(language) == "rtl") as file:
        mail.attach(f"{view.report}-{day.isoformat()}.xlsx", _read(file), XLSX)
    return mail


def _read(file: IO[bytes]) -> bytes:
    return file.read()


def content_of(view: SavedView, at: datetime) -> tuple[list[str], Iterable[Cells]]:
    """Heading and lines, as the owner would see them now."""
    asked = QueryDict(view.query)
    if view.report == SavedView.Report.WORK:
        form = WorkForm(asked, at)
        return work.heading(), work.lines_of(form.people(view.owner), form.cleaned_data.get("kind", ""), at)
    days = DayForm(asked, at)
    return readiness.heading(gates()), readiness.file_lines(days.people(view.owner), days.day, view.owner.language)
