from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "academy.policies"
    label = "policies"

    def ready(self) -> None:
        from academy.policies import receivers  # noqa: F401
