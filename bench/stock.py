"""Settings of a site as `wagtail start` and its Dockerfile give it in production: what the lesson page is measured by.

Over the same database and with the blocks of our lessons, which need our apps and template tags. Everything that we
tune is as it comes: connections opened for each request, sessions in the database, no cache that processes share,
Django's own sign-in, the middleware of the project template (but for redirects, which act on pages not found).
"""

import os

from academy.settings.production import *  # noqa: F403
from academy.settings.production import BASE_DIR, DATABASES, INSTALLED_APPS, TEMPLATES
from bench.settings import STORAGES  # noqa: F401

INSTALLED_APPS = [name for name in INSTALLED_APPS if not name.startswith("allauth")]  # it asks for its middleware
ROOT_URLCONF = "bench.stock_urls"
TUNED = {"OPTIONS", "CONN_MAX_AGE", "CONN_HEALTH_CHECKS"}
DATABASES = {"default": {name: value for name, value in DATABASES["default"].items() if name not in TUNED}}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "KEY_PREFIX": os.environ["BENCH_PREFIX"]}
}
CACHES["content"] = CACHES["default"]  # is never asked: nothing of ours serves here
SESSION_ENGINE = "django.contrib.sessions.backends.db"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
WAGTAIL_I18N_ENABLED = False
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        **TEMPLATES[0],
        "DIRS": [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "templates"],
        "OPTIONS": {
            **TEMPLATES[0]["OPTIONS"],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
