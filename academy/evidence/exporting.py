"""The ledger as files that can be checked without us: what they are stands in `export/README.txt`."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Max

from academy.evidence.models import Record, Seal, SealMember
from academy.frozen import moment_text

ROWS = 2000
SHIPPED = Path(__file__).parent / "export"


class Folder:
    """Where an export is written. It keeps the hash of each file."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.sums: dict[str, str] = {}

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        path = self.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        state = hashlib.sha256()
        with path.open("wb") as file:
            for piece in pieces:
                state.update(piece)
                file.write(piece)
        self.sums[name] = state.hexdigest()

    def note(self, name: str) -> None:
        """A file that something else has written here."""
        with (self.place / name).open("rb") as file:
            self.sums[name] = hashlib.file_digest(file, "sha256").hexdigest()

    def write_table(self, name: str, columns: tuple[str, ...], rows: Iterable[Iterable[Any]]) -> None:
        self.write(name, _csv(columns, rows))

    def finish(self) -> None:
        """List the hashes, as `sha256sum -c` reads them."""
        lines = (f"{sha256}  {name}\n" for name, sha256 in sorted(self.sums.items()))
        (self.place / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _csv(columns: tuple[str, ...], rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(row)
        if out.tell() > 65536:
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()


def write_ledger(folder: Folder, at: datetime, about: UUID | None = None) -> dict[str, Any]:
    """Write records, seals, members and the page that explains them; return what `about.json` says.

    `about`: only the records about this work; seals and members are always whole. The ledger may grow meanwhile:
    what comes after the beginning is left out.
    """
    head = Seal.objects.head()
    number = head.number if head else 0
    last = Record.objects.aggregate(last=Max("pk"))["last"] or 0
    records = Record.objects.filter(pk__lte=last, **({"about": about} if about else {}))
    summary = {
        "exported_at": moment_text(at),
        "only_about": about and str(about),
        "records": records.count(),
        "seals": number,
        "head": head.sha256 if head else None,
    }
    seals = Seal.objects.filter(number__lte=number).order_by("number")
    members = SealMember.objects.filter(seal__number__lte=number).order_by("seal__number", "position")
    folder.write_table(
        "records.csv", ("record", "sha256", "body"), _rows(records.order_by("pk"), "pk", "sha256", "body")
    )
    folder.write_table(
        "seals.csv",
        ("number", "previous", "sha256", "at"),
        ((seal.number, seal.previous, seal.sha256, moment_text(seal.at)) for seal in seals.iterator(ROWS)),
    )
    folder.write_table(
        "members.csv",
        ("seal", "position", "record", "sha256"),
        _rows(members, "seal__number", "position", "record_id", "sha256"),
    )
    folder.write("about.json", [json.dumps(summary, indent=2).encode() + b"\n"])
    for name in ("README.txt", "check.py"):
        folder.write(name, [(SHIPPED / name).read_bytes()])
    return summary


def _rows(rows: Any, *columns: str) -> Iterator[tuple[Any, ...]]:
    return rows.values_list(*columns).iterator(ROWS)
