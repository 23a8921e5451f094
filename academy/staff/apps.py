from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "academy.staff"
    label = "staff"
