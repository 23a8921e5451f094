"""What happened around one person, as one list that the database puts in order: the latest first.

Each kind of record gives rows with the same columns, so that a page of them takes one statement, however much there is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from academy.access import Place
from academy.assignments.models import AssignmentEvent, Exemption, Extension, OtherEvidence, Reminder
from academy.domain.dates import day, number
from academy.policies.models import Acknowledgement
from academy.reports.models import Note
from academy.staff.models import User
from quizzes.models import Attempt, QuizException

TEXT, ID, SHARE = models.TextField(), models.BigIntegerField(), models.FloatField()
MOMENT = models.DateTimeField()
# Named so that no model has a field of the name.
COLUMNS = {
    "sort": TEXT,
    "moment": MOMENT,
    "on_work": ID,
    "by_whom": ID,
    "words": TEXT,
    "nth": ID,
    "score": SHARE,
    "new_date": MOMENT,
}
ICONS = {
    **dict.fromkeys(("assigned", "reopened"), "work"),
    **dict.fromkeys(("moved", "extended", "begun"), "clock"),
    **dict.fromkeys(("superseded", "closed", "excused", "exempted"), "info"),
    **dict.fromkeys(("handed_in", "passed", "failed", "granted", "taken_back"), "quiz"),
    "missed": "warning",
    "acknowledged": "policy",
    "note": "chat",
    "reminded": "bell",
}


@dataclass(frozen=True)
class Entry:
    """`what` in words; `place`: of the work it is about; `by`: whose doing; `said`: their reason or note."""

    icon: str
    what: str
    at: datetime
    place: Place | None
    by: User | None
    said: str


def happened(person: User) -> QuerySet[Any]:
    """Rows as dictionaries of `COLUMNS`. `on_work`, `by_whom`: ids."""
    first, *others = [*_assigned(person), _attempts(person), *_answered(person)]
    # With a last word on those of one moment: a rule may have asked for a hundred things at once.
    return first.union(*others, all=True).order_by("-moment", "sort", "-on_work", "-nth")


def _rows(rows: QuerySet[Any], sort: Any, moment: Any, **given: Any) -> QuerySet[Any]:
    """Every column with a type of its own: a union wants the same ones in each of its parts."""
    values = {"sort": sort, "moment": moment, "words": Value(""), **given}
    columns = {name: Cast(values.get(name, Value(None)), field) for name, field in COLUMNS.items()}
    return rows.order_by().annotate(**columns).values(*columns)


def _assigned(person: User) -> list[QuerySet[Any]]:
    """A date or an exception that somebody gave is told with its reason, and not as an event besides."""
    events = AssignmentEvent.objects.filter(
        ~Exists(Extension.objects.filter(assignment=OuterRef("assignment"), created_at=OuterRef("at"))),
        ~Exists(Exemption.objects.filter(assignment=OuterRef("assignment"), at=OuterRef("at"))),
        assignment__learner=person,
    )
    about = {"on_work": F("assignment__work")}
    theirs = {"assignment__learner": person}
    return [
        _rows(events, F("kind"), F("at"), **about),
        _rows(
            Extension.objects.filter(**theirs),
            Value("extended"),
            F("created_at"),
            **about,
            by_whom=F("created_by"),
            words=F("reason"),
            new_date=F("due_at"),
        ),
        _rows(
            Exemption.objects.filter(**theirs), Value("exempted"), F("at"), **about, by_whom=F("by"), words=F("reason")
        ),
        _rows(
            OtherEvidence.objects.filter(**theirs),
            Value("accepted"),
            F("at"),
            **about,
            by_whom=F("by"),
            words=F("note"),
        ),
        _rows(Reminder.objects.filter(**theirs, escalated=False), Value("reminded"), F("at"), **about, by_whom=F("by")),
    ]


def _attempts(person: User) -> QuerySet[Any]:
    sort = Case(
        When(state=Attempt.State.OPEN, then=Value("begun")),
        When(percent=None, then=Value("handed_in")),
        When(passed=True, then=Value("passed")),
        default=Value("failed"),
    )
    moment = Coalesce("handed_in_at", "started_at")
    rows = Attempt.objects.of(person).with_grade()
    return _rows(rows, sort, moment, on_work=F("work"), nth=F("number"), score=F("percent"))


def _answered(person: User) -> list[QuerySet[Any]]:
    agreed = Acknowledgement.objects.filter(learner=person)
    notes, granted = Note.objects.filter(person=person), QuizException.objects.filter(person=person)
    return [
        _rows(
            agreed,
            Value("acknowledged"),
            F("at"),
            on_work=F("version__work"),
            by_whom=F("given_by"),
            words=F("note"),
            nth=F("version__number"),
        ),
        _rows(notes, Value("note"), F("at"), by_whom=F("author"), words=F("text")),
        _rows(
            granted,
            Value("granted"),
            F("created_at"),
            on_work=F("work"),
            by_whom=F("created_by"),
            words=F("reason"),
        ),
        _rows(
            granted.exclude(ended_at=None),
            Value("taken_back"),
            F("ended_at"),
            on_work=F("work"),
            by_whom=F("ended_by"),
        ),
    ]


def entries(rows: Iterable[dict[str, Any]], places: dict[int, Place], people: dict[int, User]) -> list[Entry]:
    return [
        Entry(
            ICONS.get(row["sort"], "check"),
            words(row),
            row["moment"],
            places.get(row["on_work"]),
            people.get(row["by_whom"]),
            row["words"],
        )
        for row in rows
    ]


def words(row: dict[str, Any]) -> str:
    """One entry in words, without the work, the moment and the people."""
    language = get_language() or "en"
    nth = number(row["nth"], language) if row["nth"] is not None else ""
    grade = number(round(row["score"]), language) if row["score"] is not None else ""
    until = day(row["new_date"].date(), language) if row["new_date"] else ""
    sentences = {
        "begun": _("Attempt %(nth)s begun"),
        "handed_in": _("Attempt %(nth)s handed in, being marked"),
        "passed": _("Attempt %(nth)s passed with %(grade)s of 100"),
        "failed": _("Attempt %(nth)s not passed, %(grade)s of 100"),
        "acknowledged": _("Acknowledged version %(nth)s"),
        "extended": _("Another date: %(until)s"),
        "exempted": _("Excused"),
        "accepted": _("Evidence from elsewhere accepted"),
        "reminded": _("Reminded"),
        "granted": _("More tries or time granted"),
        "taken_back": _("More tries or time taken back"),
        "note": _("Note from a manager"),
    }
    if row["sort"] in sentences:
        return sentences[row["sort"]] % {"nth": nth, "grade": grade, "until": until}
    return capfirst(str(AssignmentEvent.Kind(row["sort"]).label))
