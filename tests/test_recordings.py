"""Video and audio in a lesson."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.blocks import StructBlockValidationError
from wagtail.documents.models import Document
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from academy.recordings import AudioBlock, CaptionsBlock, VideoBlock
from academy.staff.models import User
from tests import builders

pytestmark = pytest.mark.django_db


def document(name: str, content: bytes = b"some bytes") -> Document:
    return Document.objects.create(title=name, file=ContentFile(content, name=name))


def captions(name: str = "call.vtt") -> Document:
    return document(name, b"WEBVTT\n\n00:00.000 --> 00:01.000\nGood morning.\n")


@pytest.fixture
def lesson(course: builders.Course) -> builders.LessonPage:
    """With a video that has captions in English and Persian, and a sound recording."""
    tracks = [{"language": code, "file": captions(f"{code}.vtt").pk} for code in ("en", "fa")]
    video = {
        "title": "A calm start",
        "file": document("calm.mp4").pk,
        "captions": builders.items(*tracks, place="captions"),
        "transcript": "<p>Good morning, how can I help?</p>",
    }
    audio = {"title": "A hard call", "file": document("hard.mp3").pk, "transcript": "<p>I waited for an hour.</p>"}
    body = [
        {"type": "video", "id": builders.key("video"), "value": video},
        {"type": "audio", "id": builders.key("audio"), "value": audio},
    ]
    return builders.republish(course.lessons[0], body=json.dumps(body))


class TestLesson:
    def test_it_plays_and_can_be_read(self, as_alice: Client, lesson: builders.LessonPage) -> None:
        page = as_alice.get("/en/courses/empathy/first/").content.decode()
        for file in ("calm.mp4", "hard.mp3"):
            assert Document.objects.get(title=file).url in page
        assert 'type="video/mp4"' in page
        assert 'type="audio/mpeg"' in page
        assert page.count('preload="metadata"') == 2
        assert "Good morning, how can I help?" in page
        assert "I waited for an hour." in page

    def test_captions_are_on_in_the_readers_language_alone(self, as_alice: Client, lesson: builders.LessonPage) -> None:
        for reader, other in (("en", "fa"), ("fa", "en")):
            page = as_alice.get(f"/{reader}/courses/empathy/first/").content.decode()
            names = {"en": "English", "fa": "فارسی"}
            assert f'srclang="{reader}" label="{names[reader]}" default>' in page
            assert f'srclang="{other}" label="{names[other]}">' in page

    def test_the_transcript_is_found_by_the_search(self, lesson: builders.LessonPage) -> None:
        assert any(
            "I waited for an hour." in text for text in lesson.body.stream_block.get_searchable_content(lesson.body)
        )

    def test_words_and_files_can_be_translated(self, lesson: builders.LessonPage) -> None:
        segments = extract_segments(lesson)
        words = {segment.string.data for segment in segments if isinstance(segment, StringSegmentValue)}
        assert {"A calm start", "Good morning, how can I help?", "I waited for an hour."} <= words
        files = [segment for segment in segments if isinstance(segment, OverridableSegmentValue)]
        assert {Document.objects.get(title=name).pk for name in ("calm.mp4", "hard.mp3")} <= {
            segment.data for segment in files
        }

    def test_a_file_that_was_deleted_leaves_the_lesson_whole(
        self, as_alice: Client, lesson: builders.LessonPage
    ) -> None:
        Document.objects.all().delete()
        assert as_alice.get("/en/courses/empathy/first/").status_code == 200


@pytest.mark.parametrize(
    ("block", "value", "field"),
    [
        (VideoBlock, {"title": "x", "file": "notes.pdf", "transcript": "<p>x</p>"}, "file"),
        (AudioBlock, {"title": "x", "file": "calm.mp4", "transcript": "<p>x</p>"}, "file"),
        (CaptionsBlock, {"language": "en", "file": "notes.pdf"}, "file"),
        (CaptionsBlock, {"language": "en", "file": "empty.vtt"}, "file"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused(block: type, value: dict[str, Any], field: str) -> None:
    made = block()
    with pytest.raises(StructBlockValidationError) as caught:
        made.clean(made.to_python({**value, "file": document(value["file"]).pk}))
    assert set(caught.value.block_errors) == {field}


def test_captions_may_begin_with_a_byte_order_mark() -> None:
    block = CaptionsBlock()
    file = document("marked.vtt", b"\xef\xbb\xbfWEBVTT\n")
    assert block.clean(block.to_python({"language": "fa", "file": file.pk}))["file"] == file


def test_a_language_has_one_file() -> None:
    block = VideoBlock()
    tracks = [{"language": "en", "file": captions(name).pk} for name in ("one.vtt", "two.vtt")]
    value = {"title": "x", "file": document("calm.webm").pk, "captions": tracks, "transcript": "<p>x</p>"}
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python(value))
    assert "English" in str(caught.value.block_errors["captions"])


@pytest.mark.parametrize(
    ("kind", "offered"), [("video", {"calm.MP4"}), ("audio", {"hard.mp3"}), ("captions", {"calm.vtt"})]
)
def test_each_chooser_offers_its_kind_alone(
    kind: str, offered: set[str], erin: User, as_user: Callable[[User], Client]
) -> None:
    for name in ("calm.MP4", "hard.mp3", "calm.vtt", "mp4.pdf"):
        document(name)
    for address in (f"/admin/documents/choose-{kind}/results/", f"/admin/documents/choose-{kind}/"):
        response = as_user(erin).get(address)
        assert {file.title for file in response.context["results"]} == offered
