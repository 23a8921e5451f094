"""What one thing costs that is done in this process: its time and its statements."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

ROUNDS = 5


@dataclass(frozen=True)
class Cost:
    """Of one request or run: the median of some rounds."""

    name: str
    milliseconds: float
    statements: int


def cost(name: str, act: Callable[[], object], rounds: int = ROUNDS) -> Cost:
    if rounds > 1:
        act()
    taken = []
    for _round in range(rounds):
        begin = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            act()
        taken.append((time.perf_counter() - begin) * 1000)
    return Cost(name, sorted(taken)[len(taken) // 2], len(captured))
