import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from academy.domain.folding import fold

ALPHABETS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "fil": "abcdefghijklmnñopqrstuvwxyz",
    "is": "aábdðeéfghiíjklmnoóprstuúvxyýþæö",
    "lt": "aąbcčdeęėfghiįyjklmnoprsštuųūvzž",
    "vi": "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ",
    "fa": "اآبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئؤأ",
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  a\u00a0 refund\t", "a refund"),
        ("REFUND", "refund"),
        ("ﬁne", "fine"),
        ("it’s", "it's"),
        ("it´s", "it's"),
        ("„gerai“", '"gerai"'),
        ("«بله»", '"بله"'),
        ("9–17", "9-17"),
        ("\u22125", "-5"),
        ("co\u00adoperate", "cooperate"),
        ("\u202bبله\u202c", "بله"),
        # Icelandic, Lithuanian, Vietnamese, Filipino and their neighbours
        ("Þjónusta", "thjonusta"),
        ("ÆÐI", "aedi"),
        ("ör", "or"),
        ("Ačiū", "aciu"),
        ("ŽĄSĖ", "zase"),
        ("Đổi trả", "doi tra"),
        ("hoà", "hòa"),
        ("ưu đãi", "uu dai"),
        ("niño", "nino"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("ısı", "isi"),
        ("e\u0301", "é"),
        # Persian: keyboards, digits, vowel signs, forms
        ("كتابي", "کتابی"),
        ("مصطفى", "مصطفی"),
        ("۱۲", "12"),
        ("١٢", "12"),
        ("۳٫۵", "3.5"),
        ("۲۵٪", "25%"),
        ("می\u200cروم", "میروم"),
        ("خـــوب", "خوب"),
        ("خُوب", "خوب"),
        ("خانۀ", "خانه\u0654"),
        ("خانۀ", "خانه"),
        ("مسئول", "مسیول"),
        ("آب", "اب"),
        ("زكاة", "زکاه"),
        ("ﻻ", "لا"),
        ("چرا؟", "چرا?"),
    ],
)
def test_what_reads_the_same_folds_the_same(typed: str, meant: str) -> None:
    assert fold(typed) == fold(meant)


@pytest.mark.parametrize(
    ("one", "other"), [("a b", "ab"), ("refund", "refunds"), ("3.5", "35"), ("را", "ره"), ("no", "on"), ("جزء", "جز")]
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("đổi", "doi"), ("ma", "má"), ("ð", "d"), ("Þ", "th"), ("š", "s"), ("آب", "اب"), ("مسئول", "مسیول"), ("ß", "s")],
)
def test_accents_may_count(one: str, other: str) -> None:
    assert fold(one, accents=False) != fold(other, accents=False)


@pytest.mark.parametrize(
    ("one", "other"), [("كتابي", "کتابی"), ("۱۲", "12"), ("e\u0301", "é"), ("HOÀ", "hoà"), ("می\u200cروم", "میروم")]
)
def test_keyboards_never_count(one: str, other: str) -> None:
    assert fold(one, accents=False) == fold(other, accents=False)


def test_case_may_count() -> None:
    assert fold("mW", case=False) != fold("MW", case=False)
    assert fold("Đ", case=False) == "D"
    assert fold("ÞÆ", case=False) == "ThAe"


@given(text=st.text(max_size=30), case=st.booleans(), accents=st.booleans())
@example(text="Ø\u0338", case=True, accents=True)
@example(text="\ufe77\u0654", case=True, accents=False)
@example(text="ŉ", case=True, accents=True)
def test_folding_twice_changes_nothing(text: str, case: bool, accents: bool) -> None:
    once = fold(text, case=case, accents=accents)
    assert fold(once, case=case, accents=accents) == once


@pytest.mark.parametrize("language", ALPHABETS)
@pytest.mark.parametrize("accents", [True, False])
def test_capitals_and_small_letters_meet_in_every_language(language: str, accents: bool) -> None:
    letters = ALPHABETS[language]
    assert fold(letters.upper(), accents=accents) == fold(letters, accents=accents)


@pytest.mark.parametrize("language", sorted(set(ALPHABETS) - {"fa"}))
def test_without_accents_every_latin_alphabet_is_ascii(language: str) -> None:
    assert fold(ALPHABETS[language]).isascii()
    assert fold(ALPHABETS[language].upper(), case=False).isascii()


@given(text=st.text(st.sampled_from("".join(ALPHABETS.values()) + " -’۱"), max_size=20))
def test_what_is_equal_with_accents_is_equal_without(text: str) -> None:
    assert fold(fold(text, accents=False)) == fold(text)


@given(text=st.text(max_size=30))
def test_nothing_invisible_and_no_stray_space_is_left(text: str) -> None:
    folded = fold(text)
    assert folded == folded.strip()
    assert not set(folded) & set("\u200c\u200d\u200e\u200f\u0640\u00ad\t\n\u00a0")
