"""What the CMS refuses of courses and learning paths: what nobody could complete."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from courses.domain.paths import Rule, needs_itself


def kept(formset: Any, name: str) -> list[Any]:
    """What is chosen in those lines of a formset that stay, in order."""
    lines = [form for form in formset.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]
    ordered = sorted(lines, key=lambda form: form.cleaned_data.get("ORDER") or 0)
    return [form.cleaned_data[name] for form in ordered if form.cleaned_data.get(name)]


class CoursePageForm(WagtailAdminPageForm):
    """Whose lines `needs` may lead to no circle, over pages by their place in the source language."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "needs" in self.formsets and self.instance.translation_key:
            self._check_needs(kept(self.formsets["needs"], "needed"))
        return cleaned

    def _check_needs(self, needed: Collection[Any]) -> None:
        keys = [page.translation_key for page in needed]
        if len(set(keys)) < len(keys):
            self.add_error(None, _("Something is named twice among what comes before. Remove one of the two."))
        edges = {**needs_of_all(), self.instance.translation_key: keys}
        if needs_itself(self.instance.translation_key, edges):
            self.add_error(
                None,
                _("What comes before this leads back to it, so that nobody could ever begin. Remove a line of it."),
            )


def needs_of_all() -> dict[Any, list[Any]]:
    """What each course and path needs, by translation key, as saved. Two queries."""
    from courses.models import CourseNeed, PathNeed

    edges: dict[Any, list[Any]] = defaultdict(list)
    for model in (CourseNeed, PathNeed):
        for page, needed in model.objects.values_list("page__translation_key", "needed__translation_key"):
            edges[page].append(needed)
    return edges


class PathPageForm(CoursePageForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "steps" in self.formsets:
            self._check_steps(kept(self.formsets["steps"], "course"), cleaned)
        return cleaned

    def _check_steps(self, courses: Collection[Any], cleaned: dict[str, Any]) -> None:
        keys = [course.translation_key for course in courses]
        if len(set(keys)) < len(keys):
            self.add_error(None, _("A course stands twice on this path. Remove one of the two."))
        if cleaned.get("rule") == Rule.AT_LEAST and (cleaned.get("at_least") or 0) > len(keys):
            self.add_error("at_least", _("There are not so many courses on this path. Give a smaller number."))
        before = (
            {page.translation_key for page in kept(self.formsets["needs"], "needed")}
            if "needs" in self.formsets
            else set()
        )
        if before & set(keys):
            self.add_error(None, _("A course of this path can not come before it as well. Remove one of the two."))
