"""What a learner sees of a question: the frozen spec, its wording and the answer, joined for a template.

Each type has a presenter in a module of this package. Nothing that may not be seen yet is put into a face: right
answers and reasons come only with a `Disclosure`.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from django.http import QueryDict

from academy.access import SOURCE_LANGUAGE
from quizzes.domain.attempts import Dealt
from quizzes.domain.disclosure import NOTHING, Disclosure
from quizzes.domain.questions import Answer, Question
from quizzes.models import Attempt, Mark, QuestionText, Regrade
from quizzes.models import Question as QuestionSnippet
from quizzes.presentation.choice import Options, Statement
from quizzes.presentation.faces import Asked, AssessedBy, Face, Form, Presenter
from quizzes.presentation.gaps import GapText
from quizzes.presentation.ordering import Order
from quizzes.presentation.pictures import Picture, picture_in, pictures_of
from quizzes.presentation.prompts import Pairs, Sorting
from quizzes.presentation.service import Replies, Transcript
from quizzes.presentation.typed import Figure, Written
from quizzes.presentation.written import Writing

PRESENTERS: dict[str, Presenter] = {
    "single_choice": Options(),
    "multiple_choice": Options(),
    "true_false": Statement(),
    "matching": Pairs(),
    "ordering": Order(),
    "groups": Sorting(),
    "best_reply": Replies(),
    "mistake": Transcript(),
    "short_text": Written(),
    "number": Figure(),
    "gaps": GapText(),
    "free_text": Writing(),
}


def draw(asked: Asked) -> Face:
    return PRESENTERS[asked.question.type].face(asked)


def read_form(question: Question, order: tuple[str, ...], data: QueryDict, number: int) -> Answer:
    """The answer to question `number` in a submitted form; whatever does not belong to the question is dropped."""
    form = Form(data, f"q{number}-")
    return question.read(PRESENTERS[question.type].read(question, order, form))


def was_asked(data: QueryDict, number: int) -> bool:
    """Whether a submitted form held question `number`: one that was left empty sends nothing else."""
    return f"q{number}" in data


def sequence_in(data: QueryDict, number: int) -> int | None:
    """Up to which save a submitted form knew the answer to question `number`; None where it does not say."""
    sent = data.get(f"q{number}", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None


def confidence_in(data: QueryDict, number: int) -> str:
    """How sure the learner says they are of their answer to question `number`."""
    return Form(data, f"q{number}-").get("sure")


def faces_of(
    attempt: Attempt,
    answers: Mapping[int, Answer],
    language: str,
    disclosure: Disclosure = NOTHING,
    marks: Iterable[Mark] = (),
    seen: Mapping[int, int] | None = None,
    assessed: Mapping[int, Sequence[AssessedBy]] | None = None,
) -> list[Face]:
    """The questions of an attempt in the order in which it was dealt.

    `marks`: a question that was corrected afterwards is shown as it reads now. `seen`: for each position that was
    answered the id of the wording that was shown then. Where spellings count, an answer is judged and explained by
    that one.
    """
    dealt = attempt.dealt
    marked = {mark.position: mark for mark in marks}
    shown = {place: _shown(item, marked.get(place)) for place, item in enumerate(dealt)}
    texts = QuestionText.objects.latest_for(shown.values(), language, attempt.content_stamp)
    answered = _texts_seen(texts, seen or {}, shown)
    pictures = pictures_of(text.payload for text in (*texts.values(), *answered.values()))
    return [
        face_of(
            dealt[place],
            answered.get(place, texts[version]),
            answers.get(place, {}),
            number=place + 1,
            pictures=pictures,
            disclosure=disclosure,
            mark=marked.get(place),
            assessed=(assessed or {}).get(place, ()),
        )
        for place, version in shown.items()
    ]


def _shown(item: Dealt, mark: Mark | None) -> int:
    """The version that marked an answer says what is right; the one that was asked may say something else."""
    return (mark.rule_version_id if mark else None) or item.version


def _texts_seen(
    texts: Mapping[int, QuestionText], seen: Mapping[int, int], shown: Mapping[int, int]
) -> dict[int, QuestionText]:
    """By position, the wordings that count for an answer and are not those of `texts`. No query where all are."""
    others = {
        place: pk
        for place, pk in seen.items()
        if pk != (text := texts[shown[place]]).pk and text.version.spec().reads_words
    }
    found = QuestionText.objects.select_related("version", "locale").in_bulk(others.values()) if others else {}
    return {place: found[pk] for place, pk in others.items() if found[pk].version_id == shown[place]}


def face_of(
    item: Dealt,
    text: QuestionText,
    answer: Answer,
    *,
    number: int,
    pictures: Mapping[str, Picture],
    disclosure: Disclosure = NOTHING,
    mark: Mark | None = None,
    assessed: Sequence[AssessedBy] = (),
    share: Fraction | None = None,
) -> Face:
    """`pictures`: those of the page, see `pictures_of`. `share`: what the answer earns, where it was not marked yet."""
    return draw(
        Asked(
            question=text.version.spec(),
            words=text.payload,
            order=item.order,
            answer=answer,
            disclosure=disclosure,
            number=number,
            language=text.locale.language_code,
            text_id=text.pk,
            share=Fraction(mark.share) if mark else share,
            correction=correction_of(mark) if mark else "",
            assessed=assessed,
            picture=picture_in(text.payload, pictures),
        )
    )


def correction_of(mark: Mark) -> str:
    """How a question was corrected after it was asked: a `Regrade.Kind`, or ""."""
    return mark.void or (Regrade.Kind.KEY.value if mark.rule_version_id else "")


def preview_of(snippet: QuestionSnippet, number: int = 1) -> Face | None:
    """A question as it would be asked, with its reasons; None while the form is too empty to show."""
    if not snippet.answer:
        return None
    try:
        question = snippet.spec()
    except (IndexError, KeyError, ValueError):
        return None
    words = snippet.wording()
    return draw(
        Asked(
            question=question,
            words=words,
            order=question.deal(lambda keys: keys),
            answer={},
            disclosure=Disclosure(grade=True, marks=True, feedback=True, answers=True),
            number=number,
            language=snippet.locale.language_code if snippet.locale_id else SOURCE_LANGUAGE,  # none before it is saved
            picture=picture_in(words, pictures_of([words])),
        )
    )
