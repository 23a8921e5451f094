from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):
    """People come from the organisation: nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
