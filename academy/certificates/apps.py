from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "academy.certificates"
    label = "certificates"

    def ready(self) -> None:
        from academy.certificates import receivers  # noqa: F401
