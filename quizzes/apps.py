from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from academy.skills.citing import register_kind
        from quizzes import citing, receivers  # noqa: F401
        from quizzes.models import QuestionText

        register_kind(citing.KIND, citing.questions)
        # The CMS offers to delete no image that something on record uses: earlier versions use theirs.
        ReferenceIndex.register_model(QuestionText)
