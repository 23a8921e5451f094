"""Questions in and out by command: what is made, what is refused, and that a refusal changes nothing."""

import base64
import io
from collections.abc import Callable
from pathlib import Path

import PIL.Image
import pytest
from wagtail.images.models import Image

from academy.skills.models import Skill
from quizzes.domain.formats import FORMATS
from quizzes.models import Question, QuizPage, QuizRevision
from tests import builders
from tests.quizzes.exchange.conftest import Outcome

pytestmark = pytest.mark.django_db
Run = Callable[..., Outcome]

GIFT = """// [tag:Tone]
::First::Who is right?{=the customer#Mostly ~the manager ~%-50%nobody}

$CATEGORY: $course$/top/Calls

Pick two{~%50%listen ~%50%ask ~%-100%shout####In general}

The customer is always right.{F#No#Yes}

Match{=chat -> 2 minutes =e-mail -> 8 hours = -> a week}
"""


@pytest.fixture
def gift(tmp_path: Path) -> Path:
    file = tmp_path / "questions.gift.txt"
    file.write_text(GIFT)
    return file


def png(colour: str = "blue") -> bytes:
    file = io.BytesIO()
    PIL.Image.new("RGB", (4, 3), colour).save(file, "PNG")
    return file.getvalue()


PNG = png()


def moodle(
    folder: Path, data: bytes | None, name: str = "a.png", alt: str = "A map", stem: str = "Is the cross there?"
) -> Path:
    """A Moodle XML file of one question with a picture; data None: the picture is elsewhere."""
    address = "https://example.org/a.png" if data is None else f"@@PLUGINFILE@@/{name}"
    held = "" if data is None else f'<file name="{name}" encoding="base64">{base64.b64encode(data).decode()}</file>'
    file = folder / "pictured.xml"
    file.write_text(
        f'<quiz><question type="truefalse"><name><text>N</text></name><questiontext format="html"><text>{stem}'
        f"&lt;img src='{address}' alt='{alt}'&gt;</text>{held}</questiontext>"
        '<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>'
        "</question></quiz>"
    )
    return file


def changed(path: Path, old: str, new: str) -> Path:
    path.write_text(path.read_text().replace(old, new))
    return path


class TestImporting:
    def test_questions_come_into_the_bank_published(self, run: Run, gift: Path) -> None:
        found = run("import_questions", gift, "--format", "gift", "--skill", "Empathy", "--json").json
        assert found["counts"] == {"matching": 1, "multiple_choice": 1, "single_choice": 1, "true_false": 1}
        assert (found["imported"], found["rejections"]) == (4, [])
        first, second, *_others = Question.objects.order_by("pk")
        assert (first.stem, first.live, second.feedback) == ("Who is right?", True, "In general")
        assert {skill.name for skill in first.skills.all()} == {"Tone", "Empathy"}
        assert {skill.name for skill in second.skills.all()} == {"Calls", "Empathy"}
        assert [str(share) for share in second.spec().shares.values()] == ["1/2", "1/2", "-1"]

    def test_answers_that_are_typed(self, run: Run, tmp_path: Path) -> None:
        """Of short answers case is ignored and accents are kept; the first number that fits counts."""
        file = tmp_path / "typed.txt"
        file.write_text("Capital?{=Reykjavík =%50%Akureyri#Nearly}\n\nHow many?{#=%100%5:0 =%50%5:1 ~#No}")
        assert run("import_questions", file, "--format", "gift", "--json").json["imported"] == 2
        short, number = Question.objects.order_by("pk")
        words = short.wording()
        marks = [
            short.spec().mark({"text": text}, words) for text in ("REYKJAVÍK", "Reykjavik", "akureyri", "Reykjavík!x")
        ]
        assert [float(mark) for mark in marks] == [1, 0, 0.5, 0]
        marks = [number.spec().mark({"text": text}, number.wording()) for text in ("5", "5.5", "6,0", "7")]
        assert [float(mark) for mark in marks] == [1, 0.5, 0.5, 0]

    def test_free_texts(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "essay.xml"
        file.write_text(
            '<quiz><question type="essay"><name><text>N</text></name><questiontext format="html"><text>Say it'
            "</text></questiontext></question></quiz>"
        )
        found = run("import_questions", file, "--format", "moodle-xml", "--quiz", "say", "--json").json
        assert (found["counts"], found["imported"]) == ({"free_text": 1}, 1)
        for format_ in ("gift", "moodle-xml", "csv"):
            assert run("export_questions", "--quiz", "say", "--format", format_).error == ""
        table = tmp_path / "a.csv"
        table.write_text("username,attempt,q1\neve,1,Words")
        outcome = run("import_attempts", table, "--quiz", "say", "--create-learners")
        assert outcome.error == "q1 is marked by a person: its attempts can not be imported."

    def test_a_picture_that_the_file_only_names_is_left_out_and_said_so(self, run: Run, tmp_path: Path) -> None:
        found = run("import_questions", moodle(tmp_path, data=None), "--format", "moodle-xml", "--json").json
        assert [note["note"] for note in found["notes"]] == ["Some of its pictures are left out."]
        assert Question.objects.get().picture is None

    @pytest.mark.parametrize(
        ("name", "data", "alt", "words"),
        [
            ("a.png", b"a", "A", "Its picture can not be used. Upload a valid image."),
            ("a.gif", PNG, "A", "The extension does not match"),
            ("a.exe", PNG, "A", "Not a supported image format."),
            ("-.png", PNG, "", "The picture “-.png” has no alternative text"),
            ("a.png", b"", "A", "Its picture can not be used."),
        ],
    )
    def test_a_picture_that_is_none_rejects_its_question(
        self, run: Run, tmp_path: Path, name: str, data: bytes, alt: str, words: str
    ) -> None:
        file = moodle(tmp_path, data, name, alt)
        (found,) = run("import_questions", file, "--format", "moodle-xml", "--json").json["rejections"]
        assert words in found["reason"]
        assert not Question.objects.exists()
        assert not Image.objects.exists()

    def test_a_picture_without_words_gets_the_name_of_its_file_and_that_is_said(self, run: Run, tmp_path: Path) -> None:
        file = moodle(tmp_path, PNG, "old_map-of-town.png", "")
        found = run("import_questions", file, "--format", "moodle-xml", "--json").json
        assert not found["rejections"]
        assert [note["note"] for note in found["notes"]] == [
            "Its picture has no alternative text: the name of its file stands there. Say what it shows."
        ]
        assert Question.objects.get().picture_alt == "old map of town"

    def test_the_same_picture_is_kept_once(self, run: Run, tmp_path: Path) -> None:
        for stem in ("Where?", "Which house?"):
            run("import_questions", moodle(tmp_path, PNG, stem=stem), "--format", "moodle-xml")
        assert Image.objects.get().title == "a"
        assert {question.picture for question in Question.objects.all()} == {Image.objects.get()}
        assert {question.picture_alt for question in Question.objects.all()} == {"A map"}

    def test_the_same_words_of_another_picture_are_another_question(self, run: Run, tmp_path: Path) -> None:
        for data in (PNG, png("red"), PNG):
            run("import_questions", moodle(tmp_path, data), "--format", "moodle-xml")
        assert Question.objects.count() == 2

    def test_gaps_of_moodle(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "cloze.xml"
        file.write_text(
            '<quiz><question type="cloze"><name><text>N</text></name><questiontext format="html"><text>'
            "&lt;p&gt;It takes {1:SA:=two} {2:MC:=hours~days}.&lt;/p&gt;</text></questiontext></question></quiz>"
        )
        assert run("import_questions", file, "--format", "moodle-xml", "--json").json["counts"] == {"gaps": 1}
        question = Question.objects.get()
        typed, chosen = question.spec().gaps
        right = next(key for key, share in chosen.shares.items() if share == 1)
        mark = question.spec().mark({"gaps": {typed.key: "three", chosen.key: right}}, question.wording())
        assert round(float(mark), 5) == 0.66667

    def test_a_dry_run_changes_nothing(self, run: Run, gift: Path) -> None:
        found = run("import_questions", gift, "--format", "gift", "--quiz", "tone", "--dry-run", "--json").json
        assert (found["imported"], sum(found["counts"].values())) == (0, 4)
        assert not Question.objects.exists()
        assert not Skill.objects.exists()

    def test_one_rejection_refuses_all(self, run: Run, gift: Path) -> None:
        outcome = run("import_questions", changed(gift, "{F#No#Yes}", ""), "--format", "gift", "--json")
        assert outcome.json["rejections"] == [
            {"line": 8, "item": "The customer is always right.", "reason": "This is a text that asks nothing."}
        ]
        assert (outcome.json["imported"], "1 rejected" in outcome.error) == (0, True)
        assert "line 8: The customer" in outcome.err
        assert not Question.objects.exists()
        assert not Skill.objects.exists()

    def test_what_the_form_objects_to_is_rejected_in_its_words(self, run: Run, gift: Path) -> None:
        outcome = run("import_questions", changed(gift, "%50%ask", "%40%ask"), "--format", "gift", "--json")
        (found,) = outcome.json["rejections"]
        assert found["line"] == 6
        assert "must add up to 100 percent" in found["reason"]

    def test_what_is_in_the_bank_is_not_made_again(self, run: Run, gift: Path) -> None:
        run("import_questions", gift, "--format", "gift")
        changed(gift, "Who is right?", "WHO  is right?")
        found = run("import_questions", changed(gift, "{F#No#Yes}", "{T}"), "--format", "gift", "--json").json
        assert (found["imported"], found["already"]) == (1, 3)
        assert Question.objects.count() == 5

    def test_what_stands_twice_in_a_file_is_made_once(self, run: Run, gift: Path) -> None:
        gift.write_text("A{T}\n\nA{T}\n\nA{F}")
        found = run("import_questions", gift, "--format", "gift", "--json").json
        assert (found["imported"], found["already"]) == (2, 1)

    def test_a_skill_is_known_whatever_its_case(self, run: Run, gift: Path) -> None:
        Skill.objects.create(name="tone")
        run("import_questions", gift, "--format", "gift")
        assert sorted(Skill.objects.values_list("name", flat=True)) == ["Calls", "tone"]

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [(b"", "no question in this file"), (b"\x00\x01", "no text file"), (b"x" * (20 * 1024 * 1024 + 1), "20 MB")],
    )
    def test_a_file_that_is_none(self, run: Run, tmp_path: Path, content: bytes, sentence: str) -> None:
        file = tmp_path / "file"
        file.write_bytes(content)
        (found,) = run("import_questions", file, "--format", "gift", "--json").json["rejections"]
        assert sentence in found["reason"]

    def test_no_file(self, run: Run, tmp_path: Path) -> None:
        outcome = run("import_questions", tmp_path / "none", "--format", "csv", "--json")
        assert "can not be read" in outcome.json["error"]

    def test_people_get_lines(self, run: Run, gift: Path) -> None:
        out = run("import_questions", gift, "--format", "gift").out
        assert "line 2: First: new" in out
        assert "Imported: 4" in out


class TestImportingAQuiz:
    def test_it_is_published_below_the_index_and_asks_in_order(self, run: Run, gift: Path) -> None:
        assert run("import_questions", gift, "--format", "gift", "--quiz", "tone-1", "--json").json["imported"] == 4
        page = QuizPage.objects.get()
        assert (page.url, page.live, page.title, page.tries) == ("/en/quizzes/tone-1/", True, "Tone 1", 0)
        assert (page.shuffle_questions, page.shuffle_options) == (False, False)
        asked = [item.version.question.title for item in QuizRevision.objects.get().questions.all()]
        assert asked == ["Who is right?", "Pick two", "The customer is always right.", "Match"]

    def test_questions_of_the_bank_are_used_again(self, run: Run, gift: Path) -> None:
        run("import_questions", gift, "--format", "gift")
        Question.objects.get(stem="Match").unpublish()
        run("import_questions", gift, "--format", "gift", "--quiz", "tone")
        assert Question.objects.filter(live=True).count() == 4
        assert QuizRevision.objects.order_by("pk").last().questions.count() == 4

    def test_the_same_question_twice_is_asked_twice(self, run: Run, gift: Path) -> None:
        gift.write_text("A{T}\n\nA{T}")
        run("import_questions", gift, "--format", "gift", "--quiz", "twice")
        versions = QuizRevision.objects.get().questions.values_list("version", flat=True)
        assert len(set(versions)) == 2

    def test_a_slug_that_is_taken(self, run: Run, gift: Path, course: builders.Course) -> None:
        before = Question.objects.count(), Skill.objects.count()
        outcome = run("import_questions", gift, "--format", "gift", "--quiz", "quiz", "--json")
        assert outcome.error == outcome.json["error"] == "There is a quiz 'quiz' already."
        assert outcome.json["imported"] == 0
        assert (Question.objects.count(), Skill.objects.count()) == before

    def test_a_slug_that_is_none(self, run: Run, gift: Path) -> None:
        assert "no slug" in run("import_questions", gift, "--format", "gift", "--quiz", "a b").error

    def test_points_have_to_be_whole_ones(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "points.csv"
        file.write_text("type,question,points,answer 1,right 1\ntrue_false,A,1.5,true,x\ntrue_false,B,2,true,x")
        assert run("import_questions", file, "--format", "csv", "--dry-run").error == ""
        (found,) = run("import_questions", file, "--format", "csv", "--quiz", "q", "--json").json["rejections"]
        assert "worth 1.5" in found["reason"]


class TestExporting:
    @pytest.mark.parametrize("format_", FORMATS)
    def test_what_comes_out_goes_in_again_as_it_was(self, run: Run, gift: Path, tmp_path: Path, format_: str) -> None:
        run("import_questions", gift, "--format", "gift", "--quiz", "tone")
        outcome = run("export_questions", "--quiz", "tone", "--format", format_)
        file = tmp_path / "again"
        file.write_bytes(outcome.out.encode())
        if format_ == "aiken":  # of these four it carries none
            assert outcome.err.count("\n") == 4
        else:
            assert outcome.error == ""
            found = run("import_questions", file, "--format", format_, "--json").json
            assert (found["already"], found["imported"]) == (4, 0)

    @pytest.mark.parametrize("format_", ["moodle-xml", "csv"])
    def test_pictures_survive(self, run: Run, tmp_path: Path, format_: str) -> None:
        run("import_questions", moodle(tmp_path, PNG), "--format", "moodle-xml", "--quiz", "map")
        file = tmp_path / "again"
        assert run("export_questions", "--quiz", "map", "--format", format_, "--output", file).error == ""
        assert run("import_questions", file, "--format", format_, "--json").json["already"] == 1
        Question.objects.update(stem="Something else")
        found = run("import_questions", file, "--format", format_, "--json").json
        assert (found["imported"], found["notes"]) == (1, [])
        again = Question.objects.latest("pk")
        assert (again.picture, again.picture_alt) == (Image.objects.get(), "A map")

    @pytest.mark.parametrize("format_", ["gift", "aiken"])
    def test_a_format_without_pictures_says_so(self, run: Run, tmp_path: Path, format_: str) -> None:
        question = builders.make_question("Where?", picture=builders.picture(), picture_alt="A map")
        builders.make_quiz(builders.home().get_children().get(slug="quizzes").specific, [question], slug="map")
        outcome = run("export_questions", "--quiz", "map", "--format", format_, "--json")
        (found,) = outcome.json["rejections"]
        assert found["reason"] == "This format has no way to hold a picture."

    def test_a_picture_whose_file_is_gone_is_named(self, run: Run, tmp_path: Path) -> None:
        question = builders.make_question("Where?", picture=builders.picture(), picture_alt="A map")
        question.picture.file.storage.delete(question.picture.file.name)
        builders.make_quiz(builders.home().get_children().get(slug="quizzes").specific, [question], slug="map")
        (found,) = run("export_questions", "--quiz", "map", "--format", "csv", "--json").json["rejections"]
        assert found["reason"] == "Its picture can not be used. Its file is missing."

    def test_what_a_format_can_not_carry_is_named(self, run: Run, course: builders.Course) -> None:
        outcome = run("export_questions", "--quiz", "quiz", "--format", "aiken", "--json")
        assert outcome.json["exported"] == 1
        assert [found["item"] for found in outcome.json["rejections"]] == [str(q) for q in course.questions[1:]]
        assert "can not be written as aiken" in outcome.error

    def test_no_such_quiz(self, run: Run) -> None:
        outcome = run("export_questions", "--quiz", "none", "--format", "csv", "--json")
        assert outcome.json["error"] == outcome.error == "There is no quiz 'none'."

    def test_into_a_file(self, run: Run, course: builders.Course, tmp_path: Path) -> None:
        file = tmp_path / "out.csv"
        assert run("export_questions", "--quiz", "quiz", "--format", "csv", "--output", file).error == ""
        assert file.read_bytes().startswith(b"\xef\xbb\xbftype,question")


def test_every_type_survives_our_csv(run: Run, tmp_path: Path) -> None:
    """Whatever types there are: each is exported, imported, and found to be in the bank already."""
    questions = [builders.make_question(kind.__name__, kind(kind.__name__)) for kind in builders.ALL_TYPES]
    builders.make_quiz(builders.home().get_children().get(slug="quizzes").specific, questions, slug="all")
    file = tmp_path / "all.csv"
    assert run("export_questions", "--quiz", "all", "--format", "csv", "--output", file).error == ""
    found = run("import_questions", file, "--format", "csv", "--json").json
    assert (found["already"], found["rejections"]) == (len(builders.ALL_TYPES), [])
    Question.objects.update(stem="Something else")
    assert run("import_questions", file, "--format", "csv", "--json").json["imported"] == len(builders.ALL_TYPES)
