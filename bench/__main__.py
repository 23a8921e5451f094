"""`make bench`: how fast the site is, against the floors of its tools, taken in the same minutes.

The figures themselves drift with the machine; the ratios and the numbers of statements say what holds.
"""

import time
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
        if options.team:
            bench_team(place, options.team)
        elif options.push:
            bench_push(place, options.push)
        elif options.hr:
            bench_hr(place, options.hr)
        elif options.crowd:
            bench_crowd(place, options.crowd)
        else:
            bench(place, options.sql)


def arguments() -> Namespace:
    parser = ArgumentParser(prog="make bench")
    parser.add_argument("--prepared", type=Path, help="a prepared var/: start from a copy of it, which saves a minute")
    parser.add_argument("--sql", metavar="JOB", help="print the statements of one job")
    parser.add_argument("--push", type=int, metavar="PEOPLE", help="only ask so many people at once, while others read")
    parser.add_argument("--crowd", type=int, metavar="PEOPLE", help="only look at a policy that so many were asked for")
    parser.add_argument("--team", type=int, metavar="PEOPLE", help="only look at the pages of who leads so many")
    parser.add_argument("--hr", type=int, metavar="PEOPLE", help="only take in an HR file of so many rows")
    return parser.parse_args()


def bench_push(place: Surroundings, number: int) -> None:
    """Ask an organisation of 100,000 for a quiz: how long it takes, and what the readers of a lesson feel of it."""
    from django.core.management import call_command
    from django.utils.timezone import now

    from bench import report
    from bench.clients import CLIENTS, Timing, measure
    from bench.content import choose_content
    from bench.jobs import lesson_reading
    from bench.people import learn, make_people
    from bench.push import make_staff, push
    from bench.server import running

    call_command("prepare")
    content = choose_content()
    people = make_people(content.course, now())
    learn(people.learners, content.course, [], content.lesson, now())
    begin = time.perf_counter()
    rule = make_staff(number, now())
    print(f"\n{number:,} people made in {time.perf_counter() - begin:.1f} s.")
    turn = lesson_reading(content, people)
    with running("bench.settings", place.port, place.processes) as cpu:
        measure(turn, place.port, cpu, seconds=WARM_UP, into=Timing())
        pushed = push(rule, number, turn, place.port, cpu)
    print(
        f"{place.database}, {place.processes} sync workers, {CLIENTS} clients, load before {place.load:.1f}:", end=" "
    )
    print(f"asked in {pushed.seconds:.1f} s by {pushed.statements:,} statements.")
    print(f"A lesson page took {pushed.p95_at_rest:.1f} ms at rest, {pushed.p95_meanwhile:.1f} ms meanwhile (p95).\n")
    print(*report.goal_lines(report.push_goals(place, pushed)), sep="\n")


def bench_team(place: Surroundings, number: int) -> None:
    """The pages of somebody who leads 10,000, with 100 things that each of them was asked to do."""
    from django.core.management import call_command
    from django.utils.timezone import now

    from academy.assignments.models import AssignmentRule
    from bench import report
    from bench.people import session_of
    from bench.server import running
    from bench.team import WORKS, make_organisation, measured, sheet_memory

    if place.database != "PostgreSQL":
        raise SystemExit("This needs a PostgreSQL: DATABASE_URL names its server.")
    call_command("prepare")
    AssignmentRule.objects.update(active=False)  # its rows are laid by hand
    begin = time.perf_counter()
    made = make_organisation(number, WORKS, now())
    print(f"\n{number:,} people, {WORKS} pieces of work, made in {time.perf_counter() - begin:.0f} s.")
    with running("bench.settings", place.port, place.processes) as cpu:
        pages = measured(made, session_of(made.leader), place.port, cpu)
    memory = sheet_memory(made)
    print(f"{place.database}, {place.processes} sync workers, load before {place.load:.1f}:\n")
    print(report.team_table(pages), "", *report.goal_lines(report.team_goals(pages, memory)), sep="\n")


def bench_hr(place: Surroundings, number: int) -> None:
    """An HR file of 100,000 rows: with fifty faults, then without, then once more."""
    from django.core.management import call_command

    from bench import report
    from bench.hr import import_file

    call_command("prepare")
    found = import_file(number)
    print(f"\n{place.database}, an HR file of {number:,} rows, load before {place.load:.1f}:")
    print(f"with {found.planted} faults {found.found} were named and {found.others} others, in {found.refusing:.1f} s;")
    print(f"taken in without them in {found.importing:.1f} s, once more in {found.again:.1f} s.\n")
    print(*report.goal_lines(report.hr_goals(found)), sep="\n")


def bench_crowd(place: Surroundings, number: int) -> None:
    """A policy for 100,000: its pages of compliance, and a day's reminders."""
    from django.core.management import call_command

    from academy.assignments.models import AssignmentRule, Work
    from bench import report
    from bench.crowd import a_working_day, compliance_costs, make_crowd, reminder_costs

    call_command("prepare")
    at = a_working_day()
    AssignmentRule.objects.update(active=False)  # its rows are laid by hand
    policy = Work.objects.filter(kind=Work.Kind.POLICY).earliest("pk")
    viewer = make_crowd(policy, at, number)
    costs = [*compliance_costs(policy, viewer, at), *reminder_costs(at)]
    print(f"\n{place.database}, a policy for {number:,} people, load before {place.load:.1f}:")
    print(*(f"{one.name:40}{one.milliseconds:>9.0f} ms{one.statements:>6} statements" for one in costs), sep="\n")
    print("", *report.goal_lines(report.crowd_goals(place, costs)), sep="\n")


def bench(place: Surroundings, show: str | None) -> None:
    # Only now: their models need the settings.
    from django.core.management import call_command
    from django.db import connection
    from django.utils.timezone import now

    from bench import report
    from bench.clients import CLIENTS, Timing, measure
    from bench.content import choose_content
    from bench.counting import count, count_stock
    from bench.jobs import Job, jobs
    from bench.moved import seconds_to_import
    from bench.people import learn, make_people
    from bench.server import running
    from bench.tried import make_attempts, seconds_to_compute, statements_from_nothing

    call_command("prepare")
    content = choose_content()
    people = make_people(content.course, now())
    *lessons, quiz = content.course.units
    learn(people.learners, content.course, lessons[: lessons.index(content.lesson)], content.lesson, now())
    learn(people.newcomers, content.course, [], quiz, now())
    learn(people.finishers, content.course, lessons, quiz, now())
    tried = make_attempts([person.user for person in people.newcomers], now())
    all_jobs = jobs(content, people, tried)
    asked = {job.name: count_stock(job.turn) if job.stock else count(job.turn) for job in all_jobs}
    computing = seconds_to_compute(tried.work, now())
    from_nothing = statements_from_nothing(tried)
    importing = seconds_to_import([person.user for person in people.newcomers], now())
    connection.close()
    if show:
        print(*(f"{one.method} {one.path}\n  " + "\n  ".join(one.statements) for one in asked[show]), sep="\n")
    print(f"\n{place.database}, {place.processes} sync workers, {CLIENTS} clients on the same processors.", end=" ")
    print(f"The lesson has {content.lesson_blocks} blocks.")
    if place.load > 1:
        print(f"The machine is busy with other things (load {place.load:.1f}): believe the processor times.")
    if not place.cache:
        print("No Redis answers: one web process, which may keep its cache to itself. (CACHE_URL names one.)")

    timings = {job.name: Timing() for job in all_jobs}
    with (
        running("bench.settings", place.port, place.processes) as cpu,
        running("bench.stock", place.stock_port, place.processes) as stock_cpu,
    ):

        def take(job: Job, seconds: float, into: Timing) -> None:
            site = (place.stock_port, stock_cpu) if job.stock else (place.port, cpu)
            measure(job.turn, *site, seconds=seconds, into=into)

        for job in all_jobs:
            take(job, WARM_UP, Timing())
        # In rounds, so that a machine that is busy for a while slows the floor and what stands on it.
        for _ in range(ROUNDS):
            for job in all_jobs:
                take(job, job.seconds, timings[job.name])

    found = report.results(all_jobs, asked, timings)
    wanted = report.goals(found, asked, computing, from_nothing, importing)
    print("\n" + report.table(found, wanted))
    report.save(place, found, wanted, asked, content.lesson_blocks)


if __name__ == "__main__":
    main()
