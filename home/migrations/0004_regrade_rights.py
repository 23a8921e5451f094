"""Who may correct grades: editors and managers ask for it; managers and administrators agree to what takes a pass."""

from importlib import import_module

from django.db import migrations

permission = import_module("home.migrations.0003_groups").permission

RIGHTS = {
    "Editors": ["add_regrade"],
    "Managers": ["add_regrade", "approve_regrade"],
    "Administrators": ["add_regrade", "approve_regrade"],
}


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for group in Group.objects.filter(name__in=RIGHTS):
        group.permissions.add(*(permission(apps, "quizzes", codename) for codename in RIGHTS[group.name]))


class Migration(migrations.Migration):
    dependencies = [("home", "0003_groups"), ("quizzes", "0005_regrading")]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
