from django.apps import AppConfig


class AcademyConfig(AppConfig):
    name = "academy"

    def ready(self) -> None:
        from academy import background, checks, content  # noqa: F401  registers checks and signals
