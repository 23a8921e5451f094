import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.domain.ranges import UnsatisfiableError, asked_part


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", range(1)),
        ("bytes=0-99", range(100)),
        ("bytes=0-100", range(100)),
        ("bytes=10-", range(10, 100)),
        ("bytes=99-", range(99, 100)),
        ("bytes=-1", range(99, 100)),
        ("bytes=-500", range(100)),
        ("Bytes = 1 - 2 ", range(1, 3)),
        # To be ignored: nothing that can be read, several parts, an end before the start.
        ("", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes=٣-٥", None),
        ("lines=0-5", None),
        ("bytes=0-1,4-5", None),
        ("bytes=9-3", None),
    ],
)
def test_asked_part(header: str, part: range | None) -> None:
    assert asked_part(header, 100) == part


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=100-", 100), ("bytes=200-300", 100), ("bytes=-0", 100), ("bytes=0-", 0)]
)
def test_a_part_that_is_not_there(header: str, size: int) -> None:
    with pytest.raises(UnsatisfiableError):
        asked_part(header, size)


@given(st.text(), st.integers(min_value=0))
def test_whatever_is_sent_stays_within_the_file(header: str, size: int) -> None:
    for sent in (header, f"bytes={header}"):
        try:
            part = asked_part(sent, size)
        except UnsatisfiableError:
            continue
        assert part is None or (part and 0 <= part.start < part.stop <= size)
