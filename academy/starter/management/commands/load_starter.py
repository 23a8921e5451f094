from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from academy.starter.demo import load_demo
from academy.starter.loading import Loader


class Command(BaseCommand):
    help = "Load the starter academy. May be run any number of times; never overwrites what editors have changed."

    def handle(self, **options: Any) -> None:
        Loader(self.stdout.write).load()
        if getattr(settings, "DEMO_PASSWORD", None):
            load_demo(settings.DEMO_PASSWORD, self.stdout.write)
