"""Corrections carried out: what becomes of grades, completion, assignments and notices."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from academy.assignments.actions import apply_rule
from academy.assignments.models import Assignment, AssignmentEvent
from academy.content import stamp
from academy.frozen import FrozenError
from academy.inbox.models import Notice
from academy.staff.models import User
from courses.actions import record_progress
from courses.models import Enrolment, Reopening, UnitProgress
from courses.progress import standing_of
from quizzes import actions
from quizzes.actions import save_response, start_attempt, submit_attempt
from quizzes.corrections import Plan, preview_of
from quizzes.domain.regrading import Kind, Obstacle, Refusal
from quizzes.models import Attempt, Grade, Mark, Question, QuestionIdentity, QuestionText, Regrade, RegradeEvent
from tests import builders
from tests.quizzes.test_actions import AT, answer, right, translated
from tests.remembered import remembered

pytestmark = pytest.mark.django_db


def raw_choice(place: str, right_one: str, drop: str = "") -> str:
    """The options of `builders.single`, with another one right, or one gone."""
    data = json.loads(builders.single(place))
    options = [item for item in data[0]["value"]["options"] if item["value"]["text"] != drop]
    for item in options:
        item["value"]["correct"] = item["value"]["text"] == right_one
    data[0]["value"]["options"] = options
    return json.dumps(data)


def do_lessons(person: User, quiz: builders.Course) -> None:
    standing = standing_of(person, quiz.page.translation_key, "en", stamp())
    for step in standing.steps[:2]:
        record_progress(person, standing, step.unit, AT, done=True)


@remembered
def make_tone() -> tuple[Question, builders.Course]:
    """Two questions, the first of them given back; what has both right has 100 %, half of it is no pass."""
    question = builders.make_question("Tone?", builders.single("tone"))
    course = builders.make_course()
    other = builders.make_question("True?", builders.true_false("true"))
    course.quiz.quiz_questions = [
        builders.QuizQuestion(question=one, sort_order=n) for n, one in enumerate([question, other])
    ]
    course.quiz = builders.republish(course.quiz, quiz_questions=course.quiz.quiz_questions.all(), tries=0)
    return question, course


@pytest.fixture
def tone(db: None) -> tuple[Question, builders.Course]:
    return make_tone()


@pytest.fixture
def question(tone: tuple[Question, builders.Course]) -> Question:
    return tone[0]


@pytest.fixture
def quiz(tone: tuple[Question, builders.Course]) -> builders.Course:
    return tone[1]


def take(person: User, quiz: builders.Course, tone: str) -> Attempt:
    """Hand in an attempt that has the other question right and says `tone` to this one."""
    attempt = start_attempt(person, quiz.quiz_work, AT)
    for place, item in enumerate(attempt.dealt):
        if len(item.order) == 3:
            answer(attempt, place, {"choice": key_of(tone)})
        else:
            answer(attempt, place, right(attempt, place))
    submit_attempt(person, attempt.pk, AT)
    return attempt


def key_of(text: str) -> str:
    options = json.loads(builders.single("tone"))[0]["value"]["options"]
    return next(item["id"] for item in options if item["value"]["text"] == text)


def correct_key(question: Question, right_one: str = "Rude", **more: str) -> Question:
    return builders.republish(question, answer=raw_choice("tone", right_one, **more))


def plan(question: Question, quiz: builders.Course, kind: Kind = Kind.KEY, **more: Any) -> Plan:
    identity = QuestionIdentity.objects.get(translation_key=question.translation_key)
    version = identity.versions.latest("number") if kind is Kind.KEY else None
    return Plan(identity, [quiz.quiz_work.pk], kind, version, **more)


def standing(attempt: Attempt) -> tuple[float, bool]:
    grade = attempt.grades.latest("number")
    return float(grade.percent), grade.passed


@pytest.fixture
def ask(erin: User, django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[[Plan], Regrade]:
    """Erin asks; whatever needs no yes is carried out by the worker."""

    def ask_for(plan: Plan) -> Regrade:
        with django_capture_on_commit_callbacks(execute=True):
            return actions.ask_regrade(plan, "The wrong option was marked as right.", erin, AT)

    return ask_for


class TestPreview:
    def test_it_counts_who_changes_and_who_turns(
        self, alice: User, bob: User, charlie: User, question: Question, quiz: builders.Course
    ) -> None:
        for person, tone in ((alice, "Rude"), (bob, "Kind"), (charlie, "Late")):
            take(person, quiz, tone)
        correct_key(question)
        preview = preview_of(plan(question, quiz))
        summary = preview.summary
        assert (summary.count, summary.changed, summary.to_pass, summary.to_fail) == (3, 2, 1, 1)
        assert summary.mean_difference == 0
        assert [turn.attempt.learner_id for turn in preview.turns] == [bob.pk, alice.pk]

    def test_it_says_which_versions_the_new_one_can_not_mark(
        self, alice: User, question: Question, quiz: builders.Course
    ) -> None:
        take(alice, quiz, "Late")
        correct_key(question, drop="Late")
        preview = preview_of(plan(question, quiz))
        assert preview.summary.count == 0
        assert preview.skipped == [(1, Obstacle.OPTION_GONE, 1)]

    def test_an_open_attempt_is_not_counted(self, alice: User, question: Question, quiz: builders.Course) -> None:
        start_attempt(alice, quiz.quiz_work, AT)
        assert preview_of(plan(question, quiz, Kind.LEFT_OUT)).summary.count == 0

    def test_it_writes_nothing(self, alice: User, question: Question, quiz: builders.Course) -> None:
        take(alice, quiz, "Rude")
        correct_key(question)
        preview_of(plan(question, quiz))
        assert Grade.objects.count() == 1


class TestCarryingOut:
    def test_a_corrected_key_gives_a_new_grade_and_keeps_the_old_one(
        self, alice: User, erin: User, question: Question, quiz: builders.Course, ask: Callable[[Plan], Regrade]
    ) -> None:
        attempt = take(alice, quiz, "Rude")
        correct_key(question)
        regrade = ask(plan(question, quiz))
        first, second = attempt.grades.order_by("number")
        assert (float(first.percent), first.passed, first.reason) == (50, False, Grade.Reason.HANDED_IN)
        assert (float(second.percent), second.passed, second.reason) == (100, True, Grade.Reason.REGRADED)
        assert (second.by, second.note, second.regrade) == (erin, regrade.note, regrade)
        marked = {mark.version.number: mark for mark in second.marks.exclude(rule_version=None)}
        assert marked[1].rule_version.number == 2
        assert list(regrade.events.values_list("kind", flat=True)) == ["approved", "applied"]

    @pytest.mark.parametrize(("kind", "void"), [(Kind.LEFT_OUT, "left_out"), (Kind.FULL_MARK, "full_mark")])
    def test_a_voided_question(
        self, alice: User, question: Question, quiz: builders.Course, ask: Callable[..., Regrade], kind: Kind, void: str
    ) -> None:
        attempt = take(alice, quiz, "Rude")
        ask(plan(question, quiz, kind))
        assert standing(attempt) == (100, True)
        assert set(Mark.objects.filter(grade__number=2).values_list("void", flat=True)) == {"", void}

    def test_a_later_key_leaves_a_voiding(
        self, alice: User, question: Question, quiz: builders.Course, ask: Callable[[Plan], Regrade]
    ) -> None:
        attempt = take(alice, quiz, "Kind")
        ask(plan(question, quiz, Kind.FULL_MARK))
        correct_key(question)
        ask(plan(question, quiz))
        assert standing(attempt) == (100, True)

    def test_whoever_hands_in_afterwards_is_graded_by_it(
        self, alice: User, bob: User, question: Question, quiz: builders.Course, ask: Callable[[Plan], Regrade]
    ) -> None:
        begun = start_attempt(alice, quiz.quiz_work, AT)
        take(bob, quiz, "Rude")
        correct_key(question)
        ask(plan(question, quiz))
        for place, item in enumerate(begun.dealt):
            answer(begun, place, {"choice": key_of("Rude")} if len(item.order) == 3 else right(begun, place))
        grade = submit_attempt(alice, begun.pk, AT)
        assert (float(grade.percent), grade.number) == (100, 1)
        assert grade.marks.exclude(rule_version=None).get().rule_version.number == 2

    def test_only_if_better_takes_nothing_and_needs_no_yes(
        self, alice: User, bob: User, question: Question, quiz: builders.Course, ask: Callable[[Plan], Regrade]
    ) -> None:
        passed, failed = take(alice, quiz, "Kind"), take(bob, quiz, "Rude")
        correct_key(question)
        ask(plan(question, quiz, only_if_better=True))
        assert (standing(passed), standing(failed)) == ((100, True), (100, True))

    def test_a_second_run_changes_nothing(
        self, alice: User, question: Question, quiz: builders.Course, ask: Callable[[Plan], Regrade]
    ) -> None:
        take(alice, quiz, "Rude")
        correct_key(question)
        regrade = ask(plan(question, quiz))
        actions.carry_out(regrade, AT)
        assert Grade.objects.count() == 2
        assert Notice.objects.count() == 1
        assert regrade.events.count() == 2

    def test_killed_in_the_middle_it_goes_on_where_it_was(
        self,
        alice: User,
        bob: User,
        erin: User,
        question: Question,
        quiz: builders.Course,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(actions.regrading, "CHUNK", 1)
        attempts = [take(alice, quiz, "Rude"), take(bob, quiz, "Rude")]
        correct_key(question)
        regrade = actions.ask_regrade(plan(question, quiz), "Wrong key.", erin, AT)
        actions.regrading._next_batch(regrade, Plan.of(regrade), 0, AT)  # and then the worker was killed
        assert [attempt.grades.count() for attempt in attempts] == [2, 1]
        actions.carry_out(regrade, AT)
        assert [attempt.grades.count() for attempt in attempts] == [2, 2]

    def test_what_was_asked_for_can_not_be_changed(
        self, alice: User, question: Question, quiz: builders.Course, ask: Callable[[Plan], Regrade]
    ) -> None:
        regrade = ask(plan(question, quiz, Kind.LEFT_OUT))
        for row in (regrade, regrade.events.first()):
            with pytest.raises(FrozenError):
                row.save()


class TestSpellings:
    """What is accepted is bound to a language, and so to the corrected wording in it."""

    @pytest.fixture
    def typed(self, db: None) -> builders.Course:
        course = builders.make_course("typed")
        course.questions = [builders.make_question("What first?", spelled("listen"))]
        course.quiz.quiz_questions = [builders.QuizQuestion(question=course.questions[0], sort_order=0)]
        course.quiz = builders.republish(course.quiz, quiz_questions=course.quiz.quiz_questions.all())
        return course

    def type_in(self, person: User, typed: builders.Course, words: str, language: str = "en") -> Attempt:
        attempt = start_attempt(person, typed.quiz_work, AT)
        version = attempt.dealt[0].version
        save_response(attempt, 0, {"text": words}, QuestionText.objects.latest_for([version], language)[version], AT)
        submit_attempt(person, attempt.pk, AT)
        return attempt

    def test_a_spelling_that_was_forgotten_earns_its_mark(
        self, alice: User, bob: User, typed: builders.Course, ask: Callable[[Plan], Regrade]
    ) -> None:
        forgotten, wrong = self.type_in(alice, typed, "Hear them out"), self.type_in(bob, typed, "Shout")
        builders.republish(typed.questions[0], answer=spelled("listen", "hear them out"))
        ask(plan(typed.questions[0], typed))
        assert (standing(forgotten), standing(wrong)) == ((100, True), (0, False))

    def test_without_the_corrected_wording_in_its_language_an_answer_keeps_its_mark(
        self, alice: User, typed: builders.Course, ask: Callable[[Plan], Regrade]
    ) -> None:
        builders.republish(translated(typed.questions[0], answer=spelled("گوش بده")))
        attempt = self.type_in(alice, typed, "گوش بده", "fa")
        assert standing(attempt) == (100, True)
        builders.republish(typed.questions[0], answer=spelled("listen", "hear them out"))
        regrade = ask(plan(typed.questions[0], typed))
        assert regrade not in Regrade.objects.waiting()
        assert attempt.grades.count() == 1


def spelled(*spellings: str) -> str:
    answers = builders.items(builders.accepted(*spellings), place="spelled")
    return builders.answer("short_text", {"answers": answers, "ignore_case": True, "ignore_accents": True}, "spelled")


class TestTheYes:
    @pytest.fixture
    def passed(self, alice: User, quiz: builders.Course) -> Attempt:
        return take(alice, quiz, "Kind")

    @pytest.fixture
    def waiting(
        self, passed: Attempt, question: Question, quiz: builders.Course, ask: Callable[[Plan], Regrade]
    ) -> Regrade:
        correct_key(question)
        return ask(plan(question, quiz))

    def test_a_lost_pass_waits(self, passed: Attempt, waiting: Regrade) -> None:
        assert list(Regrade.objects.waiting()) == [waiting]
        assert standing(passed) == (100, True)

    def test_a_manager_agrees(
        self, bob: User, passed: Attempt, waiting: Regrade, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            actions.approve_regrade(waiting, bob, AT)
        assert standing(passed) == (50, False)
        assert waiting.events.get(kind="approved").by == bob

    def test_a_manager_refuses_and_nothing_changes(
        self, bob: User, passed: Attempt, waiting: Regrade, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            actions.refuse_regrade(waiting, "Both are right.", bob, AT)
        assert standing(passed) == (100, True)
        assert Regrade.objects.with_state().get().state == RegradeEvent.Kind.REFUSED

    def test_nobody_agrees_to_their_own(self, erin: User, waiting: Regrade) -> None:
        with pytest.raises(actions.NotDecided) as refused:
            actions.approve_regrade(waiting, erin, AT)
        assert refused.value.reason is Refusal.OWN

    def test_of_two_decisions_the_first_holds(self, bob: User, dana: User, waiting: Regrade) -> None:
        actions.refuse_regrade(waiting, "No.", bob, AT)
        with pytest.raises(actions.NotDecided) as refused:
            actions.approve_regrade(waiting, dana, AT)
        assert refused.value.reason is Refusal.DECIDED_BEFORE

    def test_without_a_managers_yes_no_pass_is_taken(
        self, erin: User, passed: Attempt, question: Question, quiz: builders.Course
    ) -> None:
        """Asked for when it took nothing, and carried out when somebody had passed meanwhile."""
        correct_key(question)
        asked = plan(question, quiz)
        regrade = Regrade.objects.create(
            question=asked.question, kind="key", version=asked.version, note="Wrong.", created_by=erin, created_at=AT
        )
        regrade.works.set(asked.works)
        RegradeEvent.objects.create(regrade=regrade, kind="approved", by=erin, at=AT)
        actions.carry_out(regrade, AT)
        assert standing(passed) == (100, True)


class TestTheMeanOfAllTries:
    """Where it counts, a grade that falls may lose the pass although no attempt turns to a fail."""

    @pytest.fixture
    def average(self, quiz: builders.Course) -> builders.Course:
        quiz.quiz = builders.republish(quiz.quiz, grading_method="average", pass_mark=50)
        return quiz

    def test_a_grade_that_falls_waits_and_then_takes_the_pass(
        self, alice: User, bob: User, question: Question, average: builders.Course, ask: Callable[[Plan], Regrade]
    ) -> None:
        apply_rule(builders.assign(average.quiz_work), AT)
        take(alice, average, "Late")  # 50 %
        empty = start_attempt(alice, average.quiz_work, AT)
        submit_attempt(alice, empty.pk, AT)  # 0 %
        take(alice, average, "Kind")  # 100 %: the mean is 50
        assert Assignment.objects.get(learner=alice).state == Assignment.State.DONE
        correct_key(question)
        regrade = ask(plan(question, average))
        assert preview_of(Plan.of(regrade)).summary.to_fail == 0
        assert regrade in Regrade.objects.waiting()
        actions.approve_regrade(regrade, bob, AT)
        actions.carry_out(regrade, AT)
        assert Assignment.objects.get(learner=alice).state == Assignment.State.OPEN
        assert Notice.objects.get(recipient=alice, kind=Notice.Kind.QUIZ_REOPENED)


class TestWhatFollows:
    def test_a_new_pass_does_the_unit_the_course_and_the_assignments(
        self, alice: User, question: Question, quiz: builders.Course, ask: Callable[[Plan], Regrade]
    ) -> None:
        for work in (quiz.work, quiz.quiz_work):
            apply_rule(builders.assign(work), AT)
        take(alice, quiz, "Rude")
        do_lessons(alice, quiz)
        correct_key(question)
        ask(plan(question, quiz))
        assert Enrolment.objects.get(learner=alice).completed_at
        assert set(Assignment.objects.filter(learner=alice).values_list("state", flat=True)) == {"done"}

    def test_a_lost_pass_opens_unit_course_and_assignments_and_keeps_what_was(
        self,
        alice: User,
        bob: User,
        question: Question,
        quiz: builders.Course,
        ask: Callable[[Plan], Regrade],
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        for work in (quiz.work, quiz.quiz_work):
            apply_rule(builders.assign(work), AT)
        do_lessons(alice, quiz)
        take(alice, quiz, "Kind")
        assert Enrolment.objects.get(learner=alice).completed_at
        correct_key(question)
        regrade = ask(plan(question, quiz))
        with django_capture_on_commit_callbacks(execute=True):
            actions.approve_regrade(regrade, bob, AT)
        assert Enrolment.objects.get(learner=alice).completed_at is None
        unit = UnitProgress.objects.get(enrolment__learner=alice, unit=quiz.quiz_work)
        assert unit.done_at is None
        kept = Reopening.objects.get()
        assert (kept.unit_done_at, kept.course_completed_at) == (AT, AT)
        mine = Assignment.objects.filter(learner=alice)
        assert set(mine.values_list("state", "done_at")) == {("open", None)}
        kinds = AssignmentEvent.objects.filter(assignment__in=mine).order_by("pk").values_list("kind", flat=True)
        assert sorted(kinds) == sorted(["assigned", "done", "reopened"] * 2)
        take(alice, quiz, "Rude")
        assert set(mine.values_list("state", flat=True)) == {"done"}
        assert Enrolment.objects.get(learner=alice).completed_at

    def test_who_passes_in_another_attempt_keeps_everything(
        self, alice: User, bob: User, question: Question, quiz: builders.Course, ask: Callable[[Plan], Regrade]
    ) -> None:
        apply_rule(builders.assign(quiz.quiz_work), AT)
        take(alice, quiz, "Kind")
        correct_key(question)
        take(alice, quiz, "Rude")
        actions.approve_regrade(ask(plan(question, quiz)), bob, AT)
        actions.carry_out(Regrade.objects.get(), AT)
        assert Assignment.objects.get(learner=alice).state == Assignment.State.DONE
        assert not Reopening.objects.exists()

    def test_the_learner_is_told_once_with_the_way_there(
        self,
        alice: User,
        question: Question,
        quiz: builders.Course,
        ask: Callable[[Plan], Regrade],
        as_user: Callable[[User], Any],
    ) -> None:
        attempt = take(alice, quiz, "Rude")
        correct_key(question)
        ask(plan(question, quiz))
        notice = Notice.objects.get(recipient=alice)
        assert notice.kind == Notice.Kind.QUIZ_REGRADED
        assert "Your grade was corrected" in mail.outbox[-1].subject
        opened = as_user(alice).get(f"/en/inbox/{notice.pk}/", follow=True)
        assert opened.request["PATH_INFO"] == f"/en/learn/attempts/{attempt.pk}/result/"

    def test_who_lost_a_pass_is_told_that(
        self, alice: User, bob: User, question: Question, quiz: builders.Course, ask: Callable[[Plan], Regrade]
    ) -> None:
        take(alice, quiz, "Kind")
        correct_key(question)
        regrade = ask(plan(question, quiz))
        actions.approve_regrade(regrade, bob, AT)
        actions.carry_out(regrade, AT)
        assert Notice.objects.get(recipient=alice).kind == Notice.Kind.QUIZ_REOPENED

    def test_whose_grade_stays_hears_nothing(
        self, alice: User, question: Question, quiz: builders.Course, ask: Callable[[Plan], Regrade]
    ) -> None:
        take(alice, quiz, "Late")
        correct_key(question)
        ask(plan(question, quiz))
        assert not Notice.objects.exists()
