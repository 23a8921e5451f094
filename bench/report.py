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
    """`ratio`: requests a second, against those of its floor. Times in milliseconds, for a whole turn."""

    name: str
    turns_per_second: float
    requests_per_second: float
    p50: float
    p95: float
    floor: str | None
    ratio: float | None
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
    return [
        Result(
            name=job.name,
            turns_per_second=timings[job.name].rate,
            requests_per_second=rates[job.name],
            p50=timings[job.name].percentile(50),
            p95=timings[job.name].percentile(95),
            floor=job.floor,
            ratio=rates[job.name] / rates[job.floor] if job.floor else None,
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

    ratios = {result.name: result.ratio or 0.0 for result in found}
    return [
        Goal("lesson page, times a bare Wagtail page", 4, ratios[jobs.LESSON], at_least=True),
        Goal("lesson page, statements", 6, statements(jobs.LESSON)),
        Goal("course page, statements", 8, statements(jobs.COURSE)),
        Goal("My work, statements", 10, statements(jobs.HOME)),
        Goal("submit, statements", 10, statements(jobs.ATTEMPT, "POST", "/submit/")),
        Goal("acknowledgement, statements", 8, statements(jobs.ACKNOWLEDGEMENT, "POST", "/acknowledge/")),
    ]


def table(found: list[Result], wanted: list[Goal]) -> str:
    head = f"{'':30}{'turns/s':>9}{'req/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'× floor':>9}{'requests':>10}{'SQL':>6}"
    lines = [head]
    for row in found:
        ratio = f"{row.ratio:.2f}" if row.ratio else "–"
        lines.append(
            f"{row.name:30}{row.turns_per_second:>9.1f}{row.requests_per_second:>9.0f}{row.p50:>9.1f}{row.p95:>9.1f}"
            f"{ratio:>9}{row.requests:>10}{row.statements:>6}"
        )
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
