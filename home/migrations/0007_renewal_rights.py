"""Who says how long what people did counts: whoever writes courses."""

from django.db import migrations

GROUPS = ("Editors", "Managers", "Administrators")
ACTIONS = ("add", "change", "delete", "view")


def give(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # Django would make both only after all migrations.
    content_type, _created = ContentType.objects.get_or_create(app_label="assignments", model="renewal")
    for action in ACTIONS:
        right, _created = Permission.objects.get_or_create(
            content_type=content_type, codename=f"{action}_renewal", defaults={"name": f"Can {action} renewal"}
        )
        for group in Group.objects.filter(name__in=GROUPS):
            group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("assignments", "0008_renewals"), ("home", "0006_marking_rights")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
