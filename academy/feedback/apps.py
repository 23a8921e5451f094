from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "academy.feedback"
    label = "feedback"
