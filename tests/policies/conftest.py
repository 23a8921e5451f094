"""Versions of a policy, made one after the other without the CMS."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from wagtail.models import Locale

from academy.assignments.actions import apply_rule
from academy.frozen import digest
from academy.policies.domain import clauses as numbering
from academy.policies.models import PolicyText, PolicyVersion
from academy.staff.models import User
from quizzes.models import QuestionVersion
from tests import builders

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def payload(*clauses: tuple[str, int, str, str], title: str = "Refunds", summary: str = "News.") -> dict[str, Any]:
    """Clauses as (id, level, heading, text)."""
    numbers = numbering.numbers([level for _id, level, _heading, _text in clauses])
    return {
        "title": title,
        "summary": "What may be given back.",
        "why": "",
        "change_summary": summary,
        "clauses": [
            {"id": pk, "number": number, "level": level, "heading": heading, "text": f"<p>{text}</p>"}
            for (pk, level, heading, text), number in zip(clauses, numbers, strict=True)
        ],
    }


OLD = (
    ("limit", 1, "Limit", "Up to 50 euros."),
    ("time", 1, "Time", "Within 30 days."),
    ("form", 1, "Form", "Use the blue form."),
    ("thanks", 1, "Thanks", "Say thanks."),
)
NEW = (
    ("thanks", 1, "Thanks", "Say thanks."),
    ("limit", 1, "Limit", "Up to 80 euros, once."),
    ("time", 1, "Time", "Within 30 days."),
    ("reason", 1, "Reason", "Write down why."),
)


@pytest.fixture
def make_version(db: None) -> Callable[..., PolicyText]:
    """The next version of a policy; its text in the source."""

    def make(policy: builders.Policy, clauses: Any = NEW, summary: str = "More money.", **fields: Any) -> PolicyText:
        text = payload(*clauses, summary=summary)
        latest = policy.version
        version = PolicyVersion.objects.create(
            **{
                "work": policy.work,
                "number": latest.number + 1,
                "change_class": "material",
                "change_summary": summary,
                "effective_on": date(2026, 1, 1),
                "sha256": digest(text),
                "published_at": AT,
                **fields,
            }
        )
        return add_text(version, "en", text)

    return make


def add_text(version: PolicyVersion, language: str, text: dict[str, Any]) -> PolicyText:
    locale, _created = Locale.objects.get_or_create(language_code=language)
    return PolicyText.objects.create(version=version, locale=locale, payload=text, sha256=digest(text), published_at=AT)


def ask_for(text: PolicyText) -> None:
    """Ask everybody to acknowledge a version."""
    rule = builders.assign(text.version.work, cycle=text.version.number, due_on=date(2030, 1, 4))
    apply_rule(rule, AT)


def question_at(clause: str, stem: str = "How much?") -> dict[str, Any]:
    """A question of single choice, the right answer to which is "Kind"."""
    question = builders.make_question(stem, builders.single(stem))
    version = QuestionVersion.objects.filter(question__translation_key=question.translation_key).latest("number")
    return {"question": version.pk, "clause": clause}


def choice(stem: str, right: bool) -> str:
    """What a browser sends for an option of `question_at`."""
    return builders.key(stem, 1 if right else 0)


@pytest.fixture
def asked(alice: User, policy: builders.Policy, make_version: Callable[..., PolicyText]) -> PolicyText:
    """Alice acknowledged the old version; the new one is asked of her."""
    from academy.policies.actions import acknowledge

    acknowledge(alice, make_version(policy, OLD), AT - timedelta(days=30))
    text = make_version(policy)
    ask_for(text)
    return text
