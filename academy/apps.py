from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AcademyConfig(AppConfig):
    name = "academy"

    def ready(self) -> None:
        from academy import background, checks, content, triggers  # noqa: F401  registers checks and signals

        post_migrate.connect(triggers.lay, sender=self)
