"""What templates need everywhere. Loaded into every template by the settings."""

import functools
import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from academy import letters
from academy.content import content_cache
from academy.domain import dates, numerals
from academy.navigation import GAPS, direction_of

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in words, in the reader's language, calendar and time zone."""
    return dates.day(_local_day(value), get_language()) if value else ""


@register.filter
def short_day(value: date) -> str:
    """A day without its year, for the scale of a chart."""
    return dates.short_day(value, get_language())


@register.filter
def month(value: date) -> str:
    """The month of a day in words, in the reader's language and calendar."""
    return dates.month(value, get_language())


@register.filter
def due_day(value: datetime | None) -> str:
    """A day that is near: "today", "tomorrow", "Friday"; otherwise the date."""
    if not value:
        return ""
    due = _local_day(value)
    match (due - timezone.localdate()).days:
        case 0:
            return _("today")
        case 1:
            return _("tomorrow")
        case -1:
            return _("yesterday")
        case days if 1 < days < 7:
            return dates.weekday(due, get_language())
    return dates.day(due, get_language())


@register.filter
def due_state(value: datetime | None) -> str:
    """How a day that something is due is shown: "overdue", "today" or "later"; "" without one."""
    if not value:
        return ""
    if value < timezone.now():
        return "overdue"
    return "today" if _local_day(value) == timezone.localdate() else "later"


def _local_day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def moment(value: datetime | None) -> str:
    """A day and time, in the reader's language, calendar and time zone."""
    return dates.moment(value, get_language(), timezone.get_current_timezone()) if value else ""


@register.filter
def num(value: int | float | Decimal | Fraction | str, places: int = 0) -> str:
    """A number as the reader's language writes it."""
    if value in (None, ""):
        return ""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / value.denominator
    return dates.number(Decimal(str(value)), get_language(), places)


@register.filter
def digits(value: Any) -> str:
    """A text with its digits in the reader's script: for clause numbers and the like, which are no amounts."""
    return numerals.localized_digits(str(value), get_language())


@register.filter
def direction(language: str) -> str:
    return direction_of(language)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A picture sign from the sprite. With a label it is read aloud; without, it stands beside a word."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="#icon-{}"></use></svg>', label, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="#icon-{}"></use></svg>', name)


@register.simple_tag(takes_context=True)
def letter(context: Context, template: str, **variables: Any) -> SafeString:
    """Markup that is the same for everybody with the same variables, but for its gaps: see `academy.letters`."""
    return letters.fill(template, get_language(), variables, lambda name: GAPS[name](context))


@functools.cache
def blocks_digest() -> str:
    """Changes with the templates of the blocks, so that a new release shows them at once."""
    templates = sorted((settings.BASE_DIR / "templates" / "blocks").glob("*.html"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in templates)).hexdigest()[:12]


@register.simple_tag(takes_context=True)
def body_of(context: Context, page: Page) -> SafeString:
    """The rendered StreamField of a lesson, cached for everybody until content changes.

    It depends on the revision, on its language and on the language of the words around it, and holds nothing
    personal. Previews are never cached.
    """
    request = context["request"]
    if getattr(request, "is_preview", False):
        return page.body.render_as_block(context.flatten())
    key = f"body:{blocks_digest()}:{page.pk}:{page.live_revision_id}:{get_language()}:{request.content_stamp}"
    html = content_cache.get(key)
    if html is None:
        html = str(page.body.render_as_block({"page": page}))
        content_cache.set(key, html, timedelta(days=1).total_seconds())
    return mark_safe(html)
