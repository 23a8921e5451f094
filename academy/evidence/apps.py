from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "academy.evidence"
    label = "evidence"
