"""The whole academy in one folder, and back: the database, the uploads, and the secrets that are kept in var/.

A backup is written beside its place and moved there when it is whole. It holds

    database.sqlite3 or database.dump    as the engine is
    media/                               uploads
    var/                                 SECRETS, as far as there are any
    about.json                           when, of which engine, and the head of the ledger at the beginning
    SHA256SUMS                           the hash of each of these
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection

from academy.databases import BackupError, Database, database
from academy.evidence.exporting import Folder
from academy.evidence.models import Seal
from academy.frozen import moment_text

SECRETS = ("secret_key", "demo_password", "vapid*", "badge*")
"""Files of var/ without which sessions end and browsers are pushed nothing any more. Patterns."""
PIECE = 1 << 20


def back_up(to: Path, at: datetime) -> dict[str, Any]:
    """Write a backup while the site runs; return what `about.json` says. Raises BackupError.

    First the database, then the uploads: so every upload that the database knows is there.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise BackupError(f"{to} is there already: name a new or an empty folder.")
    partial = to.with_name(f"{to.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    try:
        about = _write(partial, database(), at)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    if to.exists():
        to.rmdir()
    partial.rename(to)
    return about


def _write(place: Path, ours: Database, at: datetime) -> dict[str, Any]:
    head = _head()
    folder = Folder(place)
    ours.dump(place / ours.filename)
    folder.note(ours.filename)
    media, secrets = list(_files(settings.MEDIA_ROOT)), list(_secrets())
    for name in media:
        _copy(folder, Path(settings.MEDIA_ROOT) / name, f"media/{name}")
    for name in secrets:
        _copy(folder, Path(settings.VAR_DIR) / name, f"var/{name}")
    about = {
        "made_at": moment_text(at),
        "engine": ours.engine,
        "head": head,
        "media": len(media),
        "secrets": [str(name) for name in secrets],
    }
    folder.write("about.json", [json.dumps(about, indent=2).encode() + b"\n"])
    folder.finish()
    return about


def _head() -> str | None:
    """None also where the database is still to be migrated."""
    if Seal._meta.db_table not in connection.introspection.table_names():
        return None
    head = Seal.objects.head()
    return head.sha256 if head else None


def _files(root: Any) -> Iterator[Path]:
    """Paths below `root`, which need not be there."""
    root = Path(root)
    yield from sorted(path.relative_to(root) for path in root.rglob("*") if path.is_file())


def _secrets() -> Iterator[Path]:
    root = Path(settings.VAR_DIR)
    yield from sorted({path.relative_to(root) for name in SECRETS for path in root.glob(name) if path.is_file()})


def _copy(folder: Folder, source: Path, name: str) -> None:
    try:
        file = source.open("rb")
    except FileNotFoundError:  # deleted since it was listed
        return
    with file:
        folder.write(name, iter(lambda: file.read(PIECE), b""))
    shutil.copystat(source, folder.place / name)


def check(place: Path) -> dict[str, Any]:
    """What a backup says about itself, after every file was found whole. Raises BackupError."""
    try:
        lines = (place / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BackupError(f"{place} is no backup: {error.strerror}: SHA256SUMS.") from error
    listed = {name: sha256 for sha256, name in (line.split("  ", 1) for line in lines)}
    there = {str(name) for name in _files(place)} - {"SHA256SUMS"}
    broken = sorted(listed.keys() ^ there)
    broken += [name for name in sorted(listed.keys() & there) if _hash(place / name) != listed[name]]
    if broken:
        raise BackupError(f"The backup is damaged, nothing was restored: {', '.join(broken[:5])}")
    return json.loads((place / "about.json").read_text(encoding="utf-8"))


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(place: Path, *, overwrite: bool) -> dict[str, Any]:
    """Put a backup in the place of what is there; return what the backup says about itself.

    Raises BackupError where the backup is damaged or of another engine, where the site runs, or where there is
    something that would be lost and `overwrite` is not said.
    """
    about, ours = check(place), database()
    if about["engine"] != ours.engine:
        raise BackupError(f"The backup is of {about['engine']}, and DATABASE_URL names {ours.engine}.")
    if ours.is_in_use():
        raise BackupError("The site is running, or somebody else has the database open. Stop all processes first.")
    if not overwrite and (ours.holds_anything() or any(_files(settings.MEDIA_ROOT))):
        raise BackupError("There is an academy here already. What is in it would be lost: say YES=1 to overwrite it.")
    ours.load(place / ours.filename)
    _replace(place / "media", Path(settings.MEDIA_ROOT))
    if (place / "var").is_dir():
        shutil.copytree(place / "var", settings.VAR_DIR, dirs_exist_ok=True)
    caches["default"].clear()  # what it holds is of another time
    return about


def _replace(source: Path, target: Path) -> None:
    """The old folder goes only when the new one is whole."""
    fresh, old = target.with_name(f"{target.name}.restored"), target.with_name(f"{target.name}.replaced")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    if source.is_dir():
        shutil.copytree(source, fresh)
    else:
        fresh.mkdir(parents=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
