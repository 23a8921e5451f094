from datetime import time
from enum import Enum


class Daytime(Enum):
    MORNING = "morning"
    DAY = "day"
    EVENING = "evening"


def daytime(clock: time) -> Daytime:
    """The part of the day by which people are greeted: morning until 12, evening from 18."""
    if time(4) <= clock < time(12):
        return Daytime.MORNING
    return Daytime.DAY if time(12) <= clock < time(18) else Daytime.EVENING
