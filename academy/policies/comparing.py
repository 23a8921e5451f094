"""What changed between two texts of a policy that were published."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from academy.content import frozen_cache
from academy.policies.domain import clauses as rules
from academy.policies.domain.changes import Changes, changes
from academy.policies.models import PolicyText
from academy.policies.reading import best_of


@dataclass(frozen=True)
class Comparison:
    """`text`: what is read; `before`: what it is compared with, in the same language."""

    before: PolicyText
    text: PolicyText

    @property
    def changes(self) -> Changes:
        """Kept in the process: neither of the two is ever changed."""
        key = f"policy-changes:{self.before.pk}:{self.text.pk}"
        return frozen_cache.get_or_set(key, lambda: changes(self.before.payload, self.text.payload))

    @property
    def minutes(self) -> int:
        """How long it takes to read what is new or says something else."""
        return rules.minutes(self.changes.words)


def compare(
    before: Sequence[PolicyText], after: Sequence[PolicyText], language: str, seen: int | None = None
) -> Comparison | None:
    """Two versions by their texts, in the order in which they were published; None where one has none.

    In `language` where both have it, otherwise in the source. `seen`: the text (id) that the reader agreed to; it
    counts for its language, whatever was published for it since.
    """
    both = {language} <= _languages(before) and {language} <= _languages(after)
    wanted = language if both else ""
    text = best_of(after, wanted)
    known = next((one for one in before if one.pk == seen and text and one.locale_id == text.locale_id), None)
    old = known or best_of(before, wanted)
    return Comparison(old, text) if old and text else None


def minutes_of(reader: Any, works: Collection[int], language: str) -> dict[int, int]:
    """Reading time of the latest version of each policy (work ids): of what is new for who acknowledged an earlier one,
    of the full text for everybody else. One query; none for no policy."""
    texts: dict[int, dict[int, list[PolicyText]]] = defaultdict(lambda: defaultdict(list))
    agreed: dict[int, dict[int, int]] = defaultdict(dict)
    for text in PolicyText.objects.for_reader(reader, works) if works else ():
        texts[text.version.work_id][text.version.number].append(text)
        if text.agreed:
            agreed[text.version.work_id][text.version.number] = text.pk
    return {work: _minutes(of_version, agreed[work], language) for work, of_version in texts.items()}


def _minutes(texts: Mapping[int, list[PolicyText]], agreed: Mapping[int, int], language: str) -> int:
    """`texts` by number of version; `agreed`: of those that were acknowledged, in which text (id)."""
    latest = max(texts)
    if before := max((number for number in agreed if number < latest), default=None):
        compared = compare(texts[before], texts[latest], language, agreed[before])
        if compared and compared.changes.words:
            return compared.minutes
    return best_of(texts[latest], language).minutes


def _languages(texts: Iterable[PolicyText]) -> set[str]:
    return {text.locale.language_code for text in texts}
