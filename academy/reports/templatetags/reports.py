from collections.abc import Iterable
from functools import partial

from django import template
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from academy import letters
from academy.navigation import GAPS
from academy.reports.matrix.work import Cell as WorkCell
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


@register.simple_tag
def work_cells(cells: Iterable[WorkCell]) -> SafeString:
    """A row of the matrix of people and work. Of thousands of cells each has an address of its own: a template for
    each would take longer than all the rest of the page."""
    return mark_safe("".join([_work_cell(cell) for cell in cells]))


def _work_cell(cell: WorkCell) -> str:
    words, title = conditional_escape(cell.words), conditional_escape(cell.title)
    if cell.state == "none":
        inside = f'<span aria-hidden="true">–</span><span class="visually-hidden">{words}</span>'
    else:
        day = f" <small>{conditional_escape(cell.day)}</small>" if cell.day else ""
        inside = f'<a href="{cell.url}">{words}{day}</a>'
    return f'<td role="cell" class="{cell.state}" data-label="{title}">{inside}</td>'
