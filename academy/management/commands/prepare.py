from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from academy import triggers
from academy.inbox.channels import vapid


class Command(BaseCommand):
    help = "Make the database and load the starter academy. Does nothing where nothing is missing."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        for place in (settings.VAR_DIR, settings.STATIC_ROOT):  # WhiteNoise warns where the latter is missing
            Path(place).mkdir(parents=True, exist_ok=True)
        if unapplied() or not settled():
            self.stdout.write("Preparing the database …")
            call_command("migrate", interactive=False, verbosity=0, stdout=self.stdout)
        vapid.key()
        call_command("load_starter", stdout=self.stdout)


def unapplied() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def settled() -> bool:
    """Whether what follows a migration was done too: a process killed in between leaves no permissions or triggers.

    They are made app by app, so those of the last model tell.
    """
    if triggers.missing():
        return False
    last = apps.get_models()[-1]._meta
    permissions = Permission.objects.filter(content_type__app_label=last.app_label)
    return permissions.filter(content_type__model=last.model_name).exists()
