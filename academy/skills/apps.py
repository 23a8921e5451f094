from django.apps import AppConfig


class SkillsConfig(AppConfig):
    name = "academy.skills"
    label = "skills"
