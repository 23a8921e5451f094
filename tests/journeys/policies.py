"""Policies of the journeys' own, as bob would publish them, made inside the academy that the journeys visit.

Run there: `manage.py shell -c "from tests.journeys.policies import publish_first; publish_first()"`.
"""

import json
import subprocess
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from tests.journeys.conftest import MANAGE, Academy, environment_of

POLICY, SLUG = "Goodwill at night", "goodwill-at-night"
OTHER, OTHER_SLUG = "Answers at night", "answers-at-night"
PASSING, PASSING_SLUG = "Answers on Sundays", "answers-on-sundays"
CHANGED = "Goodwill up to €50"
CLAUSES = (
    ("1", "Purpose", "Who decides at night."),
    ("1", "Whom it concerns", "Every agent of the night shift."),
    ("1", "What you decide alone", "You decide it in the same contact."),
    ("2", "Refunds", "Within 30 days you refund the price yourself."),
    ("2", CHANGED, "You may give goodwill worth up to €50 without asking anybody."),
    ("1", "How to record it", "Before you close the contact."),
)
IN_PERSIAN = "بی‌آنکه از کسی بپرسید تا ۵۰ یورو می‌بخشید."
NEW_CLAUSE = "6f1c2c1e-3a55-4a52-9a53-0f7f3d3a6c11"
STEM = "How much may you give without asking anybody?"
WORDS = {
    "en": ("€80", "<p>Write the reason into the case.</p>", "The limit went up from €50 to €80."),
    "fa": ("۸۰ یورو", "<p>دلیل را در پرونده بنویسید.</p>", "سقف از ۵۰ به ۸۰ یورو رسید."),
}


def publish_in(academy: Academy, database: str | None, step: str) -> None:
    """`step`: "first" or "next"."""
    script = f"from tests.journeys import policies; policies.publish_{step}()"
    environment = environment_of(academy.var, academy.address, database)
    subprocess.run([*MANAGE, "shell", "-c", script], cwd=settings.BASE_DIR, env=environment, check=True)


def publish_first() -> None:
    """Once for each academy: one policy in English and Persian, to be changed; two in English."""
    from academy.policies.models import PolicyPage
    from tests import builders

    if PolicyPage.objects.filter(slug=SLUG).exists():
        return
    soon = localdate() + timedelta(days=5)
    policy = builders.make_policy(SLUG, title=POLICY, clauses=raw(CLAUSES), due_on=soon, audience=only("luz", "parisa"))
    in_persian = [(level, "", IN_PERSIAN if heading == CHANGED else text) for level, heading, text in CLAUSES]
    builders.translate(policy.page, "fa", title="بخشش در شب", clauses=raw(in_persian))
    builders.make_policy(OTHER_SLUG, title=OTHER, due_on=soon, audience=only("jonas", "lan"))
    builders.make_policy(PASSING_SLUG, title=PASSING, due_on=soon, audience=only("zygimantas"))


def only(*names: str) -> Any:
    """So that nobody gets more mails in a day than are sent at once."""
    from academy.staff.models import Audience, User

    audience = Audience.objects.create(name=f"Only {', '.join(names)}")
    audience.named.set(User.objects.filter(username__in=names))
    return audience


def raw(clauses: Any) -> str:
    from tests import builders

    return json.dumps(
        [
            {
                "type": "clause",
                "id": builders.key(SLUG, place),
                "value": {"level": level, "heading": heading, "text": f"<p>{text}</p>"},
            }
            for place, (level, heading, text) in enumerate(clauses)
        ]
    )


def publish_next() -> None:
    """Change a clause, add one, ask a question about the first; in English, then in Persian."""
    from academy.policies.models import PolicyPage, PolicyQuestion
    from academy.staff.models import User
    from tests import builders

    bob = User.objects.get(username="bob")
    page = PolicyPage.objects.get(title=POLICY, locale__language_code="en")
    place = next(n for n, clause in enumerate(page.clauses.raw_data) if clause["value"]["heading"] == CHANGED)
    options = builders.items(builders.option("Up to €80", right=True), builders.option("Up to €50"), place="limit")
    question = builders.make_question(STEM, builders.answer("single_choice", {"options": options}, "limit"))
    page.policy_questions = [PolicyQuestion(question=question, clause_id=page.clauses.raw_data[place]["id"])]
    page.change_class = "material"
    page.policy_owner = bob
    page.due_on = localdate() + timedelta(days=5)
    page.review_on = localdate() + timedelta(days=300)
    publish(page, place, bob)
    publish(PolicyPage.objects.get(translation_key=page.translation_key, locale__language_code="fa"), place, bob)


def publish(page: Any, place: int, by: Any) -> None:
    amount, new_text, page.change_summary = WORDS[page.locale.language_code]
    clauses = [dict(clause) for clause in page.clauses.raw_data]
    text = clauses[place]["value"]["text"]
    for old in ("€50", "۵۰ یورو"):
        text = text.replace(old, amount)
    assert amount in text, text
    clauses[place]["value"] = {**clauses[place]["value"], "text": text}
    added = {"type": "clause", "id": NEW_CLAUSE, "value": {"level": "2", "heading": "", "text": new_text}}
    page.clauses = json.dumps([*clauses[: place + 1], added, *clauses[place + 1 :]])
    page.save_revision(user=by).publish(user=by)
