from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "academy.inbox"
    label = "inbox"

    def ready(self) -> None:
        from academy.inbox import receivers  # noqa: F401
