"""What `manage.py check` looks at beyond Django's own checks; those with `deploy` hold in production only.

What production cannot even start with is refused by academy/settings/production.py.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.http.request import validate_host

FIRST = "academy.health.HealthMiddleware"
GATE = "django.contrib.auth.middleware.LoginRequiredMiddleware"


@register(Tags.security)
def everything_needs_a_sign_in(**kwargs: Any) -> list[CheckMessage]:
    if GATE in settings.MIDDLEWARE:
        return []
    return [Error(f"{GATE} is not in MIDDLEWARE: every view would be public.", id="academy.E001")]


@register(Tags.compatibility)
def health_is_asked_first(**kwargs: Any) -> list[CheckMessage]:
    if settings.MIDDLEWARE[:1] == [FIRST]:
        return []
    hint = "A load balancer asks by address and without https: what stands before would send it away."
    return [Error(f"{FIRST} is not the first in MIDDLEWARE.", hint=hint, id="academy.E002")]


@register(Tags.security, deploy=True)
def no_demo_accounts(**kwargs: Any) -> list[CheckMessage]:
    if not getattr(settings, "DEMO_PASSWORD", None):
        return []
    return [Error("DEMO_PASSWORD is set: the demo accounts are not for production.", id="academy.E003")]


@register(Tags.security, deploy=True)
def links_lead_here(**kwargs: Any) -> list[CheckMessage]:
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""
    if validate_host(host, settings.ALLOWED_HOSTS):
        return []
    hint = "The links in our e-mails start with BASE_URL."
    return [Error(f"The host of BASE_URL ({host}) is not in ALLOWED_HOSTS.", hint=hint, id="academy.E004")]


@register(Tags.compatibility, deploy=True)
def tasks_go_to_a_worker(**kwargs: Any) -> list[CheckMessage]:
    backend = settings.TASKS["default"]["BACKEND"]
    if "immediate" not in backend and "dummy" not in backend:
        return []
    return [Error(f"TASKS uses {backend}: no worker would do the background work.", id="academy.E005")]


@register(Tags.translation, deploy=True)
def every_language_is_compiled(**kwargs: Any) -> list[CheckMessage]:
    translated = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    missing = [code for code in translated if not _compiled(code)]
    if not missing:
        return []
    return [Error(f"Not compiled: {', '.join(missing)}.", hint="Run `make messages`.", id="academy.E006")]


def _compiled(code: str) -> bool:
    return any((Path(place) / code / "LC_MESSAGES" / "django.mo").exists() for place in settings.LOCALE_PATHS)


@register(Tags.compatibility, deploy=True)
def mail_is_sent(**kwargs: Any) -> list[CheckMessage]:
    if settings.EMAIL_BACKEND != "django.core.mail.backends.filebased.EmailBackend":
        return []
    return [Warning("E-mails are written to files.", hint="Name a server in EMAIL_HOST.", id="academy.W001")]
