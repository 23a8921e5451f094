"""Between a picture in a file and one among the images of the CMS."""

import hashlib
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField

from quizzes.domain.formats import items
from quizzes.domain.formats.problems import ItemError, Reason
from quizzes.models import Question


def check_picture(picture: items.Picture) -> None:
    """Raises ItemError with what the CMS would object to such a file, or where nothing says what it shows."""
    name = file_name(picture)
    if not picture.alt.strip():
        raise ItemError(Reason.PICTURE_WORDS, name)
    try:
        WagtailImageField().clean(SimpleUploadedFile(name, picture.data))
    except ValidationError as error:
        raise ItemError(Reason.PICTURE, " ".join(error.messages)) from error


def image_of(picture: items.Picture, by: Any = None) -> Any:
    """The image with the same bytes, or a new one. Only for a picture that was checked."""
    images = get_image_model().objects
    if known := images.filter(file_hash=file_hash(picture)).order_by("pk").first():
        return known
    name = file_name(picture)
    file = ImageFile(BytesIO(picture.data), name=name)
    image = images.create(title=PurePath(name).stem, file=file, uploaded_by_user=by)
    image.get_file_hash()  # the CMS keeps both with what is uploaded in its own forms alone
    image.get_file_size()
    return image


def picture_of(question: Question) -> items.Picture | None:
    """The picture of a question as files carry it. Raises ItemError where its file is gone."""
    if question.picture is None:
        return None
    try:
        with question.picture.open_file() as file:
            data = file.read()
    except OSError:
        raise ItemError(Reason.PICTURE, _("Its file is missing.")) from None
    return items.Picture(PurePath(question.picture.file.name).name, data, question.picture_alt)


def file_hash(picture: items.Picture) -> str:
    """As the CMS keeps it of its images."""
    return hashlib.sha1(picture.data, usedforsecurity=False).hexdigest()


def file_name(picture: items.Picture) -> str:
    return PurePath(picture.name.replace("\\", "/")).name[-80:] or "picture"
