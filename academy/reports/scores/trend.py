"""How a criterion went month by month, as a chart and as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quizzes.statistics.charts import FLOOR, HEIGHT, LABEL_Y, TOP, WIDTH, Frame, Mark


@dataclass(frozen=True)
class Stretch:
    """A month or a week, by its first day. `value`: None where nothing was counted, or too little to show."""

    begins: date
    value: float | None
    count: int


@dataclass(frozen=True)
class Label:
    """A stretch on the axis. `anchor`: where its text begins, as SVG calls it."""

    x: int
    y: int
    begins: date
    anchor: str


@dataclass(frozen=True)
class Trend:
    """`lines`: of points "x,y", one for each run of stretches without a gap."""

    stretches: list[Stretch]
    lines: list[str]
    points: list[Mark]
    up: list[Mark]
    labels: list[Label]
    left: int
    right: int
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR
    top: int = TOP


def trend(stretches: Sequence[Stretch], scale: Sequence[float], *, rtl: bool) -> Trend | None:
    """`scale`: the numbers on the upright axis, the lowest first. None where there is no line to draw."""
    if sum(one.value is not None for one in stretches) < 2:
        return None
    frame, last = Frame(rtl=rtl), len(stretches) - 1
    lowest, highest = scale[0], scale[-1]
    points = {
        place: Mark(frame.x(place / last), _y(one.value, lowest, highest), one.value)
        for place, one in enumerate(stretches)
        if one.value is not None
    }
    return Trend(
        list(stretches),
        _lines(points),
        list(points.values()),
        frame.up(scale, lowest, highest),
        [
            Label(frame.x(0), LABEL_Y, stretches[0].begins, "start"),
            Label(frame.x(1), LABEL_Y, stretches[-1].begins, "end"),
        ],
        *frame.ends,
    )


def _lines(points: Mapping[int, Mark]) -> list[str]:
    """A month without a case parts the line: nothing is known of it."""
    runs: list[list[Mark]] = []
    for place, point in points.items():
        if place - 1 in points:
            runs[-1].append(point)
        else:
            runs.append([point])
    return [" ".join(f"{point.x},{point.y}" for point in run) for run in runs if len(run) > 1]


def _y(value: float, lowest: float, highest: float) -> int:
    return round(FLOOR - (FLOOR - TOP) * (value - lowest) / (highest - lowest))
