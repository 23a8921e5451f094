"""Digits as a language writes them."""

PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def localized_digits(text: str, language: str) -> str:
    """`text` with its digits in the script of `language`: Persian ones for fa, unchanged for the others."""
    return text.translate(PERSIAN) if language == "fa" else text
