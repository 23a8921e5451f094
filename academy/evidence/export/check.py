"""Check an export of evidence. Needs Python and nothing else; written to be read.

    python3 -I check.py FOLDER [HEAD]

HEAD is a hash that you kept from an earlier day, as it was mailed to you: it has to be in the chain.
The exit status is 0 when all is well, and 1 otherwise.
"""

import csv
import hashlib
import json
import sys
from pathlib import Path

csv.field_size_limit(10**9)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def sha256_of_file(path):
    state = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            state.update(piece)
    return state.hexdigest()


def rows(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def check_files(folder):
    """What `sha256sum -c SHA256SUMS` does, and that no file lies beside them."""
    listed = {}
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        listed[name] = digest
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    for name in sorted(listed.keys() ^ there):
        yield f"{name} is {'missing' if name in listed else 'not listed in SHA256SUMS'}"
    for name in sorted(listed.keys() & there):
        if sha256_of_file(folder / name) != listed[name]:
            yield f"{name} was changed"


def check_records(folder, sealed):
    """The hash of a record is that of its body; where it was sealed, it is the hash that was sealed."""
    for row in rows(folder, "records.csv"):
        if sha256(row["body"].encode()) != row["sha256"]:
            yield f"record {row['record']}: the body does not have its hash"
        if sealed.pop(row["record"], row["sha256"]) != row["sha256"]:
            yield f"record {row['record']}: the hash is not the one that was sealed"
        yield from check_texts(folder, row["record"], json.loads(row["body"]))


def check_texts(folder, record, said):
    """What was published or agreed to is there to be read, and has the hash that the record says."""
    if said["kind"] in ("policy_published", "acknowledged"):
        path = folder / "texts" / (said["sha256"] + ".json")
        if not path.exists():
            yield f"record {record}: {path.name} is missing"
        elif sha256_of_file(path) != said["sha256"]:
            yield f"record {record}: {path.name} does not have its hash"
    for digest in said.get("attachments", ()):
        path = folder / "attachments" / digest
        if not path.exists() or sha256_of_file(path) != digest:
            yield f"record {record}: the attachment {digest} is missing or was changed"


def check_chain(folder, sealed, head):
    """Each seal is the hash of the one before it and of its records' hashes, a line each."""
    members = {}
    for row in rows(folder, "members.csv"):
        listed = members.setdefault(row["seal"], [])
        if int(row["position"]) != len(listed):
            yield f"seal {row['seal']}: a record is missing before position {row['position']}"
        listed.append(row["sha256"])
        sealed[row["record"]] = row["sha256"]
    previous, number, seen = "0" * 64, 0, not head
    for row in rows(folder, "seals.csv"):
        number += 1
        if int(row["number"]) != number or row["previous"] != previous:
            yield f"seal {row['number']} does not follow the seal before it"
        lines = [row["previous"], *members.pop(row["number"], [])]
        if sha256("".join(line + "\n" for line in lines).encode()) != row["sha256"]:
            yield f"seal {row['number']}: the hash is not that of its records"
        previous, number, seen = row["sha256"], int(row["number"]), seen or row["sha256"] == head
    if members:
        yield f"seal {min(members, key=int)} is missing"
    if not seen:
        yield "the head that you kept is not in the chain: its end was cut off or made anew"


def check_ledger(folder, head):
    sealed = {}  # by record: the hash that was sealed
    yield from check_chain(folder, sealed, head)
    yield from check_records(folder, sealed)
    if not json.loads((folder / "about.json").read_text(encoding="utf-8"))["only_about"]:
        yield from (f"record {record} was sealed and is missing" for record in sealed)


def main():
    folder, head = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None
    faults = list(check_files(folder))
    if not any(fault.endswith("is missing") for fault in faults):
        faults += check_ledger(folder, head)
    sys.stdout.write(("\n".join(faults) or "All is well.") + "\n")
    sys.exit(bool(faults))


main()
