"""Files that were sent to the CMS: read, agreed to, carried out; the large ones by the worker."""

import hashlib
import logging
from datetime import date, datetime
from typing import Any

from django.db import transaction

from academy.staff.actions.importing_leave import LeavePlan, LeaveRefused, import_leave, plan_leave
from academy.staff.actions.importing_people import NotImported, import_people, mark, plan_import
from academy.staff.domain.people_file import Plan, Values
from academy.staff.domain.problems import Refusal
from academy.staff.models import StaffUpload, User

logger = logging.getLogger(__name__)

AT_ONCE = 2000
"""Lines that a request reads by itself."""
SHOWN = 12
"""People of each kind that a report names."""
REFUSALS = 500
State, Kind = StaffUpload.State, StaffUpload.Kind


def keep_upload(kind: str, name: str, content: bytes, by: User, at: datetime) -> StaffUpload:
    """Keep a file, and read it; a large one is read by the worker."""
    upload = StaffUpload.objects.create(
        by=by,
        kind=kind,
        name=name[:200],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        rows=max(0, content.count(b"\n") - 1),
        sent_at=at,
        changed_at=at,
    )
    if is_large(upload):
        _leave_to_worker(upload)
    else:
        read_upload(upload, at)
    return upload


def is_large(upload: StaffUpload) -> bool:
    return upload.rows > AT_ONCE


def _leave_to_worker(upload: StaffUpload) -> None:
    from academy.staff.tasks import work_on_upload

    transaction.on_commit(lambda: work_on_upload.enqueue(upload.pk))


def read_upload(upload: StaffUpload, at: datetime) -> None:
    """Find out what would become of everybody, and keep that for whoever decides."""
    _move(upload, State.READ, at, report=_report(upload, at))


def _report(upload: StaffUpload, at: datetime) -> dict[str, Any]:
    content = bytes(upload.content)
    if upload.kind == Kind.LEAVE:
        return _report_of_leave(plan_leave(content, at, upload.by))
    return _report_of_people(plan_import(content, at))


def agree_to_upload(upload: StaffUpload, agreed: str, at: datetime, *, yes: bool) -> None:
    """Do what the report said, which has this mark. Agreeing twice is no more than once.

    Where people have changed since, there is a new report to agree to.
    """
    report = {**upload.report, "agreed": agreed, "yes": yes}
    if not _move(upload, State.CONFIRMED, at, only=State.READ, report=report):
        return
    if is_large(upload):
        _leave_to_worker(upload)
    else:
        carry_out_upload(upload, at)


def work_on(upload: StaffUpload, at: datetime) -> None:
    """What the worker has to do for this file, if anything."""
    if upload.state == State.WAITING:
        read_upload(upload, at)
    elif upload.state == State.CONFIRMED:
        carry_out_upload(upload, at)


def carry_out_upload(upload: StaffUpload, at: datetime) -> None:
    """Import it in one transaction with the note that it was; what can not be is said in a new report."""
    try:
        with transaction.atomic():
            counts = _import(upload, at)
            _move(upload, State.DONE, at, content=b"", report={"counts": counts})
    except (NotImported, LeaveRefused):
        _move(upload, State.READ, at, report={**_report(upload, at), "again": True})
    except Exception:
        logger.exception("The file %s could not be imported", upload.pk)
        _move(upload, State.REFUSED, at, content=b"", report={})


def _import(upload: StaffUpload, at: datetime) -> dict[str, int]:
    content = bytes(upload.content)
    if upload.kind == Kind.LEAVE:
        return import_leave(content, at, upload.by).counts()
    plan = import_people(content, at, yes=upload.report["yes"], agreed=upload.report["agreed"])
    return plan.counts()


def _move(upload: StaffUpload, state: str, at: datetime, only: str = "", **changes: Any) -> bool:
    rows = StaffUpload.objects.filter(pk=upload.pk)
    moved = (rows.filter(state=only) if only else rows).update(state=state, changed_at=at, **changes)
    upload.refresh_from_db()
    return bool(moved)


# What a report says: texts and numbers, in no language yet


def _report_of_people(plan: Plan) -> dict[str, Any]:
    return {
        "counts": plan.counts(),
        "new": [_named(values, _fields({}, values)) for values in plan.new[:SHOWN]],
        "changed": [
            _named(one.standing.values, _fields(one.standing.values, one.values)) for one in plan.changed[:SHOWN]
        ],
        "leaving": [_named(one.values, []) for one in plan.leaving[:SHOWN]],
        "refusals": _refusals(plan.refusals),
        "needs_yes": plan.needs_yes,
        "active": plan.active,
        "mark": mark(plan),
        "nothing": plan.nothing_to_do,
    }


def _report_of_leave(plan: LeavePlan) -> dict[str, Any]:
    names = User.objects.in_bulk({leave.person for leave in plan.new[:SHOWN]})
    return {
        "counts": plan.counts(),
        "new": [
            {
                "id": names[one.person].external_id,
                "name": str(names[one.person]),
                "fields": _fields({}, {"kind": one.kind, "starts_on": one.starts_on, "ends_on": one.ends_on}),
            }
            for one in plan.new[:SHOWN]
        ],
        "changed": [],
        "leaving": [],
        "refusals": _refusals(plan.refusals),
        "needs_yes": False,
        "active": 0,
        "mark": "",
        "nothing": not (plan.new or plan.changed),
    }


def _refusals(refusals: list[Refusal]) -> list[tuple[int, str, str, str]]:
    return [(one.line, one.column, one.reason.value, one.detail) for one in refusals[:REFUSALS]]


def _named(values: Values, fields: list[Any]) -> dict[str, Any]:
    name = f"{values.get('first_name', '')} {values.get('last_name', '')}".strip()
    return {"id": values["external_id"], "name": name or values["username"], "fields": fields}


def _fields(before: Values, after: Values) -> list[tuple[str, str, str]]:
    """The columns that differ, each with what was and what will be."""
    found = ((name, _text(before.get(name)), _text(value)) for name, value in after.items() if name != "external_id")
    return [(name, old, new) for name, old, new in found if old != new]


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return "/".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
