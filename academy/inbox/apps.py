from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "academy.inbox"
    label = "inbox"
