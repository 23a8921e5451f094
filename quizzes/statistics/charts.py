"""Where the shapes of a chart stand: whole units of its viewBox, which no language writes in its own way.

Right-to-left readers get the chart in their direction: `rtl` turns the horizontal axis round.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 360, 200
LEFT, RIGHT, TOP, BOTTOM = 34, 10, 12, 30
INNER_WIDTH, INNER_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
FLOOR = TOP + INNER_HEIGHT
LABEL_Y = FLOOR + 18
STEP = 25  # of the scale of discriminations
THIRDS = ("weakest", "middling", "best")


@dataclass(frozen=True)
class Bar:
    """`value`: what it stands for. `kind` names its class."""

    x: int
    y: int
    width: int
    height: int
    value: float
    kind: str = ""


@dataclass(frozen=True)
class Mark:
    """A number on an axis, or a point with a number."""

    x: int
    y: int
    value: float


@dataclass(frozen=True)
class Chart:
    """`left` and `right`: where the lines of the scale begin and end."""

    left: int
    right: int
    across: list[Mark]
    up: list[Mark]
    bars: list[Bar] = field(default_factory=list)
    points: list[Mark] = field(default_factory=list)
    line: Mark | None = None
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR
    top: int = TOP


class Frame:
    """The plane of a chart, in the reader's direction."""

    def __init__(self, *, rtl: bool) -> None:
        self.rtl = rtl
        self.ends = (RIGHT, WIDTH - LEFT) if rtl else (LEFT, WIDTH - RIGHT)

    def x(self, part: float, width: float = 0) -> int:
        """`part` of the way along the axis, 0–1, for a shape of `width`."""
        left = LEFT + part * INNER_WIDTH
        return round(WIDTH - left - width if self.rtl else left)

    def up(self, values: Sequence[float], lowest: float, highest: float) -> list[Mark]:
        x = WIDTH - LEFT // 2 if self.rtl else LEFT // 2
        return [Mark(x, _y(value, lowest, highest), value) for value in values]

    def across(self, values: Sequence[float], highest: float) -> list[Mark]:
        return [Mark(self.x(value / highest), LABEL_Y, value) for value in values]


def _y(value: float, lowest: float, highest: float) -> int:
    return round(FLOOR - INNER_HEIGHT * (value - lowest) / (highest - lowest))


def histogram(counts: Sequence[int], pass_mark: int | None, *, rtl: bool) -> Chart:
    """A bar for each equal part of the grades from 0 to 100, and a line at the pass mark."""
    frame = Frame(rtl=rtl)
    most = max(counts, default=0) or 1
    step = INNER_WIDTH / max(1, len(counts))
    width = round(step) - 4

    def bar(place: int, count: int) -> Bar:
        y = _y(count, 0, most)
        return Bar(frame.x((place * step + 2) / INNER_WIDTH, width), y, width, FLOOR - y, count)

    return Chart(
        *frame.ends,
        bars=[bar(place, count) for place, count in enumerate(counts)],
        across=frame.across((0, 20, 40, 60, 80, 100), 100),
        up=frame.up(sorted({0, most // 2, most}), 0, most),
        line=None if pass_mark is None else Mark(frame.x(pass_mark / 100), TOP, pass_mark),
    )


def scatter(questions: Sequence[tuple[int, float, float]], *, rtl: bool) -> Chart:
    """A point for each question: its number, how many know it (0–1), how well it discriminates (−100 to 100).

    The scale goes as far as it has to, from 0 or below: most questions would stand in a heap on all of it.
    """
    frame = Frame(rtl=rtl)
    found = [discrimination for _number, _facility, discrimination in questions]
    lowest = STEP * min(0, math.floor(min(found, default=0) / STEP))
    highest = STEP * max(2, math.ceil(max(found, default=0) / STEP))
    return Chart(
        *frame.ends,
        points=[
            Mark(frame.x(min(1.0, max(0.0, facility))), _y(discrimination, lowest, highest), number)
            for number, facility, discrimination in questions
        ],
        across=frame.across((0, 25, 50, 75, 100), 100),
        up=frame.up(range(lowest, highest + 1, STEP), lowest, highest),
    )


def options(shares: Sequence[Sequence[float | None]], *, rtl: bool) -> Chart:
    """For each option a bar for each third of the class: the share (0–1) of the third that chose it."""
    frame = Frame(rtl=rtl)
    group = INNER_WIDTH / max(1, len(shares))
    width = max(2, min(18, int((group - 8) / 3)))

    def bar(place: int, third: int, share: float) -> Bar:
        start = (place + 0.5) * group + (third - 1.5) * width
        y = _y(share, 0, 1)
        return Bar(frame.x(start / INNER_WIDTH, width - 1), y, width - 1, FLOOR - y, 100 * share, THIRDS[third])

    return Chart(
        *frame.ends,
        bars=[
            bar(place, third, share or 0) for place, thirds in enumerate(shares) for third, share in enumerate(thirds)
        ],
        across=[Mark(frame.x((place + 0.5) * group / INNER_WIDTH), LABEL_Y, place + 1) for place in range(len(shares))],
        up=frame.up((0, 50, 100), 0, 100),
    )
