"""Files that were published with a policy: copied once, under their hash, and never touched again."""

import hashlib
from typing import Any, BinaryIO

from django.core.files.storage import default_storage
from wagtail.documents.models import Document

FOLDER = "policy-files"
CHUNK = 1024 * 1024


def described(document: Document) -> dict[str, Any]:
    """What the frozen text of a policy says of a file: title, name, SHA-256 and size in bytes."""
    with document.open_file() as file:
        sha256 = hash_of(file)
    return {"title": document.title, "filename": document.filename, "sha256": sha256, "size": document.file.size}


def hash_of(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := file.read(CHUNK):
        digest.update(piece)
    return digest.hexdigest()


def keep(document: Document, sha256: str) -> None:
    """Copy the file to where its hash says. A file that is there already is the same."""
    if not default_storage.exists(path_of(sha256)):
        with document.open_file() as file:
            default_storage.save(path_of(sha256), file)


def open_kept(sha256: str) -> BinaryIO:
    return default_storage.open(path_of(sha256))


def path_of(sha256: str) -> str:
    return f"{FOLDER}/{sha256}"
