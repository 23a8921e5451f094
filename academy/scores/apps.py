from django.apps import AppConfig


class ScoresConfig(AppConfig):
    name = "academy.scores"
    label = "scores"
