from django.apps import AppConfig


class StarterConfig(AppConfig):
    name = "academy.starter"
    label = "starter"
