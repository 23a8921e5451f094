"""Where a learner stands on a learning path, as a rule over its courses; and what needs what."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    ALL = "all"
    IN_ORDER = "in_order"
    AT_LEAST = "at_least"


class State(StrEnum):
    DONE = "done"
    OPEN = "open"
    LOCKED = "locked"


@dataclass(frozen=True)
class Step:
    """A course of a path (the id of its work). Optional ones may be left out; "at least n" knows no optional ones."""

    course: int
    optional: bool = False


@dataclass(frozen=True)
class PathStanding:
    """`states`: of each step, in order. `done` of `count` that are needed. `next_step`: the place in `states` to go on
    at; None where nothing more is needed, or nothing is open."""

    states: tuple[State, ...]
    done: int
    count: int
    next_step: int | None

    @property
    def completed(self) -> bool:
        return self.count > 0 and self.done == self.count


def path_standing(
    rule: Rule,
    least: int,
    steps: Sequence[Step],
    done: Collection[int],
    begun: Collection[int] = (),
    *,
    shut: Collection[int] = (),
    blocked: bool = False,
) -> PathStanding:
    """Count a path up.

    `done`, `begun`: ids of courses. `least`: how many "at least n" asks for; never more than there are. `shut`: ids of
    courses before which others come. `blocked`: something else has to be done before the path. Going on leads to a
    course that was begun, else to the first.
    """
    counted = [step for step in steps if rule is Rule.AT_LEAST or not step.optional]
    count = min(max(least, 1), len(counted)) if rule is Rule.AT_LEAST else len(counted)
    reached = min(sum(step.course in done for step in counted), count)
    states = tuple(_states(rule, steps, done, shut, blocked=blocked))
    waiting = [n for n, step in enumerate(steps) if states[n] is State.OPEN and step in counted]
    under_way = [n for n in waiting if steps[n].course in begun]
    following = next(iter([*under_way, *waiting]), None) if reached < count else None
    return PathStanding(states, reached, count, following)


def _states(
    rule: Rule, steps: Sequence[Step], done: Collection[int], shut: Collection[int], *, blocked: bool
) -> list[State]:
    """In order each course opens when all before it that are needed are done."""
    states, waiting = [], blocked
    for step in steps:
        if step.course in done:
            states.append(State.DONE)
            continue
        states.append(State.LOCKED if waiting or step.course in shut else State.OPEN)
        waiting = waiting or (rule is Rule.IN_ORDER and not step.optional)
    return states


def needs_itself(start: Hashable, needs: Mapping[Hashable, Collection[Hashable]]) -> bool:
    """Whether following what each needs leads back to `start`."""
    seen: set[Hashable] = set()
    waiting = list(needs.get(start, ()))
    while waiting:
        one = waiting.pop()
        if one == start:
            return True
        if one not in seen:
            seen.add(one)
            waiting.extend(needs.get(one, ()))
    return False
