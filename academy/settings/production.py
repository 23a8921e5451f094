"""Production: everything from the environment, and no start with an insecure setting.

SECRET_KEY, ALLOWED_HOSTS (commas) and BASE_URL are required; DATABASE_URL, CACHE_URL, EMAIL_URL parts are optional.
"""

import os

from django.core.exceptions import ImproperlyConfigured

from academy.settings.base import *


def required(name: str, why: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"Set {name} in the environment: {why}.")
    return value


if os.environ.get("DEBUG", "").lower() in {"1", "true", "yes"}:
    raise ImproperlyConfigured("DEBUG shows the site's inside to strangers: unset it, or use academy.settings.dev.")

SECRET_KEY = required("SECRET_KEY", "it signs sessions and links; at least 50 random characters")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("django-insecure"):
    raise ImproperlyConfigured("SECRET_KEY is too weak: at least 50 random characters are needed.")

ALLOWED_HOSTS = [
    host.strip() for host in required("ALLOWED_HOSTS", "the names under which the site is reached").split(",")
]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts: '*' lets anybody choose the links in our e-mails.")

WAGTAILADMIN_BASE_URL = required("BASE_URL", "the address that stands in e-mails, such as https://academy.example.com")
PLAIN_HTTP = os.environ.get("PLAIN_HTTP", "").lower() in {"1", "true", "yes"}
if not WAGTAILADMIN_BASE_URL.startswith("https://") and not PLAIN_HTTP:
    raise ImproperlyConfigured("BASE_URL is not https. Where that is really meant, say so with PLAIN_HTTP=1.")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SESSION_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_SECURE = not PLAIN_HTTP
LANGUAGE_COOKIE_SECURE = not PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not PLAIN_HTTP
SECURE_HSTS_PRELOAD = not PLAIN_HTTP
# How many proxies stand before us: sign-in limits count by the address that the first of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0" if PLAIN_HTTP else "1"))
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if PLAIN_HTTP else "https"
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL.rstrip("/")]

# Wagtail shows previews in a frame of the same site; other sites are kept out by SAMEORIGIN and frame-ancestors.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

if os.environ.get("EMAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = os.environ["EMAIL_HOST"]
    EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
    EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
    EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "1") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Academy <academy@localhost>")
