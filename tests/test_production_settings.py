"""Production does not start with an insecure setting, and says in one sentence which."""

import os
import subprocess
import sys
import tempfile

import pytest

GOOD = {
    "SECRET_KEY": "kZ3vQ9xW1rT7yU5iO2pA8sD4fG6hJ0lMnBvCxZaQwErTyUiOpAsD",
    "ALLOWED_HOSTS": "academy.example",
    "BASE_URL": "https://academy.example",
    "EMAIL_HOST": "mail.academy.example",
}


def start(*command: str, **changes: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "ACADEMY_VAR": tempfile.gettempdir(),
        "DJANGO_SETTINGS_MODULE": "academy.settings.production",
        **GOOD,
        **changes,
    }
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "academy.example,*"}, "ALLOWED_HOSTS"),
        ({"BASE_URL": ""}, "BASE_URL"),
        ({"BASE_URL": "http://academy.example"}, "PLAIN_HTTP"),
        ({"DEBUG": "1"}, "DEBUG"),
    ],
)
def test_a_bad_setting_is_refused(changes: dict[str, str], named: str) -> None:
    ended = start("-c", "from django.conf import settings; settings.SECRET_KEY", **changes)
    assert ended.returncode != 0
    assert named in ended.stderr.strip().splitlines()[-1]


def test_the_web_process_says_it_without_a_traceback() -> None:
    ended = start("-m", "gunicorn", "-c", "academy/gunicorn.py", "academy.wsgi", ALLOWED_HOSTS="")
    assert ended.returncode == 1
    assert "Error: Set ALLOWED_HOSTS" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_good_settings_pass_the_checks() -> None:
    ended = start("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert ended.returncode == 0, ended.stderr
