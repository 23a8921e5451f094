"""allauth's forms, with labels of our own."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
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
