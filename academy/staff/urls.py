"""Signing in, and coming in for the first time.

allauth does the former; only the pages that the academy offers have an address.
"""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.urls import path, re_path

from academy.staff import views


@login_not_required
def closed(request: HttpRequest) -> None:
    """allauth looks these addresses up by name; people are made by the organisation, so nobody finds them."""
    raise Http404


urlpatterns = [
    path("sign-in/", login_not_required(account.login), name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-up/", closed, name="account_signup"),
    path("sign-in/inactive/", login_not_required(account.account_inactive), name="account_inactive"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/forgotten/", login_not_required(account.password_reset), name="account_reset_password"),
    path("password/sent/", login_not_required(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        login_not_required(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/changed/",
        login_not_required(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("invitation/", views.enter_code, name="invitation_code"),
    path("invitation/password/", views.choose_password, name="invitation_password"),
    path("invitation/<str:secret>/", views.open_invitation, name="invitation"),
    path("team/people/<int:pk>/invitation/", views.invite, name="invite"),
]
