"""What a person chooses on the page "Notifications"."""

import base64
import binascii
from datetime import time
from typing import Any

from babel.dates import format_time
from cryptography.hazmat.primitives.asymmetric import ec
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from academy.domain.dates import babel_locale
from academy.domain.numerals import localized_digits
from academy.inbox.channels import outgoing
from academy.inbox.models import Preference

CLOCK = [time(hour, minute) for hour in range(24) for minute in (0, 30)]
NO_ADDRESS = _("Give an https address that everybody can reach.")


def _clock_choices() -> list[tuple[str, str]]:
    language = get_language() or "en"
    shown = (format_time(clock, "short", locale=babel_locale(language)) for clock in CLOCK)
    return [(str(clock), localized_digits(words, language)) for clock, words in zip(CLOCK, shown, strict=True)]


def _quiet_choices() -> list[tuple[str, Any]]:
    return [("", _("no quiet hours")), *_clock_choices()]


class ClockField(forms.TypedChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=time.fromisoformat, empty_value=None, **options)


class PreferenceForm(forms.ModelForm):
    digest_at = ClockField(
        choices=_clock_choices,
        label=_("The daily e-mail comes at"),
        help_text=_("Best when your working day begins. It comes only when there is something to say."),
    )
    quiet_from = ClockField(choices=_quiet_choices, required=False, label=_("Quiet from"))
    quiet_until = ClockField(choices=_quiet_choices, required=False, label=_("Quiet until"))

    class Meta:
        model = Preference
        fields = ["mail", "digest_at", "quiet_from", "quiet_until"]

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        start, end = chosen.get("quiet_from"), chosen.get("quiet_until")
        if (start is None) != (end is None):
            self.add_error("quiet_until", _("Say from when and until when, or neither."))
        elif start is not None and start == end:
            self.add_error("quiet_until", _("Quiet hours can not end when they begin."))
        return chosen


class ChatForm(forms.ModelForm):
    chat_url = forms.URLField(
        max_length=500,
        assume_scheme="https",
        label=_("Address of the webhook"),
        help_text=_("Your chat makes it for you. Whoever has it can write into your chat."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )

    class Meta:
        model = Preference
        fields = ["chat_format", "chat_url"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["chat_url"] = ""  # it is not shown again
        self.fields["chat_url"].required = not self.instance.chat_url

    def clean_chat_url(self) -> str:
        url: str = self.cleaned_data["chat_url"]
        if not url:
            return self.instance.chat_url
        if outgoing.refuses(url):
            raise forms.ValidationError(NO_ADDRESS)
        return url


class PushForm(forms.Form):
    """What a browser says of itself when it subscribes. No person types this."""

    endpoint = forms.CharField(max_length=500)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)

    def clean_endpoint(self) -> str:
        endpoint: str = self.cleaned_data["endpoint"]
        if outgoing.refuses(endpoint):
            raise forms.ValidationError(NO_ADDRESS)
        return endpoint

    def clean_p256dh(self) -> str:
        point: str = self.cleaned_data["p256dh"]
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(point))
        except ValueError as error:
            raise forms.ValidationError("No point of the curve.") from error
        return point

    def clean_auth(self) -> str:
        secret: str = self.cleaned_data["auth"]
        if len(_decoded(secret)) != 16:
            raise forms.ValidationError("Not 16 bytes.")
        return secret


def _decoded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
