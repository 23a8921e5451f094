"""How a policy came to be acknowledged, day by day, as a chart and as a table."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from quizzes.statistics.charts import FLOOR, HEIGHT, LABEL_Y, TOP, WIDTH, Frame, Mark

MOST = 31  # days that are shown; of a longer time as many, evenly apart


@dataclass(frozen=True)
class Day:
    """By the end of `day`: how many of those counted had acknowledged, and how many should have."""

    day: date
    done: int
    due: int


@dataclass(frozen=True)
class Label:
    """A day on the axis. `anchor`: where its text begins, as SVG calls it."""

    x: int
    y: int
    day: date
    anchor: str


@dataclass(frozen=True)
class Trend:
    """`done`, `due`: lines through points "x,y", in per cent of `asked`."""

    asked: int
    days: list[Day]
    done: str
    due: str
    up: list[Mark]
    labels: list[Label]
    left: int
    right: int
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR
    top: int = TOP


def trend(began: date, until: date, done: Counter[date], due: Counter[date], asked: int, *, rtl: bool) -> Trend | None:
    """None where there is no line to draw: nobody was asked, or only today."""
    if not asked or began >= until:
        return None
    days = [Day(day, _by(done, day), _by(due, day)) for day in _days(began, until)]
    frame = Frame(rtl=rtl)
    span = (until - began).days

    def line(name: str) -> str:
        return " ".join(f"{_x(frame, began, span, day)},{_y(getattr(day, name), asked)}" for day in days)

    return Trend(
        asked,
        days,
        line("done"),
        line("due"),
        frame.up((0, 25, 50, 75, 100), 0, 100),
        [
            Label(frame.x(0), LABEL_Y, began, "start"),
            Label(frame.x(1), LABEL_Y, until, "end"),
        ],
        *frame.ends,
    )


def _days(began: date, until: date) -> list[date]:
    span = (until - began).days
    points = min(span, MOST - 1)
    return [began + timedelta(days=round(span * n / points)) for n in range(points + 1)]


def _by(counted: Counter[date], day: date) -> int:
    return sum(count for when, count in counted.items() if when <= day)


def _x(frame: Frame, began: date, span: int, day: Day) -> int:
    return frame.x((day.day - began).days / span)


def _y(count: int, asked: int) -> int:
    return round(FLOOR - (FLOOR - TOP) * count / asked)
