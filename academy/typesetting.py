"""Pages for paper: from a Typst template and data to a PDF, in every language that we have."""

import json
from typing import Any

from django.conf import settings

FONTS = settings.BASE_DIR / "academy" / "fonts"
TEMPLATES = settings.BASE_DIR / "templates" / "pdf"


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """A PDF, tagged (PDF/UA-1). What stands in `data` is text and is never read as markup."""
    import typst  # it takes a while, and most processes never need it

    source = (TEMPLATES / template).read_bytes()
    inputs = {"data": json.dumps(data)}
    try:
        return typst.compile(
            source, font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs=inputs, pdf_standards=["ua-1"]
        )
    except typst.TypstError:
        # A name in a script that our fonts do not have: with those of the machine, else with empty boxes.
        return typst.compile(source, font_paths=[str(FONTS)], sys_inputs=inputs)
