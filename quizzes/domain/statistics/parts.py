"""An answer in parts that can be counted: each chosen option, each pair, or the answer as a whole.

A part is a small answer of its own, as JSON, so that whatever shows an answer can show a part as well.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from quizzes.domain.questions import Answer, Question, Words

CHOICE = "choice"
SELECTIONS = {"choices", "lines"}  # of several that were offered; in any other list the order is the answer


def parts_of(answer: Answer) -> tuple[str, ...]:
    """Nothing for a blank. Several choices and pairs are told apart; any other answer is one part."""
    parts: list[Answer] = []
    for name, value in answer.items():
        if name in SELECTIONS:
            parts += [{name: [key]} for key in value]
        elif isinstance(value, Mapping):
            parts += [{name: {key: given}} for key, given in value.items()]
        else:
            parts.append({name: value})
    return tuple(_text(part) for part in parts)


def right_parts(question: Question, words: Words) -> tuple[str, ...]:
    """The parts of an answer that earns the full mark."""
    return parts_of(question.best(words))


def offered_parts(question: Question, words: Words) -> tuple[str, ...]:
    """Every part that a learner can choose, in the editor's order, where the question offers options."""
    best = question.best(words)
    keys = question.deal(lambda order: order)
    for name in SELECTIONS & set(best):
        return tuple(_text({name: [key]}) for key in keys)
    return tuple(_text({CHOICE: key}) for key in keys) if CHOICE in best else ()


def countable(question: Question, words: Words) -> bool:
    """Whether answers may be listed. What a person has to mark is a text of the learner's own and stays with them."""
    return question.mark(question.best(words), words) is not None


def shown_parts(counts: Mapping[str, list[int]], offered: Iterable[str], right: Iterable[str], most: int) -> list[str]:
    """Which parts a table lists: what was offered, what is right, and of all others the `most` frequent.

    Something that only one person wrote says nothing of the question, and perhaps something of the person.
    """
    named = dict.fromkeys([*offered, *right])
    others = Counter({part: sum(row) for part, row in counts.items() if part not in named and sum(row) > 1})
    return [*named, *(part for part, _count in others.most_common(most))]


def _text(part: Answer) -> str:
    return json.dumps(part, sort_keys=True, ensure_ascii=False)
