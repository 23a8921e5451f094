import polib
import pytest

from academy.catalogues import entry_faults, faults, plural_forms
from academy.wording import bare_words, glued_in_python, glued_in_template

ICELANDIC = "nplurals=2; plural=(n % 10 != 1 || n % 100 == 11);"  # 1, 21, 31 … take the first form
FILIPINO = "nplurals=2; plural=(n != 1);"


def catalogue(*entries: polib.POEntry, plurals: str = FILIPINO) -> polib.POFile:
    made = polib.POFile()
    made.metadata = {"Plural-Forms": plurals}
    made.extend(entries)
    return made


def entry(msgid: str, msgstr: str = "", **more: object) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


def days(one: str, other: str) -> polib.POEntry:
    return polib.POEntry(msgid="one day left", msgid_plural="%(n)s days left", msgstr_plural={0: one, 1: other})


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (entry("Save", "Vista"), None),
        (entry("Save", ""), "not translated"),
        (entry("Save", "Vista", flags=["fuzzy"]), "fuzzy"),
        (entry("%(n)s of %(all)s", "%(all)s / %(n)s"), None),
        (entry("%(n)s of %(all)s", "%(n)s af"), "other placeholders"),
        (entry("%(n)s of %(all)s", "%(n)s af %(allir)s"), "other placeholders"),
        (entry("{name} is away", "{nafn} er ekki við"), "other placeholders"),
        (entry("%(n)s", "%(n)d"), "other placeholders"),
    ],
)
def test_one_message(message: polib.POEntry, fault: str | None) -> None:
    found = " ".join(entry_faults(message, []))
    assert fault in found if fault else not found


@pytest.mark.parametrize(
    ("plurals", "message", "fault"),
    [
        (FILIPINO, days("isang araw pa", "%(n)s araw pa"), None),
        (FILIPINO, days("%(n)s araw pa", "%(n)s araw pa"), None),
        (FILIPINO, days("isang araw pa", "mga araw pa"), "other placeholders"),
        (FILIPINO, days("isang araw pa", ""), "not translated"),
        # The first form is read with 21 and 31 as well: there the number must not be left out.
        (ICELANDIC, days("einn dagur eftir", "%(n)s dagar eftir"), "other placeholders"),
        (ICELANDIC, days("%(n)s dagur eftir", "%(n)s dagar eftir"), None),
        ("nplurals=1; plural=0;", days("còn %(n)s ngày", ""), "not translated"),
    ],
)
def test_a_message_with_plural_forms(plurals: str, message: polib.POEntry, fault: str | None) -> None:
    found = " ".join(entry_faults(message, plural_forms(catalogue(plurals=plurals))))
    assert fault in found if fault else not found


def test_missing_and_obsolete_messages_are_named() -> None:
    made = catalogue(entry("Save", "Vista"), entry("Old", "Gamalt", obsolete=True), entry("Older", "Eldra"))
    wanted = catalogue(entry("Save"), entry("Open"), entry("Open", msgctxt="state of work"))
    assert list(faults(made, wanted)) == [
        "missing: 'Open'",
        "missing: 'Open'",
        "no longer used: 'Old'",
        "no longer used: 'Older'",
    ]


@pytest.mark.parametrize(
    ("source", "refused"),
    [
        ('_("Save")', False),
        ('_("%(n)s of %(all)s") % {"n": 1, "all": 2}', False),
        ('_("{name} is away").format(name=name)', False),
        ('ngettext("one day", "%(n)s days", n) % {"n": n}', False),
        ('_(f"{name} is away")', True),
        ('_("Due " + when)', True),
        ('_("Due ") + when', True),
        ('prefix + gettext("due")', True),
        ("f\"{_('Due')} {when}\"", True),
    ],
)
def test_glue_in_python(source: str, refused: bool) -> None:
    assert bool(list(glued_in_python(source))) is refused


@pytest.mark.parametrize(
    ("source", "refused"),
    [
        ('{% translate "Due" %} {{ when }} {% translate "by you" %}', True),
        ('{% translate "Due" %}: {% trans "now" %}', True),
        ('<dt>{% translate "Due" %}</dt><dd>{% translate "now" %}</dd>', False),
        ('{% if done %}{% translate "Done" %}{% else %}{% translate "Open" %}{% endif %}', False),
        ("<input aria-label=\"{% translate 'Find' %}\" placeholder=\"{% translate 'Find' %}\">", False),
        ('{% translate "Due" %}\n{% translate "Open" %}', False),
        ("{% blocktranslate %}Due on {{ day }}{% endblocktranslate %}", False),
        ('{# {% translate "Due" %} {% translate "now" %} #}', False),
    ],
)
def test_glue_in_a_template(source: str, refused: bool) -> None:
    assert bool(list(glued_in_template(source))) is refused


@pytest.mark.parametrize(
    ("source", "refused"),
    [
        ("<p>Save</p>", True),
        ("<p>{{ number }} days</p>", True),
        ("{% block title %}Work{% endblock %}", True),
        ('<img src="{{ url }}" alt="A lamp">', True),
        ('<button aria-label="Close">×</button>', True),
        ("<title>Academy</title>", True),
        ("<p>گیج</p>", True),
        ('<p>{% translate "Save" %}</p>', False),
        ("<p>{% blocktranslate %}Save {{ it }}{% endblocktranslate %}</p>", False),
        ("<p>{{ number }} / 12&nbsp;% · — “{{ words }}”</p>", False),
        ('<img src="{{ url }}" alt="{{ alt }}">', False),
        ("<script>let a = 1;</script><style>p { color: red }</style><!-- a note -->", False),
        ("{# a note #}{% comment %}another{% endcomment %}", False),
        ("<{{ element }} class='card'>{{ text }}</{{ element }}>", False),
        ('<bdi translate="no">Wagtail <b>CMS</b></bdi>', False),
        ("{% block main_class %}narrow{% endblock %}", False),
        ('<p><span translate="no">GIFT</span> and more</p>', True),
    ],
)
def test_words_outside_of_translate_tags(source: str, refused: bool) -> None:
    assert bool(list(bare_words(source))) is refused


def test_a_finding_names_its_line() -> None:
    source = "<main>\n{% blocktranslate %}\nSave\n{% endblocktranslate %}\n<p>\n  Open</p></main>"
    assert list(bare_words(source)) == [(6, "words outside of a translate tag: Open")]


def test_plain_text_is_looked_at_too() -> None:
    assert list(bare_words("{{ name }},\nyou owe: <1>\n", html=False)) == [
        (2, "words outside of a translate tag: you owe: <1>")
    ]
