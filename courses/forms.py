"""What the CMS refuses of courses and learning paths: what nobody could complete."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from academy.access import SOURCE_LANGUAGE
from courses.domain.paths import Rule, needs_itself


def kept_lines(formset: Any) -> list[dict[str, Any]]:
    """Those lines of a formset that stay, in order."""
    lines = [form.cleaned_data for form in formset.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]
    return sorted(lines, key=lambda line: line.get("ORDER") or 0)


def kept(formset: Any, name: str) -> list[Any]:
    """What is chosen in them."""
    return [line[name] for line in kept_lines(formset) if line.get(name)]


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
            self.refuse_circle()

    def refuse_circle(self) -> None:
        self.add_error(
            None, _("What comes before this leads back to it, so that nobody could ever begin. Remove a line of it.")
        )


def needs_of_all() -> dict[Any, list[Any]]:
    """What each course and path needs, by translation key, as saved. Two queries.

    As their source says: a translation may lag behind it.
    """
    from courses.models import CourseNeed, PathNeed

    edges: dict[Any, list[Any]] = defaultdict(list)
    for model in (CourseNeed, PathNeed):
        lines = model.objects.filter(page__locale__language_code=SOURCE_LANGUAGE)
        for page, needed in lines.values_list("page__translation_key", "needed__translation_key"):
            edges[page].append(needed)
    return edges


class PathPageForm(CoursePageForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "steps" in self.formsets:
            self._check_steps(kept(self.formsets["steps"], "course"), cleaned)
            if cleaned.get("rule") == Rule.IN_ORDER:
                self._check_order()
        return cleaned

    def _check_order(self) -> None:
        """A course that needs one further down would wait for it, and that one for the course."""
        lines = [line for line in kept_lines(self.formsets["steps"]) if line.get("course")]
        needed = [line["course"].translation_key for line in lines if not line.get("optional")]
        edges = needs_of_all()
        for place, key in enumerate(needed):
            edges[key] = [*edges[key], *needed[:place]]
        if len(set(needed)) == len(needed) and any(needs_itself(key, edges) for key in needed):
            self.refuse_circle()

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
