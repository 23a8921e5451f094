"""A field of a form in the CMS that is filled in once for each language: a dictionary by language code."""

from typing import Any

from django import forms

from academy.settings.languages import LANGUAGES


class ByLanguageWidget(forms.MultiWidget):
    template_name = "wagtailadmin/by_language.html"

    def __init__(self, codes: list[str], max_length: int, *, multiline: bool = False) -> None:
        self.codes = codes
        attributes = {"maxlength": max_length, "dir": "auto"} | ({"rows": 2} if multiline else {})
        make = forms.Textarea if multiline else forms.TextInput
        super().__init__({code: make({**attributes, "lang": code}) for code in codes})

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(code, "") for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        names = dict(LANGUAGES)
        for code, widget in zip(self.codes, context["widget"]["subwidgets"], strict=True):
            widget["language"] = names[code]
        return context


class ByLanguageField(forms.MultiValueField):
    """None of the languages is required. `source`: whether English is one of them."""

    def __init__(self, *, max_length: int, source: bool = False, multiline: bool = False, **options: Any) -> None:
        self.codes = [code for code, _name in LANGUAGES if source or code != "en"]
        fields = [forms.CharField(max_length=max_length, required=False) for _code in self.codes]
        options["widget"] = ByLanguageWidget(self.codes, max_length, multiline=multiline)
        super().__init__(fields, require_all_fields=False, required=False, **options)

    def compress(self, values: list[str]) -> dict[str, str]:
        return {code: text for code, text in zip(self.codes, values, strict=False) if text}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.widget.decompress(initial), data))
