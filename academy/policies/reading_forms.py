"""What readers and owners write about a policy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.policies.domain.asking import LONGEST
from academy.policies.models import ClauseQuestion


def words(label: str, help_text: str = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, widget=forms.Textarea({"rows": rows}))


class AskForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (ClauseQuestion.Kind.QUESTION, _("A question: I do not know what to do")),
            (ClauseQuestion.Kind.OBJECTION, _("An objection: this is wrong, or does harm")),
        ],
        initial=ClauseQuestion.Kind.QUESTION,
        widget=forms.RadioSelect,
    )
    text = words(_("In your words"), _("A case that you met says more than a rule."))


class AnswerForm(forms.Form):
    answer = words(_("Your answer"), _("Whoever asked is told, in your words."), rows=6)


class DeclineForm(forms.Form):
    reason = words(_("Why not?"), _("Your manager reads this."))


class AcknowledgeForForm(forms.Form):
    """`text`: which one was read to the person, so that a newer one is not taken for it."""

    text = forms.IntegerField(widget=forms.HiddenInput)
    note = words(
        _("How do you know?"),
        _("For example: read together on the phone, because she has no screen at work. The person sees this."),
    )
