"""Production as it is, with the floors beside it. bench/surroundings.py sets the environment that it reads."""

import os

from academy.settings.production import *  # noqa: F403
from academy.settings.production import BASE_DIR, CACHES, MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "templates"]}]

# A run never meets what another one has cached.
CACHES["default"]["KEY_PREFIX"] = os.environ["BENCH_PREFIX"]

# Files are not measured and not collected: the proxy serves them.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
