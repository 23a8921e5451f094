"""Past attempts of another system: stored, marked by our rules, all or none; and the marks of a quiz as a table."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.timezone import now

from academy.assignments.actions import apply_rule
from academy.assignments.models import Assignment, Work
from academy.evidence.models import Record
from academy.inbox.models import Notice
from academy.staff.models import Audience, User
from quizzes.actions import save_response, start_attempt, submit_attempt
from quizzes.models import Attempt, Grade, Mark, QuestionText, QuizPage, Response
from tests import builders
from tests.quizzes.exchange.conftest import Outcome
from tests.quizzes.test_actions import AT

pytestmark = pytest.mark.django_db
Run = Callable[..., Outcome]

QUESTIONS = """Which one?{=frog ~%-50%toad ~newt}

Which two?{~%50%cat ~%50%dog ~%-100%ant}

The sky is blue.{T}

Match{=frog -> amphibian =cat -> mammal =newt -> amphibian}

Say it{=%100%yes =%80%yep}
"""
HEADER = "username,attempt,q1,q2,q3,q4,q5"
RIGHT_PAIRS = '{"frog": "amphibian", "cat": "mammal", "newt": "amphibian"}'


def row(name: str, number: object, *cells: str) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([name, number, *cells])
    return out.getvalue()


BEST = ("frog", '{"cat": "1", "dog": "1"}', "1", RIGHT_PAIRS, "Yes")


@pytest.fixture
def quiz(run: Run, tmp_path: Path) -> QuizPage:
    file = tmp_path / "quiz.gift"
    file.write_text(QUESTIONS)
    assert run("import_questions", file, "--format", "gift", "--quiz", "animals").error == ""
    return QuizPage.objects.get(slug="animals")


@pytest.fixture
def take(run: Run, quiz: QuizPage, tmp_path: Path) -> Callable[..., Outcome]:
    def import_rows(*rows: str, header: str = HEADER, options: tuple[str, ...] = ()) -> Outcome:
        file = tmp_path / "attempts.csv"
        file.write_text("\n".join([header, *rows]))
        return run("import_attempts", file, "--quiz", "animals", "--json", *options)

    return import_rows


def marks(run: Run) -> list[list[str]]:
    return list(csv.reader(io.StringIO(run("export_marks", "--quiz", "animals").out)))


class TestMarks:
    def test_each_response_is_marked_by_our_rules(self, run: Run, take, alice: User, bob: User) -> None:
        outcome = take(
            row("alice", 1, *BEST),
            row("alice", 2, "toad", '{"cat": "1", "ant": "1"}', "0", '{"frog": "mammal", "cat": "mammal"}', "yep"),
            row("Bob", 1, "", "", "", "", ""),
        )
        assert (outcome.error, outcome.json["imported"]) == ("", 3)
        assert Record.objects.filter(kind="quiz_graded", subject=alice.opaque_id).count() == 2
        assert marks(run) == [
            ["username", "attempt", "q1", "q2", "q3", "q4", "q5", "sum", "grade"],
            ["alice", "1", "1.00000", "1.00000", "1.00000", "1.00000", "1.00000", "5.00000", "100.00000"],
            ["alice", "2", "-0.50000", "0.00000", "0.00000", "0.33333", "0.80000", "0.63333", "12.66667"],
            ["bob", "1", "0.00000", "0.00000", "0.00000", "0.00000", "0.00000", "0.00000", "0.00000"],
        ]

    def test_what_was_written_is_kept(self, take, alice: User) -> None:
        take(row("alice", 7, *BEST))
        attempt = Attempt.objects.get()
        assert (attempt.number, attempt.source, attempt.state) == (7, "imported", "handed_in")
        assert list(attempt.responses.values_list("original", flat=True)) == list(BEST)
        assert attempt.grades.get().reason == Grade.Reason.IMPORTED

    def test_times_are_kept_where_there_are_any(self, take, alice: User, bob: User) -> None:
        header = f"{HEADER},start,end"
        take(
            row("alice", 1, *BEST, "2024-01-02T09:00:00+02:00", "2024-01-02 09:30"),
            row("bob", 1, *BEST, "", ""),
            header=header,
        )
        attempt = Attempt.objects.get(learner=alice)
        assert (attempt.started_at.isoformat(), attempt.handed_in_at.isoformat()) == (
            "2024-01-02T07:00:00+00:00",
            "2024-01-02T09:30:00+00:00",
        )

    def test_without_attempts_there_is_the_header(self, run: Run, quiz: QuizPage) -> None:
        assert marks(run) == [["username", "attempt", "q1", "q2", "q3", "q4", "q5", "sum", "grade"]]

    def test_marks_of_shuffled_attempts_stand_in_the_order_of_the_quiz(
        self, run: Run, quiz: QuizPage, alice: User
    ) -> None:
        page = builders.republish(quiz, shuffle_questions=True)
        for _time in range(3):
            attempt = start_attempt(alice, Work.objects.of(page), AT)
            place = next(n for n, dealt in enumerate(attempt.dealt) if dealt.order == ("true", "false"))
            text = QuestionText.objects.get(version=attempt.dealt[place].version)
            save_response(attempt, place, {"choice": "true"}, text, AT)
            submit_attempt(alice, attempt.pk, AT)
        assert [line[2:8] for line in marks(run)[1:]] == [
            ["0.00000", "0.00000", "1.00000", "0.00000", "0.00000", "1.00000"]
        ] * 3


class TestOnceAndAgain:
    def test_equal_responses_are_skipped(self, take, alice: User) -> None:
        take(row("alice", 1, *BEST))
        again = (*BEST[:2], "true", json.dumps(json.loads(RIGHT_PAIRS)), "Yes")
        assert (take(row("alice", 1, *again)).json["skipped"], Attempt.objects.count()) == (1, 1)

    def test_other_responses_are_an_error_and_change_nothing(self, take, alice: User, bob: User) -> None:
        take(row("alice", 1, *BEST))
        outcome = take(row("bob", 1, *BEST), row("alice", 1, "toad", *BEST[1:]))
        assert [(found["line"], found["item"]) for found in outcome.json["rejections"]] == [(3, "alice")]
        assert (outcome.json["imported"], Attempt.objects.count()) == (0, 1)

    def test_an_open_attempt_of_the_same_number_is_in_the_way(self, take, quiz: QuizPage, alice: User) -> None:
        start_attempt(alice, Work.objects.of(quiz), AT)
        assert take(row("alice", 1, *BEST)).json["rejections"]

    def test_the_next_try_takes_a_number_of_its_own(self, take, quiz: QuizPage, alice: User) -> None:
        take(row("alice", 3, *BEST))
        assert start_attempt(alice, Work.objects.of(quiz), now()).number == 4

    def test_a_dry_run_changes_nothing(self, take, alice: User) -> None:
        outcome = take(row("alice", 1, *BEST), row("eve", 1, *BEST), options=("--dry-run", "--create-learners"))
        assert (outcome.error, outcome.json["imported"], outcome.json["learners"]) == ("", 0, 1)
        assert not Attempt.objects.exists()
        assert not User.objects.filter(username="eve").exists()


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("cells", "item"),
        [
            (("dragon", *BEST[1:]), "q1"),
            ((BEST[0], '{"cow": "1"}', *BEST[2:]), "q2"),
            ((*BEST[:2], "perhaps", *BEST[3:]), "q3"),
            ((*BEST[:3], '{"frog": "fish"}', BEST[4]), "q4"),
        ],
    )
    def test_what_the_question_does_not_have(self, take, alice: User, cells: tuple[str, ...], item: str) -> None:
        outcome = take(row("alice", 1, *BEST), row("alice", 2, *cells))
        assert [(found["line"], found["item"]) for found in outcome.json["rejections"]] == [(3, item)]
        assert "1 rejected" in outcome.error
        assert not Attempt.objects.exists()

    @pytest.mark.parametrize(
        ("rows", "line"),
        [
            ([row("alice", "first", *BEST)], 2),
            ([row("alice", 0, *BEST)], 2),
            ([row("alice", "²", *BEST)], 2),
            ([row("", 1, *BEST)], 2),
            ([row("nobody", 1, *BEST)], 2),
            ([row("alice", 1, *BEST), row("ALICE", 1, *BEST)], 3),
        ],
    )
    def test_rows(self, take, alice: User, rows: list[str], line: int) -> None:
        outcome = take(*rows)
        assert [found["line"] for found in outcome.json["rejections"]] == [line]
        assert not Attempt.objects.exists()

    @pytest.mark.parametrize("header", ["username,attempt,q1,q2", f"{HEADER},q6", "a;b", ""])
    def test_headers(self, take, header: str) -> None:
        assert "header" in take(header=header).json["error"].casefold()

    def test_no_such_quiz(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "a.csv"
        file.write_text(HEADER)
        assert run("import_attempts", file, "--quiz", "none", "--json").json["error"] == "There is no quiz 'none'."
        assert run("export_marks", "--quiz", "none").error == "There is no quiz 'none'."

    def test_bytes_that_are_no_table(self, run: Run, quiz: QuizPage, tmp_path: Path) -> None:
        file = tmp_path / "a.csv"
        for content in (b"\x00\x01", b'"', b"\xff\xfe\x00", b"username,attempt\n" * 3):
            file.write_bytes(content)
            assert run("import_attempts", file, "--quiz", "animals", "--json").json["error"]


class TestPeople:
    def test_unknown_people_are_made_inactive_and_outside_every_audience(self, take) -> None:
        everybody = Audience.objects.create(name="All", everyone=True)
        outcome = take(row("eve", 1, *BEST), row("EVE", 2, *BEST), options=("--create-learners",))
        assert outcome.json["learners"] == 1
        eve = User.objects.get(username="eve")
        assert (eve.is_active, eve.has_usable_password(), eve.groups.count()) == (False, False, 0)
        assert eve not in everybody.people(AT)
        assert eve.attempts.count() == 2

    def test_what_was_asked_is_done_and_nobody_is_told(self, take, quiz: QuizPage, alice: User, bob: User) -> None:
        work = Work.objects.of(quiz)
        apply_rule(builders.assign(work), AT)
        Notice.objects.all().delete()
        take(row("alice", 1, *BEST), row("bob", 1, "toad", "", "", "", ""))
        still_open = Assignment.objects.open().filter(work=work)
        assert [assignment.learner for assignment in still_open if assignment.learner in (alice, bob)] == [bob]
        assert not Notice.objects.exists()

    def test_a_quiz_of_a_course_counts_in_it(self, run: Run, course: builders.Course, alice: User, tmp_path) -> None:
        cells = ("Kind", '{"Listen": "1", "Ask": "1"}', "true", '{"Chat": "2 minutes", "E-mail": "8 hours"}')
        file = tmp_path / "a.csv"
        file.write_text("\n".join(["username,attempt,q1,q2,q3,q4", row("alice", 1, *cells)]))
        assert run("import_attempts", file, "--quiz", "quiz").error == ""
        assert alice.enrolments.get().units.filter(done_at__isnull=False).count() == 1


def test_many_attempts_cost_few_statements(take, make_person, django_assert_max_num_queries) -> None:
    for number in range(40):
        make_person(f"p{number}")
    rows = [row(f"p{number}", 1, *BEST) for number in range(40)]
    with django_assert_max_num_queries(75):
        take(*rows)
    assert (Attempt.objects.count(), Response.objects.count(), Mark.objects.count()) == (40, 200, 200)
