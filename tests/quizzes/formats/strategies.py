"""Questions of every type that files carry, for hypothesis."""

from fractions import Fraction

from hypothesis import strategies as st

from quizzes.domain.formats import items
from quizzes.domain.formats.encodings import clean
from quizzes.domain.formats.items import Item

LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zs", "Zl", "Zp"))
MARKS = st.sampled_from([*"\\:#={}~[]<>&;*%/$'\"+-@|.,!?)( ", "->", "####", "//", "[html]", "$CATEGORY:", "::"])
PIECES = st.lists(LETTERS | MARKS | st.sampled_from(["frog", "2 minutes", "þjónusta", "خدمت"]), min_size=1, max_size=8)
LINES = PIECES.map(lambda pieces: clean("".join(pieces)).strip()).filter(bool)
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)
REASONS = st.just("") | TEXTS
SHARES = st.sampled_from([Fraction(n, d) for d in (1, 2, 3, 4, 6, 7, 9, 20) for n in (-1, 0, 1)]) | st.integers(
    -100, 100
).map(lambda percent: Fraction(percent, 100))
NUMBERS = st.decimals(-10_000, 10_000, places=4, allow_nan=False).map(Fraction)


@st.composite
def single_choice(draw: st.DrawFn) -> items.SingleChoice:
    texts = draw(st.lists(TEXTS, min_size=2, max_size=6, unique=True))
    right = draw(st.integers(0, len(texts) - 1))
    shares = [draw(SHARES.filter(lambda share: share < 1)) for _text in texts]
    return items.single_choice(
        [
            items.Choice(text, Fraction(1) if place == right else shares[place], feedback=draw(REASONS))
            for place, text in enumerate(texts)
        ]
    )


@st.composite
def multiple_choice(draw: st.DrawFn) -> items.MultipleChoice:
    texts = draw(st.lists(TEXTS, min_size=2, max_size=6, unique=True))
    good = draw(st.integers(1, len(texts)))
    wrong = draw(st.sampled_from([Fraction(0), Fraction(-1, good), Fraction(-1)]))
    options = [
        items.Choice(text, Fraction(1, good) if place < good else wrong, feedback=draw(REASONS))
        for place, text in enumerate(texts)
    ]
    return items.multiple_choice(draw(st.permutations(options)))


TRUE_FALSE = st.builds(items.TrueFalse, st.booleans(), REASONS, REASONS)
MATCHING = st.builds(
    items.Matching,
    st.lists(st.builds(items.Pair, TEXTS, TEXTS), min_size=2, max_size=5).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
)
SPELLING = st.builds(items.Spelling, LINES.map(lambda line: (" ".join(line.split()),)), SHARES, REASONS)
SHORT_TEXT = st.lists(SPELLING, min_size=1, max_size=4).map(lambda found: items.ShortText(items.merged(found)))
BAND = st.builds(items.Band, NUMBERS, NUMBERS.map(abs), share=SHARES, feedback=REASONS)
OTHERS = st.just(()) | st.builds(items.Band, st.none(), share=st.just(Fraction(0)), feedback=REASONS).map(
    lambda b: (b,)
)
NUMBER = st.builds(lambda bands, other: items.Number((*bands, *other)), st.lists(BAND, min_size=1, max_size=3), OTHERS)
PLACINGS = st.sampled_from(["each_place", "neighbours", "all_or_nothing"])
ORDERING = st.builds(items.Ordering, st.lists(TEXTS.map(items.Step), min_size=2, max_size=5).map(tuple), PLACINGS)
FACTORS = st.integers(0, 6).map(lambda power: Fraction(1, 10**power))
UNITS = st.lists(st.builds(items.Unit, LINES.map(lambda name: (name,)), FACTORS), max_size=2).map(
    lambda units: (items.Unit(("kg",), Fraction(1)), *units)
)
WITH_UNITS = st.builds(
    items.Number, NUMBER.map(lambda asked: asked.bands), UNITS, st.sampled_from(["may", "must"]), st.just(Fraction(1))
)
TYPED_GAP = st.builds(
    lambda answers, weight: items.TypedGap(items.merged([items.Spelling(("right",)), *answers]), weight),
    SHORT_TEXT.map(lambda asked: asked.answers),
    st.integers(1, 5),
)
GAP = TYPED_GAP | st.builds(items.ChosenGap, single_choice().map(lambda asked: asked.options), st.integers(1, 5))
WORDS = st.text(st.sampled_from("abc þ.,?"), max_size=8)


@st.composite
def gaps(draw: st.DrawFn) -> items.Gaps:
    found = draw(st.lists(GAP, min_size=1, max_size=3))
    text = "".join(f"{draw(WORDS)}[[{place}]]" for place in range(1, len(found) + 1))
    return items.Gaps(" ".join(text.split()), tuple(found))


CHOICES = single_choice() | multiple_choice()
ASKED = CHOICES | TRUE_FALSE | MATCHING | SHORT_TEXT | NUMBER

SKILLS = st.lists(LINES.map(lambda line: " ".join(line.split())), max_size=2, unique=True).map(tuple)


def questions(asked: st.SearchStrategy[items.Asked] = ASKED) -> st.SearchStrategy[Item]:
    return st.builds(Item, TEXTS, asked, REASONS, SKILLS)
