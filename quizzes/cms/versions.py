"""The versions of a question: what changed, who published it, where it was asked; and where it is asked now."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.models import ModelLogEntry

from academy.cms import show
from academy.staff.models import User
from quizzes.cms.frame import need, to_question
from quizzes.cms.use import quizzes_with
from quizzes.domain.differences import Difference, Version, differences
from quizzes.models import Mark, Question, QuestionText, QuestionVersion, QuizRevisionQuestion
from quizzes.models.pictures import file_in

MOMENT = timedelta(minutes=1)  # publishing is written down a little after the version
LABELS = {
    "stem": gettext_lazy("Question"),
    "image": gettext_lazy("Picture"),
    "file": gettext_lazy("File of the picture"),
    "alt": gettext_lazy("What the picture shows"),
    "type": gettext_lazy("Type"),
    "text": gettext_lazy("Words"),
    "feedback": gettext_lazy("Reason"),
    "feedback_true": gettext_lazy("To who says “true”"),
    "feedback_false": gettext_lazy("To who says “false”"),
    "right": gettext_lazy("Right answer"),
    "wrong": gettext_lazy("Mistakes"),
    "marking": gettext_lazy("Partial credit"),
    "shares": gettext_lazy("Share of the mark"),
    "worth": gettext_lazy("Share of the mark"),
    "share": gettext_lazy("Share of the mark"),
    "prompt": gettext_lazy("Prompt"),
    "match": gettext_lazy("What belongs to it"),
    "name": gettext_lazy("Name"),
    "names": gettext_lazy("Names"),
    "belongs": gettext_lazy("Belongs to"),
    "spellings": gettext_lazy("Accepted spellings"),
    "low": gettext_lazy("From"),
    "high": gettext_lazy("To"),
    "factor": gettext_lazy("Factor"),
    "quote": gettext_lazy("What the customer says"),
    "options": gettext_lazy("Options in order"),
    "items": gettext_lazy("Items in order"),
    "lines": gettext_lazy("Lines in order"),
    "replies": gettext_lazy("Replies in order"),
    "pairs": gettext_lazy("Pairs in order"),
    "extra": gettext_lazy("Matches that belong to no prompt"),
    "groups": gettext_lazy("Groups in order"),
    "answers": gettext_lazy("Answers in order"),
}


@dataclass(frozen=True)
class Change:
    """A difference as it is shown: what it is about, and its words."""

    label: str
    about: str
    difference: Difference

    @classmethod
    def of(cls, difference: Difference) -> "Change":
        name = difference.field if difference.field in LABELS else difference.part
        return cls(str(LABELS.get(name, name.replace("_", " "))), difference.about, difference)


@dataclass
class Line:
    """A version. `changes` is None for the first one; `asked`: (quiz, revision numbers, attempts)."""

    version: QuestionVersion
    changes: list[Change] | None
    by: User | None
    languages: list[str]
    asked: list[tuple[str, list[int], int]] = field(default_factory=list)


@require_safe
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    need(request, "quizzes.view_question")
    question = get_object_or_404(Question, pk=pk)
    context = {"question": question, "lines": lines_of(question), "quizzes": quizzes_with(question)}
    return show(
        request, "quizzes/cms/versions.html", _("Versions and use"), context, to_question(question), icon="history"
    )


def lines_of(question: Question) -> list[Line]:
    """The latest version first. Seven queries at most, however many there are."""
    rows = QuestionVersion.objects.filter(question__translation_key=question.translation_key)
    versions = list(rows.order_by("number").prefetch_related("texts__locale", "texts__picture"))
    asked = _asked(versions)
    publishers = _publishers(question)
    lines = []
    before: Version | None = None
    for version in versions:
        texts = sorted(version.texts.all(), key=lambda text: text.pk)
        now = Version(version.payload, words_of(texts[0]))
        lines.append(
            Line(
                version,
                changes=None if before is None else [Change.of(one) for one in differences(before, now)],
                by=_publisher(publishers, version.created_at),
                languages=sorted({text.locale.get_display_name() for text in texts}),
                asked=asked[version.pk],
            )
        )
        before = now
    return lines[::-1]


def words_of(text: QuestionText) -> dict[str, Any]:
    """The wording, with the picture by the title that editors know it by."""
    if text.picture is None:
        return text.payload
    named = {**text.payload["picture"], "image": text.picture.title, "file": file_in(text.payload)[:8]}
    return {**text.payload, "picture": named}


def _asked(versions: list[QuestionVersion]) -> dict[int, list[tuple[str, list[int], int]]]:
    """By version, in which quizzes it was asked: title, numbers of the revisions, number of graded attempts."""
    revisions: dict[tuple[int, Any], list[int]] = defaultdict(list)
    titles: dict[Any, str] = {}
    rows = QuizRevisionQuestion.objects.filter(version__in=versions).order_by("revision__number")
    for version, work, title, number in rows.values_list(
        "version_id", "revision__work_id", "revision__work__title", "revision__number"
    ):
        revisions[version, work].append(number)
        titles[work] = title
    counted = Mark.objects.filter(version__in=versions).values_list(
        "version_id", "grade__attempt__work_id", "grade__attempt__work__title"
    )
    attempts = {}
    for version, work, title, count in counted.annotate(Count("grade__attempt", distinct=True)):
        attempts[version, work] = count
        titles[work] = title
    found = defaultdict(list)
    for version, work in {**revisions, **attempts}:
        place = version, work
        found[version].append((titles[work], revisions.get(place, []), attempts.get(place, 0)))
    return found


def _publishers(question: Question) -> list[tuple[datetime, User | None]]:
    log = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Question), object_id=str(question.pk), action="wagtail.publish"
    )
    return [(entry.timestamp, entry.user) for entry in log.select_related("user").order_by("timestamp")]


def _publisher(publishers: list[tuple[datetime, User | None]], made: datetime) -> User | None:
    return next((user for at, user in publishers if made <= at <= made + MOMENT), None)
