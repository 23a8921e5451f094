from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from academy.skills.citing import register_kind
        from courses import citing, receivers  # noqa: F401

        register_kind(citing.KIND, citing.lessons)
