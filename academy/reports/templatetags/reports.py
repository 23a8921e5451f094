from collections.abc import Iterable
from functools import partial

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from academy import letters
from academy.navigation import GAPS
from academy.reports.skills.showing import Cell

register = template.Library()


@register.simple_tag(takes_context=True)
def skill_cells(context: Context, cells: Iterable[Cell]) -> SafeString:
    """A row of the map of skills. Of thousands of cells few differ: each of those is written once."""
    language = get_language()
    write = partial(letters.fill, "reports/skills/cell.html", language, value_of=lambda name: GAPS[name](context))
    known = context.render_context.setdefault(skill_cells, {})
    for cell in cells:
        if cell not in known:
            known[cell] = write({"level": cell.level, "percent": cell.percent})
    return mark_safe("".join([known[cell] for cell in cells]))
