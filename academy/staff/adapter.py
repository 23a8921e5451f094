from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

WRONG = _("The user name, the e-mail or the password is not right. Check them; capital letters count in a password.")


class StaffAccountAdapter(DefaultAccountAdapter):
    """People come from the organisation: nobody signs up. What allauth says, it says in our words and languages."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. If that is a mistake, ask an administrator."),
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "rate_limited": _("Too many requests. Wait a minute, then try again."),
        "enter_current_password": _("That is not your present password."),
        "incorrect_password": _("That is not your present password."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
