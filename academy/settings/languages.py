"""The six languages. A further one is a line here, a catalogue under locale/ and translated content."""

import django.conf.locale

# Django has no Filipino: without this entry its name and direction are a KeyError.
django.conf.locale.LANG_INFO.setdefault(
    "fil",
    {"bidi": False, "code": "fil", "name": "Filipino", "name_local": "Filipino"},
)

LANGUAGES = [
    ("en", "English"),
    ("is", "Íslenska"),
    ("vi", "Tiếng Việt"),
    ("lt", "Lietuvių"),
    ("fil", "Filipino"),
    ("fa", "فارسی"),
]
