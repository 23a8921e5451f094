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
from bench.costs import Cost
from bench.counting import Asked
from bench.hr import Imported
from bench.push import Pushed
from bench.surroundings import Surroundings
from bench.team import Looked

RESULTS = Path(__file__).parent / "results.json"
VERSIONS = ("django", "wagtail", "gunicorn")
MOODLE = 2.8  # attempts of ten questions on one page a second: Moodle 4.5, on two cores, eight at once


@dataclass(frozen=True)
class Result:
    """`ratio`: requests a second, against those of its floor; `cpu_ratio`: the same by the site's processor time.

    `strict_`: against the floor that has our settings.

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
    strict_floor: str | None
    strict_ratio: float | None
    strict_cpu_ratio: float | None
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
            strict_floor=job.strict_floor,
            strict_ratio=rates[job.name] / rates[job.strict_floor] if job.strict_floor else None,
            strict_cpu_ratio=cpus[job.strict_floor] / cpus[job.name] if job.strict_floor else None,
            requests=len(asked[job.name]),
            statements=sum(len(request.statements) for request in asked[job.name]),
        )
        for job in all_jobs
    ]


def goals(
    found: list[Result], asked: dict[str, list[Asked]], computing: float, from_nothing: int, importing: float
) -> list[Goal]:
    """`computing`: seconds for the statistics of a quiz. `from_nothing`: statements of their page with none kept.

    `importing`: seconds for a thousand past attempts.
    """

    def statements(name: str, method: str = "GET", ending: str = "/") -> int:
        """The most that a request of this kind asks."""
        kind = [one for one in asked[name] if one.method == method and one.path.endswith(ending)]
        return max(len(one.statements) for one in kind)

    by_name = {result.name: result for result in found}
    lesson, statistics = by_name[jobs.LESSON], by_name[jobs.STATISTICS]
    attempts = by_name[jobs.ATTEMPT_ON_ONE_PAGE].turns_per_second
    return [
        Goal("lesson page, times a bare page as it comes", 4, lesson.ratio or 0, at_least=True),
        Goal("… by processor time", 4, lesson.cpu_ratio or 0, at_least=True),
        Goal("… a bare page with our settings, by the same", 4, lesson.strict_cpu_ratio or 0, at_least=True),
        Goal("lesson page, statements", 6, statements(jobs.LESSON)),
        Goal("course page, statements", 8, statements(jobs.COURSE)),
        Goal("My work, statements", 10, statements(jobs.HOME)),
        Goal("submit that passes, statements", 10, statements(jobs.ATTEMPT, "POST", "/submit/")),
        Goal("… and completes an assigned course", 10, statements(jobs.LAST_ATTEMPT, "POST", "/submit/")),
        Goal("attempt on one page, requests", 5, len(asked[jobs.ATTEMPT_ON_ONE_PAGE])),
        Goal(
            "attempt on one page, statements",
            45,
            sum(len(one.statements) for one in asked[jobs.ATTEMPT_ON_ONE_PAGE]),
        ),
        Goal(f"… attempts a second: 20 × Moodle's {MOODLE}", 20 * MOODLE, attempts, at_least=True),
        Goal("… times Moodle's", 20, attempts / MOODLE, at_least=True),
        Goal("acknowledgement, statements", 8, statements(jobs.ACKNOWLEDGEMENT, "POST", "/acknowledge/")),
        Goal("statistics of 5,000 attempts, seconds", 0.5, computing),
        Goal("… page with none kept, statements", 30, from_nothing),
        Goal("… page, processor time by a lesson page", 1.1, statistics.cpu / lesson.cpu),
        Goal("1,000 attempts imported, seconds", 5, importing),
    ]


def ratios_of(row: Result) -> tuple[float | None, ...]:
    return row.ratio, row.cpu_ratio, row.strict_ratio, row.strict_cpu_ratio


def table(found: list[Result], wanted: list[Goal]) -> str:
    columns = (
        "turns/s",
        "req/s",
        "p50 ms",
        "p95 ms",
        "CPU ms",
        "× floor",
        "by CPU",
        "× strict",
        "by CPU",
        "requests",
        "SQL",
    )
    lines = [f"{'':31}" + "".join(f"{column:>9}" for column in columns)]
    for row in found:
        times = "".join(f"{value:>9.1f}" for value in (row.p50, row.p95, row.cpu))
        ratios = "".join(f"{value:>9.2f}" if value else f"{'–':>9}" for value in ratios_of(row))
        rates = f"{row.turns_per_second:>9.1f}{row.requests_per_second:>9.0f}"
        lines.append(f"{row.name:31}{rates}{times}{ratios}{row.requests:>9}{row.statements:>9}")
    return "\n".join([*lines, "", *goal_lines(wanted)])


def goal_lines(wanted: list[Goal]) -> list[str]:
    lines = [f"{'goal':46}{'wanted':>8}{'measured':>10}"]
    for goal in wanted:
        sign, verdict = "≥" if goal.at_least else "≤", "reached" if goal.reached else "MISSED"
        lines.append(f"{goal.name:46}{sign:>6}{goal.goal:>2g}{goal.measured:>10.3g}  {verdict}")
    return lines


def push_goals(place: Surroundings, pushed: Pushed) -> list[Goal]:
    wanted = 20 if place.database == "PostgreSQL" else 60
    return [
        Goal("100,000 people asked, seconds", wanted, 100_000 * pushed.seconds / pushed.people),
        Goal("… statements per thousand", 20, pushed.statements_per_thousand),
        Goal("… lesson page, times its p95 at rest", 2, pushed.p95_meanwhile / pushed.p95_at_rest),
    ]


def hr_goals(found: Imported) -> list[Goal]:
    return [
        Goal("100,000 rows taken in, seconds", 60, 100_000 * found.importing / found.people),
        Goal("… planted faults named", found.planted, found.found, at_least=True),
        Goal("… faults named that are none", 0, found.others),
    ]


def crowd_goals(place: Surroundings, costs: list[Cost]) -> list[Goal]:
    """The page of a policy, for whoever sees everybody; on SQLite no time is promised, only how much is asked."""
    page, *_others = costs
    statements = Goal("compliance of a policy, statements", 15, page.statements)
    milliseconds = Goal("… milliseconds", 100, page.milliseconds)
    return [statements, milliseconds] if place.database == "PostgreSQL" else [statements]


def team_table(pages: list[Looked]) -> str:
    """`×`: the time of the page alone, against that of a bare view for somebody who is signed in."""
    floor, *_others = pages
    lines = [f"{'':30}{'SQL':>6}{'p50 ms':>9}{'p95 ms':>9}{'× bare':>8}{'p95, 8 at once':>16}{'CPU ms':>8}"]
    for page in pages:
        times = f"{page.alone.percentile(50):>9.1f}{page.alone.percentile(95):>9.1f}"
        ratio = page.alone.percentile(50) / floor.alone.percentile(50)
        together = f"{page.together.percentile(95):>16.1f}{page.together.cpu_each:>8.1f}"
        lines.append(f"{page.name:30}{page.statements:>6}{times}{ratio:>8.1f}{together}")
    return "\n".join(lines)


def team_goals(pages: list[Looked], memory: int) -> list[Goal]:
    """`memory`: of the process that wrote the spreadsheet, in MB."""
    goals = []
    for page in (one for one in pages if one.has_goal):
        goals += [
            Goal(f"{page.name}, statements", 25, page.statements),
            Goal("… alone, p95 in ms", 150, page.alone.percentile(95)),
            Goal("… eight at once, p95 in ms", 600, page.together.percentile(95)),
        ]
    return [*goals, Goal("100,000 rows as XLSX, MB of memory", 200, memory)]


def save(
    place: Surroundings, found: list[Result], wanted: list[Goal], asked: dict[str, list[Asked]], blocks: int
) -> None:
    outcome: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        **{name: version(name) for name in VERSIONS},
        "cpus": os.cpu_count(),
        "load_before": round(place.load, 1),
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
