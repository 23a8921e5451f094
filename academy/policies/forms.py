"""What the form of a policy asks. A draft may be incomplete; publishing it, or sending it for review, may not."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.html import strip_tags
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from academy.policies.clauses import frozen_clauses
from academy.policies.models.frozen import ChangeClass, PolicyVersion
from quizzes.domain.questions import FreeText

Choices = list[tuple[str, str]]
LABEL = 80  # characters of a clause in a list to choose from


def clause_choices(clauses: Any) -> Choices:
    """The clauses of a page to choose from, by number and heading, or else by how they begin."""
    return [(clause["id"], _label(clause)) for clause in frozen_clauses(clauses)]


def _label(clause: dict[str, Any]) -> str:
    words = clause["heading"] or " ".join(strip_tags(clause["text"]).split())
    return f"{clause['number']} {words if len(words) <= LABEL else words[: LABEL - 1] + '…'}".strip()


class ClauseChoice(forms.ModelForm):
    """For the form of a question: the clause that it is about is chosen among those of the page."""

    clauses: Choices = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        held = self.instance.clause_id
        known = [("", _("Choose a clause")), *self.clauses]
        if held and held not in dict(known):
            known.append((held, _("A clause that is no longer there")))
        self.fields["clause_id"].widget = forms.Select(choices=known)


class CopyAsDraftForm(CopyForm):
    """A copied policy starts as a draft: publishing it shows first what that does, and may need a second person."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)


class PolicyForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance._state.adding:
            self.initial["policy_owner"] = self.initial.get("policy_owner") or (self.for_user and self.for_user.pk)
        if asked := self.formsets.get("policy_questions"):
            clauses = clause_choices(self.instance.clauses)
            asked.form = type("ClauseQuestionForm", (ClauseChoice, asked.form), {"clauses": clauses})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.is_deferred_validation:
            return data
        self._require(data, "policy_owner", _("Say who answers for it."))
        self._require(data, "review_on", _("Say when it is to be looked at again."))
        if data.get("change_class") == ChangeClass.MATERIAL:
            self._require(data, "audience", _("Say whom it concerns: they are asked to acknowledge it."))
            self._require_date(data)
        self._require_news(data)
        return data

    def is_valid(self) -> bool:
        """The questions are looked at last: what they are about is known only when the clauses are."""
        valid = super().is_valid()
        if not self.is_bound or self.is_deferred_validation or "policy_questions" not in self.formsets:
            return valid
        return self._questions_hold() and valid

    def _require(self, data: dict[str, Any], name: str, message: Any) -> None:
        if name in self.fields and not data.get(name):
            self.add_error(name, message)

    def _require_date(self, data: dict[str, Any]) -> None:
        if "due_on" in self.errors or "due_days" in self.errors:
            return
        if not data.get("due_on") and data.get("due_days") is None:
            self.add_error(
                "due_on", _("Say by when it must be acknowledged: a day, a number of working days, or both.")
            )
        elif data.get("due_on") and data["due_on"] < localdate() and self._changes_clauses(data):
            self.add_error("due_on", _("This day is over. People need time to read what changed."))

    def _require_news(self, data: dict[str, Any]) -> None:
        """The words about the last change must not stand for the next one."""
        latest = PolicyVersion.objects.latest_of_key(self.instance.translation_key)
        if latest is None or data.get("change_summary") != latest.change_summary:
            return
        if self._changes_clauses(data):
            self.add_error(
                "change_summary",
                _("This is still the summary of version %(number)s. Say what changed this time.")
                % {"number": latest.number},
            )

    def _changes_clauses(self, data: dict[str, Any]) -> bool:
        latest = PolicyVersion.objects.latest_of_key(self.instance.translation_key)
        if latest is None or "clauses" not in data:
            return latest is None
        return frozen_clauses(data["clauses"]) != latest.texts.order_by("pk").first().payload["clauses"]

    def _questions_hold(self) -> bool:
        known = {clause.id for clause in self.cleaned_data.get("clauses") or []}
        asked: set[int] = set()
        rows = [form for form in self.formsets["policy_questions"].forms if not form.cleaned_data.get("DELETE")]
        for form in rows:
            if question := form.cleaned_data.get("question"):
                self._check(form, question, known, again=question.pk in asked)
                asked.add(question.pk)
        return not any(form.errors for form in rows)

    def _check(self, form: forms.ModelForm, question: Any, known: set[str], *, again: bool) -> None:
        clause = form.cleaned_data.get("clause_id")
        problems: list[tuple[str, Callable[[], bool], Any]] = [
            ("question", lambda: again, _("This question is asked already. Choose another one.")),
            ("question", lambda: not question.live, _("This question is not published. Publish it first.")),
            (
                "question",
                lambda: question.type == FreeText.type,
                _("A person has to mark this question. Choose one that is marked at once."),
            ),
            ("clause_id", lambda: not clause, _("Say which clause it is about.")),
            (
                "clause_id",
                lambda: bool(clause) and clause not in known,
                _("This clause is no longer there. Choose another one."),
            ),
        ]
        for field, holds, message in problems:
            if holds():
                form.add_error(field, message)
