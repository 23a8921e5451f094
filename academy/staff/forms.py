from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

LONG_ENOUGH = _("At least 10 characters. Three or four words in a row are easy to remember.")


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].label = _("User name or e-mail")
        self.fields["password"].label = _("Password")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


class ForgottenPasswordForm(ResetPasswordForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class NewPasswordForm(SetPasswordForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = LONG_ENOUGH
        self.fields["password2"].label = _("The new password once more")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class OtherPasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["oldpassword"].label = _("Your password now")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = LONG_ENOUGH
        self.fields["password2"].label = _("The new password once more")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
