from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    name = "academy.readiness"
    label = "readiness"
