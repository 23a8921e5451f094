from django.apps import AppConfig


class AcademyConfig(AppConfig):
    name = "academy"

    def ready(self) -> None:
        from academy import checks, content  # noqa: F401  registers the system checks and the signals
