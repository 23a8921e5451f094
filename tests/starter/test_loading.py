"""The loader, on an academy of one course and one policy in two languages, cut from the real files."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.test import Client
from wagtail_localize.models import Translation

from academy.policies.models import PolicyText
from academy.staff.models import User
from academy.starter import files
from academy.starter.demo import load_demo
from academy.starter.loading import Loader, next_friday
from academy.starter.models import Loaded
from courses.models import CoursePage, LessonPage
from quizzes.models import QuestionText, QuizPage, QuizRevision

COURSE = "courses/empathy"
PATHS = ("site.yaml", f"{COURSE}/course.yaml", f"{COURSE}/quiz.yaml", "policies/response-times.yaml")


@pytest.fixture
def small(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings) -> Path:
    for code in ("en", "fa"):
        lessons = [f"{COURSE}/{stem}.yaml" for stem in files.lessons("empathy")[:1]]
        for path in (*PATHS, *lessons):
            target = tmp_path / code / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(files.CONTENT / code / path, target)
        quiz = tmp_path / code / COURSE / "quiz.yaml"
        data = yaml.safe_load(quiz.read_text())
        quiz.write_text(
            yaml.safe_dump({**data, "pass_mark": 60, "questions": data["questions"][:3]}, allow_unicode=True)
        )
    files.read.cache_clear()
    monkeypatch.setattr(files, "CONTENT", tmp_path)
    yield tmp_path
    files.read.cache_clear()


@pytest.fixture
def loaded(small: Path, django_capture_on_commit_callbacks) -> Path:
    load(django_capture_on_commit_callbacks)
    return small


def load(capture) -> None:
    # wagtail-localize publishes a translation after the transaction.
    with capture(execute=True):
        Loader(lambda words: None).load()


class TestLoading:
    def test_everything_is_there_in_both_languages(self, loaded: Path) -> None:
        assert sorted(CoursePage.objects.live().values_list("title", flat=True)) == ["Empathy", "همدلی"]
        assert LessonPage.objects.live().count() == 2
        assert QuizRevision.objects.latest_of(work_of(QuizPage)).length == 3
        assert QuestionText.objects.count() == 6
        assert PolicyText.objects.count() == 2

    def test_the_translations_are_complete(self, loaded: Path) -> None:
        for translation in Translation.objects.all():
            total, done = translation.get_progress()
            assert total == done, translation

    def test_options_have_the_same_keys_in_both(self, loaded: Path) -> None:
        for text in QuestionText.objects.exclude(locale__language_code="en"):
            source = text.version.texts.get(locale__language_code="en").payload
            for part in ("options", "pairs"):
                assert set(text.payload.get(part, {})) == set(source.get(part, {}))

    def test_twice_changes_nothing_and_costs_next_to_nothing(self, loaded: Path, django_assert_num_queries) -> None:
        with django_assert_num_queries(1):
            Loader(lambda words: None).load()

    def test_what_an_editor_changed_stays(self, loaded: Path, django_capture_on_commit_callbacks) -> None:
        lesson = LessonPage.objects.get(locale__language_code="en")
        lesson.title = "Ours now"
        lesson.save_revision().publish()
        LessonPage.objects.get(locale__language_code="fa").delete()
        (loaded / "en" / COURSE / "02-new.yaml").write_text((loaded / "en" / COURSE / f"{first()}.yaml").read_text())
        (loaded / "fa" / COURSE / "02-new.yaml").write_text((loaded / "fa" / COURSE / f"{first()}.yaml").read_text())
        load(django_capture_on_commit_callbacks)
        titles = set(LessonPage.objects.filter(locale__language_code="en").values_list("slug", "title"))
        assert ("the-customers-side", "Ours now") in titles
        assert "new" in {slug for slug, _title in titles}
        assert LessonPage.objects.filter(locale__language_code="fa").count() == 1

    def test_what_broke_off_is_taken_up_again(self, loaded: Path, django_capture_on_commit_callbacks) -> None:
        Loaded.objects.filter(part__contains="everything").delete()
        Loaded.objects.filter(part=f"{COURSE}/quiz:fa").delete()
        load(django_capture_on_commit_callbacks)
        assert QuizPage.objects.live().count() == 2
        assert QuizRevision.objects.count() == 1

    def test_it_is_found_by_the_search(self, loaded: Path, alice: User, as_alice: Client) -> None:
        assert "the-customers-side" in as_alice.get("/en/search/?q=Saturday").content.decode()


def first() -> str:
    return files.lessons("empathy")[0]


def work_of(model: type[QuizPage]):
    from academy.assignments.models import Work

    return Work.objects.of(model.objects.first())


class TestDemo:
    def test_the_people_have_a_history(
        self, loaded: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
    ) -> None:
        from academy.starter import demo

        monkeypatch.setattr(demo, "HISTORY", {"jonas": {"empathy": 2}, "alice": {"empathy": 1}})
        monkeypatch.setattr(demo, "ACKNOWLEDGED", {"jonas": ("response-times",)})
        monkeypatch.setattr(demo, "ASSIGNED", {"empathy": 10})
        for _run in range(2):
            load_demo("a-password", lambda words: None)
        jonas = User.objects.get(username="jonas")
        assert jonas.check_password("a-password")
        assert jonas.enrolments.get().completed_at
        assert jonas.acknowledgements.get().text.locale.language_code == "en"
        assert User.objects.get(username="alice").enrolments.get().completed_at is None


@pytest.mark.parametrize(
    ("today", "friday"),
    [
        (date(2026, 11, 22), date(2026, 11, 27)),
        (date(2026, 11, 24), date(2026, 11, 27)),
        (date(2026, 11, 25), date(2026, 12, 4)),
        (date(2026, 11, 27), date(2026, 12, 4)),
    ],
)
def test_next_friday_leaves_three_days(today: date, friday: date) -> None:
    assert next_friday(today) == friday
