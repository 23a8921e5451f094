"""Who keeps work calendars: administrators. Who keeps leave: managers, of their people, and administrators."""

from django.db import migrations

KEEP = ("add", "change", "delete", "view")
RIGHTS = {"absence": ["Managers", "Administrators"], "workcalendar": ["Administrators"]}


def give_rights(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for model, groups in RIGHTS.items():
        # Django would make both only after all migrations.
        content_type, _created = ContentType.objects.get_or_create(app_label="staff", model=model)
        for action in KEEP:
            right, _created = Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
            )
            for group in Group.objects.filter(name__in=groups):
                group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("home", "0006_marking_rights"), ("staff", "0003_calendars_and_audiences")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
