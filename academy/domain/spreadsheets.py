"""What a cell of a spreadsheet may hold."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """`text` as a cell of a CSV file that no spreadsheet takes for a formula: an apostrophe says that it is text."""
    return f"'{text}" if text.startswith(FORMULA) else text
