import pytest

from academy import checks


def test_the_project_passes() -> None:
    assert checks.everything_needs_a_sign_in() == checks.health_is_asked_first() == []


@pytest.mark.parametrize(
    ("check", "change"),
    [
        (checks.everything_needs_a_sign_in, {"MIDDLEWARE": ["academy.health.HealthMiddleware"]}),
        (checks.health_is_asked_first, {"MIDDLEWARE": ["django.middleware.security.SecurityMiddleware"]}),
        (checks.no_demo_accounts, {"DEMO_PASSWORD": "a password for everybody"}),
        (
            checks.links_lead_here,
            {"ALLOWED_HOSTS": ["academy.example"], "WAGTAILADMIN_BASE_URL": "https://other.example"},
        ),
        (
            checks.tasks_go_to_a_worker,
            {"TASKS": {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}},
        ),
        (checks.every_language_is_compiled, {"LOCALE_PATHS": []}),
        (checks.mail_is_sent, {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}),
    ],
)
def test_what_production_refuses(settings, check, change: dict) -> None:
    for name, value in change.items():
        setattr(settings, name, value)
    assert check()
