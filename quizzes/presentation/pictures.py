"""The pictures of questions, at the size in which they are shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.images.shortcuts import get_rendition_or_not_found

from quizzes.domain.questions import Words
from quizzes.models import FrozenPicture
from quizzes.models.pictures import SIZE, file_in


@dataclass(frozen=True)
class Picture:
    """`width`, `height`: in pixels, so that the page does not move when it comes. `alt`: in the question's language."""

    url: str
    width: int
    height: int
    alt: str


def pictures_of(wordings: Iterable[Words]) -> dict[str, Picture]:
    """The pictures of several questions by the hash of their file, without their words. No query where none has one.

    What was frozen comes from the copy that was kept then; a draft in its preview, and a lost file, from the image.
    """
    wanted = {file_in(words): words["picture"]["image"] for words in wordings if "picture" in words}
    if not wanted:
        return {}
    kept = FrozenPicture.objects.kept(wanted)
    found = {file: Picture(row.file.url, row.width, row.height, "") for file, row in kept.items()}
    if drafts := {file: image for file, image in wanted.items() if file not in found}:
        images = get_image_model().objects.prefetch_renditions(SIZE).in_bulk(drafts.values())
        found |= {file: _rendered(images[image]) for file, image in drafts.items() if image in images}
    return found


def _rendered(image: AbstractImage) -> Picture:
    shown = get_rendition_or_not_found(image, SIZE)
    return Picture(shown.url, shown.width, shown.height, "")


def picture_in(words: Words, pictures: Mapping[str, Picture]) -> Picture | None:
    """The picture of one question, with its words."""
    shown = pictures.get(file_in(words))
    return replace(shown, alt=words["picture"]["alt"]) if shown else None
