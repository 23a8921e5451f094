"""From a written answer to its grade: the actions, and the screens of those who mark."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from academy.assignments.actions import apply_rule, apply_rules
from academy.assignments.models import Assignment
from academy.evidence.models import Record
from academy.frozen import FrozenError
from academy.inbox.models import Notice
from academy.staff.actions import rebuild_leadership
from academy.staff.models import User
from courses.models import UnitProgress
from quizzes.actions import Refused, start_attempt, submit_attempt
from quizzes.actions.marking import assess, claim, claim_next, give_back
from quizzes.domain.attempts import Refusal
from quizzes.models import AnswerView, Assessment, Attempt, Grade, WrittenAnswer
from tests import builders
from tests.quizzes.test_actions import AT, answer, right
from tests.remembered import remembered
from tests.test_query_budgets import assert_flat

pytestmark = pytest.mark.django_db

FEELING, WAY = builders.key("free_text", 0), builders.key("free_text", 1)
FULL = {FEELING: 2, WAY: 3}
NOTHING = {FEELING: 0, WAY: 0}
MOST = {FEELING: 2, WAY: 2}
LATER = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _leaders(alice: User, bob: User, charlie: User, dana: User) -> None:
    rebuild_leadership()


@remembered
def letters(**settings: Any) -> builders.QuizPage:
    """A quiz of a question that a rule marks and one that a person marks."""
    course = builders.publish(
        builders.course_index(), builders.CoursePage(title="Letters", slug="letters", summary="Write.")
    )
    questions = [
        builders.make_question("Which?"),
        builders.make_question("What do you write?", builders.free_text()),
    ]
    return builders.make_quiz(course, questions, shuffle_questions=False, **settings)


@pytest.fixture
def make_quiz(db: None) -> Callable[..., builders.QuizPage]:
    return letters


@pytest.fixture
def quiz(make_quiz: Callable[..., builders.QuizPage]) -> builders.QuizPage:
    return make_quiz()


def hand_in(learner: User, quiz: builders.QuizPage, text: str = "I see that you are furious.") -> Attempt:
    attempt = start_attempt(learner, builders.Work.objects.of(quiz), AT)
    answer(attempt, 0, right(attempt, 0))
    answer(attempt, 1, {"text": text} if text else {})
    submit_attempt(learner, attempt.pk, AT)
    return Attempt.objects.with_grade().get(pk=attempt.pk)


def mark(written: WrittenAnswer, marker: User, points: dict[str, int], comment: str = "") -> bool:
    assert claim(written, marker, LATER)
    return assess(written, marker, points, comment, LATER)


class TestHandingIn:
    def test_what_was_written_waits_and_there_is_no_grade(self, alice: User, quiz: builders.QuizPage) -> None:
        attempt = hand_in(alice, quiz)
        assert attempt.is_waiting
        assert not Grade.objects.exists()
        written = WrittenAnswer.objects.get()
        assert (written.attempt, written.response.position, written.state) == (attempt, 1, "waiting")
        assert submit_attempt(alice, attempt.pk, AT) is None
        assert WrittenAnswer.objects.count() == 1

    def test_nothing_written_waits_for_nobody(self, alice: User, quiz: builders.QuizPage) -> None:
        assert hand_in(alice, quiz, text="").percent == 50
        assert not WrittenAnswer.objects.exists()

    def test_another_attempt_has_to_wait(self, alice: User, quiz: builders.QuizPage) -> None:
        attempt = hand_in(alice, quiz)
        with pytest.raises(Refused) as refusal:
            start_attempt(alice, attempt.work, LATER)
        assert refusal.value.reason is Refusal.BEING_MARKED

    def test_where_handing_in_is_enough_the_unit_is_done(
        self, alice: User, make_quiz: Callable[..., builders.QuizPage]
    ) -> None:
        hand_in(alice, make_quiz(done_when="handed_in"))
        assert UnitProgress.objects.filter(enrolment__learner=alice).exclude(done_at=None).exists()

    @pytest.mark.parametrize(("percent", "needed"), [(0, 1), (100, 2)])
    def test_a_sample_needs_two(
        self, alice: User, make_quiz: Callable[..., builders.QuizPage], percent: int, needed: int
    ) -> None:
        hand_in(alice, make_quiz(second_marker_percent=percent))
        assert WrittenAnswer.objects.get().needed == needed


class TestMarking:
    @pytest.mark.parametrize(
        ("points", "percent", "passed"), [(FULL, 100, True), (MOST, 90, True), (NOTHING, 50, False)]
    )
    def test_the_last_mark_makes_the_grade(
        self, alice: User, bob: User, quiz: builders.QuizPage, points: dict[str, int], percent: int, passed: bool
    ) -> None:
        builders.assign(builders.Work.objects.of(quiz)).refresh_from_db()
        attempt = hand_in(alice, quiz)
        assert mark(WrittenAnswer.objects.get(), bob, points)
        grade = Grade.objects.get(attempt=attempt)
        assert (grade.percent, grade.passed, grade.reason, grade.by) == (percent, passed, Grade.Reason.MARKED, bob)
        assert grade.marks.count() == 2
        assert Record.objects.get(kind="quiz_graded").subject == alice.opaque_id

    def test_a_pass_closes_the_assignment_and_the_learner_is_told(
        self, alice: User, bob: User, quiz: builders.QuizPage
    ) -> None:
        apply_rule(builders.assign(builders.Work.objects.of(quiz)), AT)
        attempt = hand_in(alice, quiz)
        assert Assignment.objects.get(learner=alice).state == Assignment.State.OPEN
        mark(WrittenAnswer.objects.get(), bob, FULL)
        assert Assignment.objects.get(learner=alice, own=False).state == Assignment.State.DONE
        notice = Notice.objects.get(recipient=alice, kind=Notice.Kind.QUIZ_MARKED)
        assert notice.path == f"/learn/attempts/{attempt.pk}/result/"

    def test_after_it_another_attempt_may_begin(self, alice: User, bob: User, quiz: builders.QuizPage) -> None:
        attempt = hand_in(alice, quiz)
        mark(WrittenAnswer.objects.get(), bob, NOTHING)
        assert start_attempt(alice, attempt.work, LATER).number == 2

    def test_two_can_not_have_the_same_answer(
        self, alice: User, bob: User, dana: User, quiz: builders.QuizPage
    ) -> None:
        hand_in(alice, quiz)
        written = WrittenAnswer.objects.get()
        assert claim(written, bob, AT)
        assert not claim(written, dana, AT)
        assert claim_next(dana, AT) is None
        assert not assess(written, dana, FULL, "", AT)
        assert claim(written, bob, AT)  # a second click
        give_back(written, bob)
        assert claim_next(dana, AT) == written

    def test_what_lies_for_half_an_hour_is_free_again(
        self, alice: User, bob: User, dana: User, quiz: builders.QuizPage
    ) -> None:
        hand_in(alice, quiz)
        written = WrittenAnswer.objects.get()
        assert claim(written, bob, AT)
        assert not claim(written, dana, AT + timedelta(minutes=30))
        assert claim(written, dana, AT + timedelta(minutes=31))
        assert not assess(written, bob, FULL, "", AT + timedelta(minutes=32))
        assert not Assessment.objects.exists()

    def test_sent_twice_it_is_stored_once(self, alice: User, bob: User, quiz: builders.QuizPage) -> None:
        hand_in(alice, quiz)
        written = WrittenAnswer.objects.get()
        assert mark(written, bob, FULL)
        assert not assess(written, bob, FULL, "", LATER)
        assert (Assessment.objects.count(), Grade.objects.count()) == (1, 1)

    def test_who_marks_does_not_mark_their_own(self, bob: User, dana: User, quiz: builders.QuizPage) -> None:
        hand_in(bob, quiz)
        assert not WrittenAnswer.objects.for_marker(bob).exists()
        assert WrittenAnswer.objects.for_marker(dana).exists()

    def test_what_was_given_is_never_changed(self, alice: User, bob: User, quiz: builders.QuizPage) -> None:
        hand_in(alice, quiz)
        mark(WrittenAnswer.objects.get(), bob, FULL)
        for row in (Assessment.objects.get(), Grade.objects.get()):
            with pytest.raises(FrozenError):
                row.save()


class TestTwoMarkers:
    @pytest.fixture
    def written(self, alice: User, make_quiz: Callable[..., builders.QuizPage]) -> WrittenAnswer:
        hand_in(alice, make_quiz(second_marker_percent=100, marks_apart=20))
        return WrittenAnswer.objects.get()

    def test_the_grade_waits_for_both_and_takes_the_mean(self, bob: User, dana: User, written: WrittenAnswer) -> None:
        mark(written, bob, FULL)
        assert not Grade.objects.exists()
        assert not WrittenAnswer.objects.for_marker(bob).exists()
        mark(written, dana, MOST)
        assert Grade.objects.get().percent == 95  # (1 + (1 + 4/5)/2) / 2

    def test_too_far_apart_somebody_decides(self, bob: User, dana: User, written: WrittenAnswer) -> None:
        mark(written, bob, FULL)
        mark(written, dana, NOTHING)
        written.refresh_from_db()
        assert written.state == WrittenAnswer.State.DISPUTED
        assert not Grade.objects.exists()
        assert not WrittenAnswer.objects.for_marker(bob).exists()
        assert list(WrittenAnswer.objects.for_marker(dana)) == [written]
        mark(written, dana, MOST)
        assert Grade.objects.get().percent == 90
        assert [one.decides for one in Assessment.objects.all()] == [False, False, True]

    def test_a_correction_is_a_further_row_and_a_further_grade(
        self, alice: User, bob: User, dana: User, written: WrittenAnswer
    ) -> None:
        mark(written, bob, FULL)
        mark(written, dana, FULL)
        mark(written, dana, NOTHING)
        assert [(grade.number, grade.percent) for grade in Grade.objects.order_by("number")] == [(1, 100), (2, 50)]
        assert Notice.objects.filter(recipient=alice, kind=Notice.Kind.QUIZ_MARKED).count() == 2

    def test_a_correction_that_takes_the_pass_opens_the_work_again(
        self, alice: User, bob: User, dana: User, written: WrittenAnswer
    ) -> None:
        builders.assign(written.attempt.work)
        apply_rules(AT)
        for marker, points, state in ((bob, FULL, "open"), (dana, FULL, "done"), (dana, NOTHING, "open")):
            mark(written, marker, points)
            assert Assignment.objects.get(learner=alice, own=False).state == state


def url(written: WrittenAnswer, rest: str = "") -> str:
    return f"/en/marking/{written.pk}/{rest}"


def sent(points: dict[str, int], comment: str = "", **more: str) -> dict[str, str]:
    return {**{f"points-{key}": str(value) for key, value in points.items()}, "comment": comment, **more}


@pytest.fixture
def written(alice: User, quiz: builders.QuizPage) -> WrittenAnswer:
    hand_in(alice, quiz)
    return WrittenAnswer.objects.get()


@pytest.fixture
def as_bob(bob: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(bob)


class TestQueue:
    def test_it_lists_the_oldest_first_without_names(
        self, alice: User, bob: User, dana: User, quiz: builders.QuizPage, as_user: Callable[[User], Client]
    ) -> None:
        hand_in(bob, quiz)
        Attempt.objects.update(handed_in_at=LATER)
        hand_in(alice, quiz)
        page = as_user(dana).get("/en/marking/")
        assert [row.written.attempt.learner for row in page.context["rows"]] == [alice, bob]
        assert "Alice" not in page.content.decode()

    def test_names_are_shown_where_the_editor_said_so(
        self, alice: User, as_bob: Client, make_quiz: Callable[..., builders.QuizPage]
    ) -> None:
        hand_in(alice, make_quiz(anonymous_marking=False))
        assert "Alice" in as_bob.get("/en/marking/").content.decode()

    def test_it_is_empty_for_who_leads_others(
        self, charlie: User, written: WrittenAnswer, as_user: Callable[[User], Client]
    ) -> None:
        page = as_user(charlie).get("/en/marking/")
        assert page.context["rows"] == []
        assert "Nothing waits for you" in page.content.decode()

    def test_the_next_one_is_taken(self, as_bob: Client, bob: User, written: WrittenAnswer) -> None:
        assert as_bob.post("/en/marking/next/").url == url(written)
        written.refresh_from_db()
        assert written.claimed_by == bob
        assert as_bob.get(url(written)).status_code == 200

    def test_when_there_is_none_it_says_so(self, as_bob: Client) -> None:
        assert "nothing more" in as_bob.post("/en/marking/next/", follow=True).content.decode()


@pytest.mark.parametrize("path", ["/en/marking/", "/en/marking/marked/", "/en/marking/agreement/"])
def test_the_lists_of_markers_stay_flat(
    bob: User,
    dana: User,
    make_person: Callable[..., User],
    make_quiz: Callable[..., builders.QuizPage],
    as_bob: Client,
    path: str,
) -> None:
    quiz = make_quiz(second_marker_percent=100, anonymous_marking=False)
    names = iter("cdefghijklmno")

    def more() -> None:
        for _person in range(3):
            hand_in(make_person(next(names), manager=bob), quiz)
        rebuild_leadership()
        for marker in (bob, dana):
            mark(WrittenAnswer.objects.last(), marker, FULL)

    more()
    assert_flat(as_bob, path, more)


class TestDesk:
    def test_it_shows_answer_rubric_and_model_and_is_logged(
        self, as_bob: Client, bob: User, written: WrittenAnswer
    ) -> None:
        as_bob.post(url(written, "take/"))
        page = as_bob.get(url(written)).content.decode()
        for words in ("I see that you are furious.", "Names what the customer feels.", "Let me look."):
            assert words in page
        assert "Alice" not in page
        assert list(AnswerView.objects.values_list("viewer", "attempt")) == [(bob.pk, written.attempt_id)]

    def test_a_mark_is_stored_and_the_learner_reads_it(
        self, as_bob: Client, as_alice: Client, written: WrittenAnswer
    ) -> None:
        as_bob.post(url(written, "take/"))
        response = as_bob.post(url(written), sent(MOST, "Kindly said.", go="next"), follow=True)
        assert "The mark is stored." in response.content.decode()
        page = as_alice.get(f"/en/learn/attempts/{written.attempt_id}/result/").content.decode()
        assert "Kindly said." in page
        assert "2 of 3 points" in page

    @pytest.mark.parametrize("points", [{FEELING: 2}, {FEELING: 2, WAY: 4}, {FEELING: -1, WAY: 3}])
    def test_what_is_missing_or_off_the_scale_is_shown(
        self, as_bob: Client, written: WrittenAnswer, points: dict[str, int]
    ) -> None:
        as_bob.post(url(written, "take/"))
        page = as_bob.post(url(written), sent(points, "Kindly said."))
        assert page.status_code == 200
        assert page.context["form"].errors
        assert "Kindly said." in page.content.decode()
        assert not Assessment.objects.exists()

    def test_who_has_not_taken_it_is_sent_back(self, as_bob: Client, written: WrittenAnswer) -> None:
        assert as_bob.get(url(written)).url == "/en/marking/"
        assert as_bob.post(url(written), sent(FULL)).url == "/en/marking/"
        assert not Assessment.objects.exists()

    def test_a_second_click_changes_nothing(self, as_bob: Client, written: WrittenAnswer) -> None:
        as_bob.post(url(written, "take/"))
        as_bob.post(url(written), sent(FULL))
        assert as_bob.post(url(written), sent(NOTHING)).status_code in (302, 404)
        assert Assessment.objects.count() == 1

    def test_it_is_not_taken_from_somebody_else(self, as_bob: Client, dana: User, written: WrittenAnswer) -> None:
        claim(written, dana, now())
        page = as_bob.post(url(written, "take/"), follow=True).content.decode()
        assert "Somebody else is marking this answer." in page
        assert "With <bdi>Dana</bdi>" in page

    def test_it_is_given_back(self, as_bob: Client, written: WrittenAnswer) -> None:
        as_bob.post(url(written, "take/"))
        as_bob.post(url(written, "give-back/"))
        written.refresh_from_db()
        assert written.claimed_by is None

    def test_the_second_marker_does_not_see_the_first_mark_and_who_decides_does(
        self, alice: User, bob: User, dana: User, make_quiz: Callable[..., builders.QuizPage],
        as_user: Callable[[User], Client]
    ) -> None:  # fmt: skip
        hand_in(alice, make_quiz(second_marker_percent=100))
        written = WrittenAnswer.objects.get()
        mark(written, bob, FULL, "Quite perfect.")
        client = as_user(dana)
        client.post(url(written, "take/"))
        assert "Quite perfect." not in client.get(url(written)).content.decode()
        client.post(url(written), sent(NOTHING, "Not at all."))
        client.post(url(written, "take/"))
        decide = client.get(url(written)).content.decode()
        assert "Quite perfect." in decide
        assert "Not at all." in decide

    @pytest.mark.parametrize("rest", ["take/", "give-back/", ""])
    def test_for_who_leads_others_it_does_not_exist(
        self, charlie: User, written: WrittenAnswer, as_user: Callable[[User], Client], rest: str
    ) -> None:
        assert as_user(charlie).post(url(written, rest), sent(FULL)).status_code == 404

    def test_who_may_not_mark_is_refused(self, as_alice: Client, written: WrittenAnswer) -> None:
        assert as_alice.get("/en/marking/").status_code == 403
        assert as_alice.post(url(written, "take/")).status_code == 403

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, written: WrittenAnswer) -> None:
        assert client.get(url(written)).url.startswith("/en/sign-in/")


class TestMarked:
    def test_only_who_may_settle_corrects(
        self, as_bob: Client, bob: User, dana: User, written: WrittenAnswer, as_user: Callable[[User], Client]
    ) -> None:
        mark(written, bob, NOTHING)
        assert url(written, "take/") not in as_bob.get("/en/marking/marked/").content.decode()
        assert as_bob.post(url(written, "take/")).status_code == 404
        client = as_user(dana)
        assert url(written, "take/") in client.get("/en/marking/marked/").content.decode()
        client.post(url(written, "take/"))
        client.post(url(written), sent(FULL))
        assert Grade.objects.standing().get().percent == 100


class TestAgreement:
    def test_it_counts_what_two_have_marked(
        self, alice: User, bob: User, dana: User, make_quiz: Callable[..., builders.QuizPage], as_bob: Client
    ) -> None:
        hand_in(alice, make_quiz(second_marker_percent=100))
        for marker, points in ((bob, FULL), (dana, MOST)):
            mark(WrittenAnswer.objects.get(), marker, points)
        page = as_bob.get("/en/marking/agreement/")
        overall = page.context["overall"]
        assert (overall.count, overall.exact, float(overall.difference)) == (1, 0, 0.2)
        assert "Letters quiz" in page.content.decode()

    def test_nothing_was_marked_by_two(self, as_bob: Client) -> None:
        assert "No answer was marked by two" in as_bob.get("/en/marking/agreement/").content.decode()


class TestLearner:
    def test_the_result_says_that_it_is_being_marked(self, as_alice: Client, written: WrittenAnswer) -> None:
        page = as_alice.get(f"/en/learn/attempts/{written.attempt_id}/result/").content.decode()
        assert "Being marked" in page
        assert "I see that you are furious." in page
        assert "Let me look." not in page

    def test_the_quiz_offers_no_other_attempt(self, as_alice: Client, written: WrittenAnswer) -> None:
        page = as_alice.get("/en/courses/letters/quiz/").content.decode()
        assert "being marked" in page
        assert "Try again" not in page
        refused = as_alice.post(f"/en/learn/quizzes/{written.attempt.work_id}/start/")
        assert refused.status_code == 409
        assert "being marked" in refused.content.decode()

    def test_their_record_shows_it_without_a_grade(self, alice: User, as_bob: Client, written: WrittenAnswer) -> None:
        page = as_bob.get(f"/en/team/people/{alice.pk}/").content.decode()
        assert "Being marked" in page
        assert "Not passed" not in page


@pytest.mark.parametrize(
    ("right", "holders"), [("mark_responses", {"bob", "charlie", "dana"}), ("settle_marks", {"dana"})]
)
def test_managers_mark_and_administrators_settle(right: str, holders: set[str], erin: User) -> None:
    assert {person.username for person in User.objects.all() if person.has_perm(f"quizzes.{right}")} == holders
