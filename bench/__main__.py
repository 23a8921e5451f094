"""`make bench`: how fast the site is, against the floors of its tools, taken in the same minutes.

The figures themselves drift with the machine; the ratios and the numbers of statements say what holds.
"""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bench.surroundings import Surroundings, surroundings

ROUNDS = 3
WARM_UP = 1.0  # seconds for each job


def main() -> None:
    options = arguments()
    with surroundings(options.prepared) as place:
        import django

        django.setup()
        bench(place, options.sql)


def arguments() -> Namespace:
    parser = ArgumentParser(prog="make bench")
    parser.add_argument("--prepared", type=Path, help="a prepared var/: start from a copy of it, which saves a minute")
    parser.add_argument("--sql", metavar="JOB", help="print the statements of one job")
    return parser.parse_args()


def bench(place: Surroundings, show: str | None) -> None:
    # Only now: their models need the settings.
    from django.core.management import call_command
    from django.db import connection
    from django.utils.timezone import now

    from bench import report
    from bench.clients import CLIENTS, Timing, measure
    from bench.content import choose_content
    from bench.counting import count
    from bench.jobs import jobs
    from bench.people import learn, make_people
    from bench.server import running

    call_command("prepare")
    content = choose_content()
    people = make_people(content.course, now())
    *lessons, quiz = content.course.units
    learn(people.learners, content.course, lessons[: lessons.index(content.lesson)], content.lesson, now())
    learn(people.newcomers, content.course, [], quiz, now())
    learn(people.finishers, content.course, lessons, quiz, now())
    all_jobs = jobs(content, people)
    asked = {job.name: count(job.turn) for job in all_jobs}
    connection.close()
    if show:
        print(*(f"{one.method} {one.path}\n  " + "\n  ".join(one.statements) for one in asked[show]), sep="\n")
    print(f"\n{place.database}, {place.processes} sync workers, {CLIENTS} clients on the same processors.", end=" ")
    print(f"The lesson has {content.lesson_blocks} blocks.")
    if (busy := os.getloadavg()[0]) > 2:
        print(f"The machine is busy with other things (load {busy:.1f}): the processor times say more than the rates.")
    if not place.cache:
        print("No Redis answers: one web process, which may keep its cache to itself. (CACHE_URL names one.)")

    timings = {job.name: Timing() for job in all_jobs}
    with running(place) as cpu:
        for job in all_jobs:
            measure(job.turn, place.port, WARM_UP, cpu, Timing())
        # In rounds, so that a machine that is busy for a while slows the floor and what stands on it.
        for _ in range(ROUNDS):
            for job in all_jobs:
                measure(job.turn, place.port, job.seconds, cpu, timings[job.name])

    found = report.results(all_jobs, asked, timings)
    wanted = report.goals(found, asked)
    print("\n" + report.table(found, wanted))
    report.save(place, found, wanted, asked, content.lesson_blocks)


if __name__ == "__main__":
    main()
