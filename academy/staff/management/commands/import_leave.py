from argparse import ArgumentParser
from typing import Any

from django.utils.timezone import now
from django.utils.translation import override

from academy.console import ReportingCommand, read_bytes
from academy.staff.actions import LeavePlan, LeaveRefused, import_leave, plan_leave
from academy.staff.exchange.wording import sentence


class Command(ReportingCommand):
    help = (
        "Take in leave from a table (external_id, kind, starts_on, ends_on) or an iCalendar file: all of it, or "
        "nothing where a line is refused. Running it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="- reads from stdin")
        parser.add_argument("--dry-run", action="store_true", help="only report, change nothing")
        super().add_arguments(parser)

    @override("en")
    def handle(self, *, file: str, dry_run: bool, **options: Any) -> None:
        as_json = options["json"]
        try:
            data = read_bytes(file)
        except OSError as error:
            self.fail(f"{file} can not be read: {error.strerror}.", report_of(LeavePlan(), dry_run), as_json=as_json)
        try:
            plan = plan_leave(data, now()) if dry_run else import_leave(data, now())
        except LeaveRefused as error:
            plan = error.plan
        found = report_of(plan, dry_run)
        if plan.refusals:
            self.stderr.write("\n".join(lines_of(plan)))
            self.fail(f"Nothing was imported: {plan.refused} refused.", found, as_json=as_json)
        self.report({**found, "imported": not dry_run}, lines_of(plan), as_json=as_json)


def report_of(plan: LeavePlan, dry_run: bool) -> dict[str, Any]:
    refusals = [{"line": one.line, "column": one.column, "reason": sentence(one)} for one in plan.refusals]
    return {**plan.counts(), "refusals": refusals, "imported": False, "dry_run": dry_run}


def lines_of(plan: LeavePlan) -> list[str]:
    lines = [f"line {one.line}: {one.column or 'row'}: {sentence(one)}" for one in plan.refusals]
    return [*lines, *(f"{name:9} {count}" for name, count in plan.counts().items())]
