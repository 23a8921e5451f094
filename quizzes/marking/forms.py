from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.presentation.written import Criterion


class RubricForm(forms.Form):
    """Points for each criterion of a rubric, and words for the learner."""

    comment = forms.CharField(
        label=_("To the learner"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was good, and what would make it better. The learner reads it with the result."),
    )

    def __init__(self, rubric: list[Criterion], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rubric = rubric
        for criterion in rubric:
            self.fields[f"points-{criterion.key}"] = forms.TypedChoiceField(
                choices=[(points, points) for points in criterion.scale],
                coerce=int,
                error_messages={"required": _("Choose the points for this criterion.")},
            )

    def lines(self) -> list[tuple[Criterion, forms.BoundField]]:
        return [(criterion, self[f"points-{criterion.key}"]) for criterion in self.rubric]

    @property
    def points(self) -> dict[str, int]:
        """By the key of the criterion. Only of a form that is valid."""
        return {criterion.key: self.cleaned_data[f"points-{criterion.key}"] for criterion in self.rubric}
