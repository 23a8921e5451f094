from argparse import ArgumentParser
from typing import Any

from django.db import IntegrityError
from django.utils.timezone import now
from django.utils.translation import override

from academy.console import ReportingCommand, read_bytes
from academy.staff.actions import NotImported, import_people, plan_import
from academy.staff.domain.people_file import Plan
from academy.staff.exchange.wording import sentence

CROSSED = "Accounts were changed at the same moment, and nothing was imported. Run it again."
SHOWN = 20  # of each kind, for people; scripts get the counts


class Command(ReportingCommand):
    help = (
        "Take in the HR file (CSV): all of it, or nothing where a row is refused. People are known by external_id; "
        "who is missing leaves. Safe to run daily."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="- reads from stdin")
        parser.add_argument("--dry-run", action="store_true", help="only report, change nothing")
        parser.add_argument("--yes", action="store_true", help="also where more than a tenth of the people leave")
        super().add_arguments(parser)

    @override("en")
    def handle(self, *, file: str, dry_run: bool, yes: bool, **options: Any) -> None:
        as_json = options["json"]
        try:
            data = read_bytes(file)
        except OSError as error:
            self.fail(f"{file} can not be read: {error.strerror}.", report_of(Plan(), dry_run), as_json=as_json)
        try:
            plan = plan_import(data, now()) if dry_run else import_people(data, now(), yes=yes)
        except NotImported as error:
            plan = error.plan
            problem = refused(plan) or too_many(plan)
        except IntegrityError:  # somebody made an account of the same name at this moment
            self.fail(CROSSED, report_of(Plan(), dry_run), as_json=as_json)
        else:
            problem = refused(plan)
        found = report_of(plan, dry_run)
        if problem:
            self.stderr.write("\n".join(lines_of(plan)))
            self.fail(problem, found, as_json=as_json)
        warning = too_many(plan) if dry_run and plan.needs_yes and not yes else ""
        found |= {"imported": not dry_run, **({"warning": warning} if warning else {})}
        self.report(found, [*lines_of(plan), *filter(None, [warning])], as_json=as_json)


def report_of(plan: Plan, dry_run: bool) -> dict[str, Any]:
    refusals = [{"line": one.line, "column": one.column, "reason": sentence(one)} for one in plan.refusals]
    return {**plan.counts(), "refusals": refusals, "imported": False, "dry_run": dry_run}


def refused(plan: Plan) -> str:
    return f"Nothing was imported: {plan.refused} refused." if plan.refusals else ""


def too_many(plan: Plan) -> str:
    return (
        f"{len(plan.leaving)} of {plan.active} active people are not in the file and would leave, which is more than "
        "a tenth. If that is right, run it again with --yes."
    )


def lines_of(plan: Plan) -> list[str]:
    lines = [f"line {one.line}: {one.column or 'row'}: {sentence(one)}" for one in plan.refusals]
    named = [
        *(("new", values["external_id"], values["username"]) for values in plan.new[:SHOWN]),
        *(
            ("changed", one.standing.values["external_id"], ", ".join(sorted(one.values)))
            for one in plan.changed[:SHOWN]
        ),
        *(("leaving", one.values["external_id"], one.values["username"]) for one in plan.leaving[:SHOWN]),
    ]
    lines += [f"{kind:9} {external_id}  {words}" for kind, external_id, words in named]
    return [*lines, *(f"{name:9} {count}" for name, count in plan.counts().items())]
