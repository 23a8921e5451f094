"""How clauses are numbered and how long they take to read."""

from collections.abc import Sequence

MAX_LEVEL = 3
WORDS_PER_MINUTE = 180


def numbers(levels: Sequence[int]) -> list[str]:
    """Number clauses given by their levels (1–3), in reading order: 1, 1.1, 1.1.1, 2 …

    Where a level is skipped (3 directly under 1) the clause is numbered as the child that it is: 1.1.
    """
    above: list[int] = []  # the levels of the clauses that the present one stands under
    counts: list[int] = []
    numbered = []
    for level in levels:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        depth = len(above)
        counts = counts[:depth] + [0] * (depth - len(counts))
        counts[-1] += 1
        numbered.append(".".join(str(count) for count in counts))
    return numbered


def skips_level(levels: Sequence[int]) -> int | None:
    """Index of the first clause that is more than one level deeper than the one before it; None if none is."""
    deepest = 0
    for index, level in enumerate(levels):
        if level > deepest + 1:
            return index
        deepest = level
    return None


def minutes(words: int) -> int:
    """Reading time for so many words, in whole minutes, never less than one (180 words a minute)."""
    return max(1, round(words / WORDS_PER_MINUTE))


def hours(people: int, minutes: int) -> float:
    """Working time (hours) that so many people spend who read for so many minutes each."""
    return people * minutes / 60
