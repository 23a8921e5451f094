"""Video and audio, with what they need for who cannot hear or see them. Each has its template in templates/blocks/."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register as register_telepath_adapter
from wagtail.documents.models import Document
from wagtail.documents.views.chooser import DocumentChooseResultsView, DocumentChooserViewSet, DocumentChooseView
from wagtail.images.blocks import ImageChooserBlock

VIDEO = ("mp4", "webm")
AUDIO = ("mp3", "m4a", "ogg", "wav")
CAPTIONS = ("vtt",)
TRANSCRIPT_FEATURES = ["h3", "bold", "italic", "ol", "ul"]


# Choosing a file


class OfKind:
    """Offers the documents whose names end in one of `extensions`."""

    extensions: tuple[str, ...] = ()

    def get_object_list(self) -> QuerySet[Document]:
        return super().get_object_list().filter(file__iregex=rf"\.({'|'.join(self.extensions)})$")


class KindChooseView(OfKind, DocumentChooseView):
    pass


class KindChooseResultsView(OfKind, DocumentChooseResultsView):
    pass


class KindChooserViewSet(DocumentChooserViewSet):
    """Wagtail's chooser of documents, narrowed to one kind of file."""

    choose_view_class = KindChooseView
    choose_results_view_class = KindChooseResultsView
    register_widget = False  # fields of models go on choosing among all documents
    extensions: tuple[str, ...] = ()

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(extensions=self.extensions, **kwargs)

    def on_register(self) -> None:
        super().on_register()
        register_telepath_adapter(self.widget_telepath_adapter_class(), self.widget_class)


def chooser_of(kind: str, extensions: tuple[str, ...], choose: Any) -> KindChooserViewSet:
    return KindChooserViewSet(
        f"choose_{kind}",
        model="wagtaildocs.Document",
        url_prefix=f"documents/choose-{kind}",
        extensions=extensions,
        choose_one_text=choose,
        page_title=choose,
    )


video_chooser = chooser_of("video", VIDEO, _("Choose a video"))
audio_chooser = chooser_of("audio", AUDIO, _("Choose a sound recording"))
captions_chooser = chooser_of("captions", CAPTIONS, _("Choose captions"))

VideoChooserBlock = video_chooser.get_block_class("VideoChooserBlock", "academy.recordings")
AudioChooserBlock = audio_chooser.get_block_class("AudioChooserBlock", "academy.recordings")
CaptionsChooserBlock = captions_chooser.get_block_class("CaptionsChooserBlock", "academy.recordings")


def wrong_kind(document: Document | None, extensions: tuple[str, ...]) -> list[ValidationError]:
    """What is to be said of a file that was uploaded in the chooser, where any kind can be."""
    if document is None or document.file_extension.lower() in extensions:
        return []
    endings = ", ".join(f".{extension}" for extension in extensions)
    return [ValidationError(_("Choose a file of one of these kinds: %(endings)s.") % {"endings": endings})]


# The blocks


def languages() -> list[tuple[str, str]]:
    """Called anew for each form, so that a further language needs no migration."""
    return list(settings.LANGUAGES)


@dataclass(frozen=True)
class Track:
    """Captions as a player offers them. `shown`: from the start, without being asked for."""

    url: str
    language: str
    name: str
    shown: bool


class CaptionsBlock(blocks.StructBlock):
    language = blocks.ChoiceBlock(label=_("Language"), choices=languages)
    file = CaptionsChooserBlock(label=_("File"), help_text=_("WebVTT: a text file that ends in .vtt."))

    class Meta:
        icon = "openquote"
        label = _("Captions")
        label_format = "{language}"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        value = super().clean(value)
        if errors := wrong_kind(value["file"], CAPTIONS) or not_captions(value["file"]):
            raise blocks.StructBlockValidationError({"file": errors[0]})
        return value


def not_captions(document: Document | None) -> list[ValidationError]:
    if document is None:
        return []
    with document.open_file() as file:
        if file.read(9).removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
            return []
    return [ValidationError(_("These are no WebVTT captions: such a file begins with the word WEBVTT."))]


def repeated(codes: Iterable[str]) -> str | None:
    """The name of a language that stands there more than once."""
    seen: set[str] = set()
    names = dict(languages())
    for code in filter(None, codes):  # a draft may lack it
        if code in seen:
            return names.get(code, code)
        seen.add(code)
    return None


class VideoBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    file = VideoChooserBlock(label=_("Video"), help_text=_("MP4 (H.264) plays everywhere; WebM in most browsers."))
    poster = ImageChooserBlock(
        label=_("Picture before it plays"), required=False, help_text=_("Left empty: the first frame.")
    )
    captions = blocks.ListBlock(
        CaptionsBlock(),
        default=[],
        label=_("Captions"),
        help_text=_("Needed wherever somebody speaks: one file for each language, all of them in the English page."),
    )
    transcript = blocks.RichTextBlock(
        label=_("Transcript"),
        features=TRANSCRIPT_FEATURES,
        help_text=_("What is said and what is shown, in words: for who cannot hear or see it, for search, for paper."),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("With captions and a transcript.")
        template = "blocks/video.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        value = super().clean(value)
        errors: dict[str, Any] = {}
        if wrong := wrong_kind(value["file"], VIDEO):
            errors["file"] = wrong[0]
        if twice := repeated(item["language"] for item in value["captions"]):
            errors["captions"] = ValidationError(_("There are two files for %(language)s.") % {"language": twice})
        if errors:
            raise blocks.StructBlockValidationError(errors)
        return value

    def get_context(self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds `tracks`: captions in every language that there is, those of the reader's language switched on."""
        names, reader = dict(languages()), get_language()
        tracks = [
            Track(item["file"].url, item["language"], names.get(item["language"], ""), item["language"] == reader)
            for item in value["captions"]
            if item["file"]
        ]
        return {**super().get_context(value, parent_context), "tracks": tracks}


class AudioBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    file = AudioChooserBlock(label=_("Sound recording"), help_text=_("MP3 plays everywhere. Also M4A, OGG and WAV."))
    transcript = blocks.RichTextBlock(
        label=_("Transcript"),
        features=TRANSCRIPT_FEATURES,
        help_text=_("What is said, and by whom, in words: for who cannot hear it, for search, for paper."),
    )

    class Meta:
        icon = "media"
        label = _("Sound recording")
        description = _("With a transcript: a call to listen to, for example.")
        template = "blocks/audio.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        value = super().clean(value)
        if wrong := wrong_kind(value["file"], AUDIO):
            raise blocks.StructBlockValidationError({"file": wrong[0]})
        return value
