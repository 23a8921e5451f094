"""`make run` and `manage.py` on a developer's machine: no environment needed. DEBUG=1 shows Django's error pages."""

import os
import secrets

from academy.settings.base import *
from academy.settings.base import CACHES, VAR_DIR


def kept(name: str, length: int) -> str:
    """A random value that is made once and kept in var/, so that no secret stands in the repository."""
    path = VAR_DIR / name
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(length))
    return path.read_text().strip()


LOOPBACK_ENDPOINTS = True
DEBUG = os.environ.get("DEBUG") == "1"
if DEBUG:  # a template that is being written is shown as it is now
    CACHES["content"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
SECRET_KEY = kept("secret_key", 50)
DEMO_PASSWORD = os.environ.get("DEMO_PASSWORD") or kept("demo_password", 9)
