import pytest

from courses.domain.progress import Standing, standing

UNITS = [(1, 5), (2, 6), (3, 7)]


@pytest.mark.parametrize(
    ("done", "last", "expected"),
    [
        (set(), None, Standing(0, 3, 18, 1)),
        ({1}, 1, Standing(1, 3, 13, 2)),
        ({1}, 3, Standing(1, 3, 13, 3)),
        ({3}, 3, Standing(1, 3, 11, 1)),
        ({1, 3}, 3, Standing(2, 3, 6, 2)),
        ({1, 2, 3}, 2, Standing(3, 3, 0, None)),
        # A unit that the course no longer has neither counts nor leads anywhere.
        ({9}, 9, Standing(0, 3, 18, 1)),
    ],
)
def test_standing(done: set[int], last: int | None, expected: Standing) -> None:
    assert standing(UNITS, done, last) == expected


def test_a_course_without_units_is_never_completed() -> None:
    assert standing([], set(), None) == Standing(0, 0, 0, None)
    assert not standing([], set(), None).completed
    assert standing([], set(), None).percent == 0
