"""What a marker does, in the words of their screens."""

from playwright.sync_api import Locator, expect

from tests.journeys.reader import Reader

QUEUE = "/en/marking/"


def mark_next(marker: Reader, *points: int, comment: str = "") -> None:
    """Take the answer that waits longest, and give these points, criterion by criterion."""
    marker.open(QUEUE)
    marker.press("Mark the next one")
    for criterion, given in zip(criteria(marker), points, strict=True):
        criterion.get_by_role("radio", name=str(given), exact=True).check()
    marker.main.get_by_label("To the learner").fill(comment)
    marker.press("Store")
    expect(marker.main).to_contain_text("The mark is stored.")


def criteria(marker: Reader) -> list[Locator]:
    return marker.main.get_by_role("group").filter(has=marker.page.get_by_role("radio")).all()
