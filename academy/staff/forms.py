"""allauth's forms, with labels of our own."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _


class OurWords(forms.Form):
    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in self.labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)
            self.fields[name].help_text = ""


class SignInForm(OurWords, LoginForm):
    labels = {
        "login": _("User name or e-mail"),
        "password": _("Password"),
    }


class ForgottenPasswordForm(OurWords, ResetPasswordForm):
    labels = {"email": _("E-mail")}


class NewPasswordForm(OurWords, ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password, once more")}


class OtherPasswordForm(OurWords, ChangePasswordForm):
    labels = {"oldpassword": _("Present password"), **NewPasswordForm.labels}


class FirstPasswordForm(OurWords, SetPasswordForm):
    labels = {
        "new_password1": NewPasswordForm.labels["password1"],
        "new_password2": NewPasswordForm.labels["password2"],
    }


class CodeForm(forms.Form):
    username = forms.CharField(
        label=_("User name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    code = forms.CharField(
        label=_("Code"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "dir": "ltr"})
    )
