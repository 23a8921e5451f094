"""The test suite: quick hashes, tasks at once, nothing kept."""

import base64
import tempfile
from pathlib import Path

from academy.settings.base import *

SECRET_KEY = "only-for-tests-" + "x" * 50
DEMO_PASSWORD = "a-password-for-tests"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default", "bulk"]}}
LOOPBACK_ENDPOINTS = True
VAPID_PRIVATE_KEY = base64.urlsafe_b64encode(b"a key of 32 bytes only for tests").decode()
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="academy-media-"))
