from argparse import ArgumentParser
from typing import Any

from django.utils.timezone import now
from django.utils.translation import override

from academy.console import ReportingCommand
from academy.staff.actions import erase_person, erasure_of
from academy.staff.actions.erasing import Line
from academy.staff.models import User


class Command(ReportingCommand):
    help = (
        "Erase all that names a person; what they did stays under an id that leads to no name. Without --yes only say "
        "what would be done. It can not be taken back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("who", metavar="USERNAME_OR_EXTERNAL_ID")
        parser.add_argument("--yes", action="store_true", help="do it")
        super().add_arguments(parser)

    @override("en")
    def handle(self, *, who: str, yes: bool, **options: Any) -> None:
        as_json = options["json"]
        person = User.objects.named(who)
        if person is None:
            self.fail(f"Nobody here has the external id or user name {who!r}.", report_of([]), as_json=as_json)
        lines = erase_person(person, now()) if yes else erasure_of(person)
        found = {**report_of(lines), "erased": yes, "opaque_id": str(person.opaque_id)}
        said = [f"{line.becomes:8} {line.count:6}  {line.title}" for line in lines]
        said.append("Erased." if yes else "Nothing was changed. Run it again with --yes to erase.")
        self.report(found, said, as_json=as_json)


def report_of(lines: list[Line]) -> dict[str, Any]:
    kinds: dict[str, dict[str, int]] = {"deleted": {}, "cleared": {}, "kept": {}}
    for line in lines:
        kinds[line.becomes][line.model] = line.count
    return {"erased": False, **kinds}
