from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "academy.assignments"
    label = "assignments"

    def ready(self) -> None:
        from academy.assignments import receivers  # noqa: F401
