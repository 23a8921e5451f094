"""manage.py quiz_statistics"""

import json
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from academy.staff.models import User
from quizzes.actions import start_attempt
from quizzes.models import Attempt
from tests import builders
from tests.quizzes.statistics.trying import AT, Quiz, hand_in, make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(make_person: Callable[..., User]) -> Quiz:
    """The sums are 3, 2, 1, 1 and 0 of 3 points: see tests/quizzes/statistics/test_figures.py for the formulas."""
    quiz = make_quiz()
    for number, answers in enumerate(("rrr", "rrw", "r--", "wrl", "www")):
        hand_in(make_person(f"person-{number}"), quiz, answers)
    return quiz


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("quiz_statistics", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_json_is_one_object_and_nothing_else(quiz: Quiz) -> None:
    """T̄ = 7/5; apart 1.6, .6, −.4, −.4, −1.4: squares 2.56 + .36 + 2·.16 + 1.96 = 5.2, var 1.3.
    x₁ = x₂ = 3 of 5 right, var .3; x₃ = 1 of 5, var .2; alpha = 150·(1 − .8/1.3).
    Question 3: x − x̄ = .8, −.2, …; rest 2, 2, 1, 1, 0, mean 1.2: .64 − .16 + .04 + .04 + .24 = .8, cov .2;
    var of the rest 2.8/4 = .7; discrimination 100·.2/√(.2·.7). Sorted it is the same: efficiency 100.
    """
    out, err = run("--quiz", "how-well", "--json")
    found = json.loads(out)
    assert (err, out.count("\n")) == ("", 1)
    assert set(found) == {"quiz", "questions"}
    assert set(found["quiz"]) == {
        "count", "mean", "median", "sd", "skewness", "kurtosis", "alpha", "error_ratio", "standard_error",
    }  # fmt: skip
    assert found["quiz"]["count"] == 5
    assert found["quiz"]["mean"] == pytest.approx(1.4)
    assert found["quiz"]["sd"] == pytest.approx(1.3**0.5)
    assert found["quiz"]["alpha"] == pytest.approx(150 * (1 - 0.8 / 1.3))
    assert [question["position"] for question in found["questions"]] == [1, 2, 3]
    third = found["questions"][2]
    assert third["facility"] == pytest.approx(0.2)
    assert third["discrimination"] == pytest.approx(20 / 0.14**0.5)
    assert third["efficiency"] == pytest.approx(100)
    assert third["intended_weight"] == pytest.approx(100 / 3)
    assert set(third) == {
        "position", "count", "facility", "sd", "discrimination", "efficiency", "effective_weight", "intended_weight",
    }  # fmt: skip


def test_without_json_it_is_a_table(quiz: Quiz) -> None:
    out, _err = run("--quiz", "how-well")
    lines = out.splitlines()
    assert lines[0].split() == ["attempts", "5"]
    assert lines[-1].split()[:3] == ["3", "5", "0.200"]


def test_which_attempts_count(quiz: Quiz) -> None:
    """The first person tries again and fails: of six attempts the last of each person are five."""
    hand_in(User.objects.get(username="person-0"), quiz, "www")
    means = {
        which: json.loads(run("--quiz", "how-well", "--attempts", which, "--json")[0])["quiz"]["mean"]
        for which in ("highest", "first", "last", "all")
    }
    assert means == pytest.approx({"highest": 1.4, "first": 1.4, "last": 0.8, "all": 7 / 6})


def test_a_figure_that_does_not_exist_is_null(make_person: Callable[..., User]) -> None:
    quiz = make_quiz()
    found = json.loads(run("--quiz", "how-well", "--json")[0])
    assert found["quiz"] == {name: 0 if name == "count" else None for name in found["quiz"]}
    assert [question["facility"] for question in found["questions"]] == [None] * 3
    hand_in(make_person("somebody"), quiz, "rrr")
    found = json.loads(run("--quiz", "how-well", "--json")[0])
    assert (found["quiz"]["mean"], found["quiz"]["sd"]) == (3, None)


def test_what_waits_for_its_grade_is_said_beside_the_object(quiz: Quiz, make_person: Callable[..., User]) -> None:
    attempt = start_attempt(make_person("late"), quiz.work, AT)
    Attempt.objects.filter(pk=attempt.pk).update(state=Attempt.State.HANDED_IN)
    out, err = run("--quiz", "how-well", "--json")
    assert json.loads(out)["quiz"]["count"] == 5
    assert err == "Attempts that still wait for their grade and are left out: 1.\n"


def test_a_quiz_that_does_not_exist(db: None) -> None:
    with pytest.raises(CommandError, match="There is no quiz 'nowhere'"):
        run("--quiz", "nowhere")


def test_several_quizzes_of_one_slug_are_told_apart_by_their_paths(course: builders.Course) -> None:
    builders.make_course("patience")
    with pytest.raises(CommandError, match="courses/empathy/quiz/, courses/patience/quiz/"):
        run("--quiz", "quiz")
    assert json.loads(run("--quiz", "patience/quiz", "--json")[0])["quiz"]["count"] == 0


def test_a_translation_is_no_second_match(course: builders.Course) -> None:
    builders.translate(course.quiz, "fa", title="آزمون")
    assert json.loads(run("--quiz", "quiz", "--json")[0])["quiz"]["count"] == 0


@pytest.mark.parametrize("arguments", [(), ("--quiz", "how-well", "--attempts", "best")])
def test_arguments_that_make_no_sense(db: None, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*arguments)
