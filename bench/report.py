"""What came out, as a table and as bench/results.json."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import jobs
from bench.clients import CLIENTS, Timing
from bench.counting import Asked
from bench.surroundings import Surroundings

RESULTS = Path(__file__).parent / "results.json"
VERSIONS = ("django", "wagtail", "gunicorn")


@dataclass(frozen=True)
class Result:
    """`ratio`: requests a second, against those of its floor; `cpu_ratio`: the same by the site's processor time.

    Times in milliseconds, for a whole turn.
    """

    name: str
    turns_per_second: float
    requests_per_second: float
    p50: float
    p95: float
    cpu: float
    floor: str | None
    ratio: float | None
    cpu_ratio: float | None
    requests: int
    statements: int


@dataclass(frozen=True)
class Goal:
    name: str
    goal: float
    measured: float
    at_least: bool = False

    @property
    def reached(self) -> bool:
        return self.measured >= self.goal if self.at_least else self.measured <= self.goal


def results(all_jobs: list[jobs.Job], asked: dict[str, list[Asked]], timings: dict[str, Timing]) -> list[Result]:
    rates = {job.name: timings[job.name].rate * len(asked[job.name]) for job in all_jobs}
    cpus = {job.name: timings[job.name].cpu_each / len(asked[job.name]) for job in all_jobs}
    return [
        Result(
            name=job.name,
            turns_per_second=timings[job.name].rate,
            requests_per_second=rates[job.name],
            p50=timings[job.name].percentile(50),
            p95=timings[job.name].percentile(95),
            cpu=timings[job.name].cpu_each,
            floor=job.floor,
            ratio=rates[job.name] / rates[job.floor] if job.floor else None,
            cpu_ratio=cpus[job.floor] / cpus[job.name] if job.floor else None,
            requests=len(asked[job.name]),
            statements=sum(len(request.statements) for request in asked[job.name]),
        )
        for job in all_jobs
    ]


def goals(found: list[Result], asked: dict[str, list[Asked]]) -> list[Goal]:
    def statements(name: str, method: str = "GET", ending: str = "/") -> int:
        """The most that a request of this kind asks."""
        kind = [one for one in asked[name] if one.method == method and one.path.endswith(ending)]
        return max(len(one.statements) for one in kind)

    lesson = next(result for result in found if result.name == jobs.LESSON)
    return [
        Goal("lesson page, times a bare Wagtail page", 4, lesson.ratio or 0, at_least=True),
        Goal("… by processor time", 4, lesson.cpu_ratio or 0, at_least=True),
        Goal("lesson page, statements", 6, statements(jobs.LESSON)),
        Goal("course page, statements", 8, statements(jobs.COURSE)),
        Goal("My work, statements", 10, statements(jobs.HOME)),
        Goal("submit that passes, statements", 10, statements(jobs.ATTEMPT, "POST", "/submit/")),
        Goal("… and completes an assigned course", 10, statements(jobs.LAST_ATTEMPT, "POST", "/submit/")),
        Goal("acknowledgement, statements", 8, statements(jobs.ACKNOWLEDGEMENT, "POST", "/acknowledge/")),
    ]


def table(found: list[Result], wanted: list[Goal]) -> str:
    columns = ("turns/s", "req/s", "p50 ms", "p95 ms", "CPU ms", "× floor", "by CPU", "requests", "SQL")
    lines = [f"{'':31}" + "".join(f"{column:>9}" for column in columns)]
    for row in found:
        times = "".join(f"{value:>9.1f}" for value in (row.p50, row.p95, row.cpu))
        ratios = "".join(f"{value:>9.2f}" if value else f"{'–':>9}" for value in (row.ratio, row.cpu_ratio))
        rates = f"{row.turns_per_second:>9.1f}{row.requests_per_second:>9.0f}"
        lines.append(f"{row.name:31}{rates}{times}{ratios}{row.requests:>9}{row.statements:>9}")
    lines += ["", f"{'goal':42}{'wanted':>8}{'measured':>10}"]
    for goal in wanted:
        sign, verdict = "≥" if goal.at_least else "≤", "reached" if goal.reached else "MISSED"
        lines.append(f"{goal.name:42}{sign:>6}{goal.goal:>2}{goal.measured:>10.3g}  {verdict}")
    return "\n".join(lines)


def save(
    place: Surroundings, found: list[Result], wanted: list[Goal], asked: dict[str, list[Asked]], blocks: int
) -> None:
    outcome: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        **{name: version(name) for name in VERSIONS},
        "cpus": os.cpu_count(),
        "database": place.database,
        "web_processes": place.processes,
        "clients": CLIENTS,
        "lesson_blocks": blocks,
        "results": [asdict(result) for result in found],
        "goals": [{**asdict(goal), "reached": goal.reached} for goal in wanted],
        "statements": {
            name: [f"{one.method} {one.path}: {len(one.statements)}" for one in requests]
            for name, requests in asked.items()
        },
    }
    RESULTS.write_text(json.dumps(outcome, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
