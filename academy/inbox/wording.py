"""The words of a notice, in the language that is active."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from academy.domain.dates import number
from academy.inbox.domain.isolation import isolated, one_line
from academy.inbox.models import Notice
from academy.navigation import direction_of

Kind = Notice.Kind

HEADLINES = {
    Kind.POLICY_ASSIGNED: _("Please read and acknowledge: %(title)s"),
    Kind.POLICY_CLARIFIED: _("Made clearer, nothing to do: %(title)s"),
    Kind.POLICY_WITHDRAWN: _("No longer in force, nothing to do: %(title)s"),
    Kind.POLICY_DECLINED: _("%(person)s declined: %(title)s"),
    Kind.POLICY_ACKNOWLEDGED_FOR: _("%(person)s acknowledged this for you: %(title)s"),
    Kind.POLICY_QUESTION: _("A question about a clause: %(title)s"),
    Kind.POLICY_ANSWERED: _("Your question was answered: %(title)s"),
    Kind.POLICY_REVIEW_DUE: _("Time to review: %(title)s"),
    Kind.POLICY_APPROVAL: _("%(person)s asks for your approval: %(title)s"),
    Kind.POLICY_SENT_BACK: _("Sent back to you with a note: %(title)s"),
    Kind.CLAUSE_CHANGED: _("Check needed: %(title)s rests on a changed clause"),
    Kind.COURSE_ASSIGNED: _("A course for you: %(title)s"),
    Kind.QUIZ_ASSIGNED: _("A quiz for you: %(title)s"),
    Kind.QUIZ_REGRADED: _("Your grade was corrected: %(title)s"),
    Kind.QUIZ_REOPENED: _("No longer passed after a correction: %(title)s"),
    Kind.QUIZ_MARKED: _("Your answers are marked: %(title)s"),
    Kind.QUIZ_GRANTED: _("More tries or more time for you: %(title)s"),
    Kind.QUIZ_TO_MARK: _("Written answers wait to be marked: %(title)s"),
    Kind.PATH_ASSIGNED: _("A learning path for you: %(title)s"),
    Kind.RENEWAL_DUE: _("Time to renew: %(title)s"),
    Kind.COURSE_CHANGED: _("Changed since you finished it, only the changes are to do: %(title)s"),
    Kind.COURSE_REQUESTED: _("%(person)s asks to take a course: %(title)s"),
    Kind.COURSE_GRANTED: _("You may take the course that you asked for: %(title)s"),
    Kind.COURSE_REFUSED: _("You can not take the course that you asked for: %(title)s"),
    Kind.CERTIFICATE_ISSUED: _("Your certificate: %(title)s"),
    Kind.CERTIFICATE_REVOKED: _("Your certificate no longer holds: %(title)s"),
    Kind.NOTE_WRITTEN: _("%(person)s wrote you a note"),
    Kind.REPORT_READY: _("Your report is ready: %(title)s"),
}
REMINDERS = {Kind.POLICY_REMINDER, Kind.COURSE_REMINDER, Kind.QUIZ_REMINDER, Kind.PATH_REMINDER}


def headline(notice: Notice) -> str:
    """One line that says what the notice wants: the subject of the e-mail, the text in a chat. No markup."""
    direction = direction_of(_language())
    return one_line_of(notice, lambda value, _lang: isolated(value, direction))


def headline_html(notice: Notice) -> SafeString:
    """The same for a page: titles and names stand apart, whatever their direction."""
    return mark_safe(one_line_of(notice, _marked))


def one_line_of(notice: Notice, show: Callable[[str, str], str]) -> str:
    title, language = title_of(notice)
    values = {"title": show(title, language), "person": show(notice.facts.get("person", ""), "")}
    return conditional_escape(_sentence(notice)) % values if show is _marked else _sentence(notice) % values


def _marked(value: str, language: str) -> str:
    if language in ("", _language()):
        return format_html("<bdi>{}</bdi>", value)
    return format_html('<bdi lang="{}">{}</bdi>', language, value)


def _sentence(notice: Notice) -> str:
    """With its gaps for title and person still open, and with its figures in place."""
    if notice.kind in REMINDERS:
        return _reminder(notice.facts.get("days"))
    if notice.kind == Kind.POLICY_ESCALATED:
        return _escalation(int(notice.facts.get("count", 1)))
    if notice.kind not in HEADLINES:
        raise ValueError(notice.kind)
    return str(HEADLINES[Kind(notice.kind)])


def _reminder(days: int | None) -> str:
    """`days` from the day on which it is due: −2 two days before, 0 today, 4 four days late; None without a date."""
    if days is None:
        return str(_("Still to do: %(title)s"))
    if days == 0:
        return str(_("Due today: %(title)s"))
    if days < 0:
        words = ngettext("Due in %(days)s day: %(title)s", "Due in %(days)s days: %(title)s", -days)
    else:
        words = ngettext("%(days)s day late: %(title)s", "%(days)s days late: %(title)s", days)
    return _with_figure(words, "days", abs(days))


def _escalation(count: int) -> str:
    words = ngettext(
        "%(count)s of your people is late with: %(title)s", "%(count)s of your people are late with: %(title)s", count
    )
    return _with_figure(words, "count", count)


def _with_figure(words: str, name: str, figure: int) -> str:
    return words.replace(f"%({name})s", number(figure, _language()))


def title_of(notice: Notice) -> tuple[str, str]:
    """The title of what the notice is about and its language: the reader's where there is one in it."""
    titles: dict[str, Any] = notice.titles
    language = next((code for code in (_language(), "en", *titles) if titles.get(code)), "")
    return one_line(titles.get(language, "")), language


def push_words(unread: int) -> dict[str, str]:
    """What a browser shows: that something waits, and nothing of what it is."""
    language = _language()
    shown = {"shown": number(unread, language)}
    some = ngettext("%(shown)s unread notice waits for you.", "%(shown)s unread notices wait for you.", unread) % shown
    return {
        "title": gettext("Academy"),
        "body": some if unread else gettext("Something new waits for you."),
        "lang": language,
        "dir": direction_of(language),
        "url": reverse("inbox"),
    }


def link_to(notice: Notice) -> str:
    """The address of what the notice is about, for a reader outside of the site."""
    return f"{settings.WAGTAILADMIN_BASE_URL}/{_language()}{notice.path}"


def site_link(name: str, *args: object) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse(name, args=args)}"


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
