"""Ordering, groups, best reply and mistake: from the editor's form to what a learner sees of the result."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import override

from quizzes.domain.disclosure import NOTHING, Disclosure
from quizzes.domain.questions import Answer
from quizzes.models import Question
from quizzes.presentation import draw, read_form
from quizzes.presentation.faces import Asked, Face
from tests import builders
from tests.forms import fields_of

CHOSEN_ONLY = Disclosure(grade=True, marks=True, feedback=True)
EVERYTHING = Disclosure(grade=True, marks=True, feedback=True, answers=True)
KINDS = (builders.ordering, builders.groups, builders.best_reply, builders.mistake)


def snippet(raw: str) -> Question:
    return Question(stem="What now?", answer=raw, feedback="")


def face_of(question: Question, answer: Answer, disclosure: Disclosure = NOTHING) -> Any:
    spec = question.spec()
    order = spec.deal(lambda keys: keys)
    with override("en"):
        return draw(Asked(spec, question.wording(), order, answer, disclosure, number=1, language="en"))


def read(question: Question, **fields: Any) -> Answer:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(f"q1-{name}", value if isinstance(value, list) else [value])
    spec = question.spec()
    return read_form(spec, spec.deal(lambda keys: keys), data, 1)


def key(place: str, number: int) -> str:
    return builders.key(place, number)


@pytest.mark.parametrize("kind", KINDS)
class TestEach:
    def test_what_the_form_sends_is_read_as_it_was_answered(self, kind: Callable[..., str]) -> None:
        question = snippet(kind())
        spec = question.spec()
        order = spec.deal(lambda keys: keys)
        data = QueryDict(mutable=True)
        for name, value in fields_of(spec, order, spec.best(), 3).items():
            data.setlist(name, value if isinstance(value, list) else [value])
        assert read_form(spec, order, data, 3) == spec.best()
        assert read_form(spec, order, data, 4) == {}

    def test_nothing_is_told_before_it_may_be_seen(self, kind: Callable[..., str]) -> None:
        face = face_of(snippet(kind()), {})
        parts = next(value for name, value in vars(face).items() if name != "asked")
        assert parts
        for part in parts:
            assert all(getattr(part, name, None) is None for name in ("right", "wrong", "worth", "feedback", "answer"))

    def test_each_part_of_the_answer_has_its_line(self, kind: Callable[..., str]) -> None:
        question = snippet(kind())
        face: Face = face_of(question, question.spec().best())
        with override("en"):
            assert face.answered
            assert all(line.text for line in face.given)
            assert face_of(question, {}).given == []


class TestOrdering:
    question = snippet(builders.ordering())

    def test_of_two_at_one_place_the_later_goes_to_the_next(self) -> None:
        greet, ask, solve, close = (key("ordering", n) for n in range(4))  # dealt: ask, solve, close, greet
        sent = {f"place-{greet}": "1", f"place-{ask}": "1", f"place-{solve}": "4", f"place-{close}": "4"}
        assert read(self.question, **sent) == {"order": [ask, greet, close, solve]}

    def test_a_place_may_stay_open(self) -> None:
        assert read(self.question, **{f"place-{key('ordering', 2)}": "3"}) == {
            "order": [None, None, key("ordering", 2)]
        }

    @pytest.mark.parametrize("place", ["", "0", "5", "-1", "1.5", "٣", "²", "9" * 5000, "x"])
    def test_what_is_no_place_is_none(self, place: str) -> None:
        assert read(self.question, **{f"place-{key('ordering', 0)}": place}) == {}

    def test_the_places_are_written_in_the_readers_digits(self) -> None:
        face = face_of(self.question, self.question.spec().best())
        with override("fa"):
            assert [line.prompt for line in face.given] == ["۱.", "۲.", "۳.", "۴."]

    def test_an_answer_that_is_partly_right_is_judged_item_by_item(self) -> None:
        greet, ask, solve, _close = (key("ordering", n) for n in range(4))
        face = face_of(self.question, {"order": [greet, solve, ask]}, CHOSEN_ONLY)
        assert [(item.text, item.place, item.right) for item in face.placed] == [
            ("Greet", 1, True),
            ("Solve", 2, False),
            ("Ask", 3, False),
            ("Close", None, False),
        ]
        assert [item.feedback for item in face.placed] == ["Because Greet comes here.", None, None, None]
        assert face.solution == []

    def test_the_right_order_comes_with_the_answers(self) -> None:
        face = face_of(self.question, {"order": [key("ordering", 3)]}, EVERYTHING)
        assert [item.text for item in face.solution] == ["Greet", "Ask", "Solve", "Close"]
        assert face_of(self.question, self.question.spec().best(), EVERYTHING).solution == []

    def test_neighbours_are_judged_by_who_stands_beside_them(self) -> None:
        question = snippet(builders.ordering(placing="neighbours"))
        greet, ask, solve, close = (key("ordering", n) for n in range(4))
        face = face_of(question, {"order": [ask, solve, greet, close]}, CHOSEN_ONLY)
        assert [item.right for item in face.placed] == [True, True, False, False]


class TestGroups:
    question = snippet(builders.groups())

    def test_an_item_in_the_wrong_group_does_not_tell_where_it_belongs(self) -> None:
        fire, never = key("groups/Now", 0), key("groups", 2)
        face = face_of(self.question, {"groups": {fire: never}}, CHOSEN_ONLY)
        prompt = next(prompt for prompt in face.prompts if prompt.text == "Fire")
        assert (prompt.chosen, prompt.right, prompt.answer, prompt.feedback) == ("Never", False, None, None)

    def test_with_the_answers_it_does(self) -> None:
        face = face_of(self.question, {}, EVERYTHING)
        assert [(prompt.text, prompt.answer) for prompt in face.prompts] == [
            ("Fire", "Now"),
            ("Outage", "Now"),
            ("Praise", "Later"),
        ]


class TestBestReply:
    question = snippet(builders.best_reply())

    @pytest.mark.parametrize(
        ("chosen", "disclosure", "told"),
        [
            (1, CHOSEN_ONLY, [("One moment.", "Good", "It is good.")]),
            (1, EVERYTHING, [("I see why.", "Best", "It is best."), ("One moment.", "Good", "It is good.")]),
            (0, EVERYTHING, [("I see why.", "Best", "It is best.")]),
            (4, CHOSEN_ONLY, [("So?", "Harmful", "It is harmful.")]),
        ],
    )
    def test_the_result_tells_of_the_chosen_one_and_of_the_better(
        self, chosen: int, disclosure: Disclosure, told: list[tuple[str, str, str]]
    ) -> None:
        face = face_of(self.question, {"choice": key("best_reply", chosen)}, disclosure)
        assert [(reply.text, str(reply.level), reply.feedback) for reply in face.told] == told

    def test_without_an_answer_it_tells_of_all(self) -> None:
        assert len(face_of(self.question, {}, EVERYTHING).told) == 5

    @pytest.mark.parametrize(("may_cost", "share"), [(False, 0), (True, -1)])
    def test_a_harmful_reply_costs_marks_only_where_the_editor_said_so(self, may_cost: bool, share: int) -> None:
        spec = snippet(builders.best_reply(may_cost=may_cost)).spec()
        assert spec.mark({"choice": key("best_reply", 4)}) == share


class TestMistake:
    def test_a_line_without_a_mistake_is_judged_only_when_it_was_chosen(self) -> None:
        face = face_of(snippet(builders.mistake()), {"lines": [key("mistake", 0)]}, CHOSEN_ONLY)
        assert [line.wrong for line in face.lines] == [False, None, None, None, None]
        assert [line.feedback for line in face.lines] == ["About line 0.", None, None, None, None]

    def test_with_the_answers_each_is(self) -> None:
        face = face_of(snippet(builders.mistake(wrong=(1, 4))), {}, EVERYTHING)
        assert [line.wrong for line in face.lines] == [False, True, False, False, True]

    @pytest.mark.parametrize(("wrong", "only_one"), [((1,), True), ((1, 4), False)])
    def test_one_mistake_is_one_choice(self, wrong: tuple[int, ...], only_one: bool) -> None:
        assert face_of(snippet(builders.mistake(wrong=wrong)), {}).only_one is only_one


def refusal(kind: str, value: dict[str, Any]) -> str:
    """What the editor is told of a form that can not be asked; "" if it can."""
    block = Question._meta.get_field("answer").stream_block.child_blocks[kind]
    try:
        block.clean(block.to_python(value))
    except ValidationError as error:
        return str(error.non_block_errors[0]) if error.non_block_errors else "a field"
    return ""


def step(text: str) -> dict[str, str]:
    return {"text": text, "feedback": ""}


def group(name: str, *texts: str) -> dict[str, Any]:
    return {"name": name, "items": [step(text) for text in texts]}


def reply(text: str, worth: str, feedback: str = "Because.") -> dict[str, str]:
    return {"text": text, "worth": worth, "feedback": feedback}


def line(text: str, *, mistake: bool = False, feedback: str = "") -> dict[str, Any]:
    return {"who": "agent", "text": text, "mistake": mistake, "feedback": feedback}


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("ordering", {"items": [step("Ask"), step("Listen")], "placing": "each_place"}, ""),
        ("ordering", {"items": [step("Ask"), step(" ask ")], "placing": "each_place"}, "Two items read the same"),
        ("ordering", {"items": [step("Ask")], "placing": "each_place"}, "a field"),
        ("groups", {"groups": [group("A", "x", "y"), group("B")], "all_or_nothing": False}, ""),
        ("groups", {"groups": [group("A", "x"), group("B")], "all_or_nothing": False}, "at least two items"),
        ("groups", {"groups": [group("A", "x"), group("B", "X")], "all_or_nothing": False}, "Two items read the same"),
        ("groups", {"groups": [group("A", "x"), group("a", "y")], "all_or_nothing": False}, "the same name"),
        ("best_reply", {"quote": "", "replies": [reply("Hi", "best"), reply("So?", "poor")]}, ""),
        ("best_reply", {"quote": "", "replies": [reply("Hi", "good"), reply("So?", "poor")]}, "at least one reply"),
        ("best_reply", {"quote": "", "replies": [reply("Hi", "best"), reply("hi", "poor")]}, "Two replies read"),
        ("best_reply", {"quote": "", "replies": [reply("Hi", "best"), reply("So?", "poor", "")]}, "a field"),
        ("mistake", {"lines": [line("Hi"), line("No", mistake=True, feedback="Rude.")]}, ""),
        ("mistake", {"lines": [line("Hi"), line("No")]}, "at least one line as a mistake"),
        ("mistake", {"lines": [line("No", mistake=True, feedback="x")] * 2}, "one line without"),
        ("mistake", {"lines": [line("Hi"), line("No", mistake=True)]}, "why it is one"),
    ],
)
def test_what_can_not_be_asked_is_refused_in_a_sentence(kind: str, value: dict[str, Any], told: str) -> None:
    said = refusal(kind, value)
    assert told in said if told else said == ""
