"""The pictures of frozen questions: copies, for whoever keeps the images may put another file into one."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from wagtail.images.models import SourceImageIOError

from academy.content import frozen_cache
from academy.frozen import FrozenModel, FrozenQuerySet

SIZE = "max-800x600"


class FrozenPictureQuerySet(FrozenQuerySet):
    def keep(self, image: Any, at: datetime) -> None:
        """Keep the picture that an image holds now, once. One whose file is lost can not be kept."""
        file_hash = hash_of(image)
        if not file_hash or self.filter(file_hash=file_hash).exists():
            return
        try:
            shown = image.get_rendition(SIZE)
            with shown.file.open() as file:
                copy = ContentFile(file.read(), name=f"{file_hash}.{shown.file.name.rpartition('.')[2]}")
        except (OSError, SourceImageIOError):
            return
        size = {"width": shown.width, "height": shown.height}
        self.get_or_create(file_hash=file_hash, defaults={"file": copy, "created_at": at, **size})

    def kept(self, hashes: Iterable[str]) -> dict[str, "FrozenPicture"]:
        """Those with these hashes. Kept in the process: no query for what was shown before."""
        wanted = {f"question-picture:{file_hash}": file_hash for file_hash in hashes}
        known = frozen_cache.get_many(wanted)
        if missing := [file_hash for key, file_hash in wanted.items() if key not in known]:
            read = {f"question-picture:{row.file_hash}": row for row in self.filter(file_hash__in=missing)}
            frozen_cache.set_many(read)
            known |= read
        return {row.file_hash: row for row in known.values()}


class FrozenPicture(FrozenModel):
    """One picture at the size in which questions show it."""

    file_hash = models.CharField(max_length=40, unique=True, help_text="SHA-1 of the uploaded file, as images have it.")
    file = models.FileField(upload_to="question_pictures/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    objects = FrozenPictureQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_hash


def hash_of(image: Any) -> str:
    """Of the file of an image; "" where it is lost."""
    try:
        return image.get_file_hash()
    except OSError:
        return ""


def file_in(words: Mapping[str, Any]) -> str:
    """Which file a wording names; one that was frozen before there were copies names only its image. "" for none."""
    picture = words.get("picture")
    return picture.get("file") or f"image {picture['image']}" if picture else ""
