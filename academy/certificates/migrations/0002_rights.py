"""Who makes certificate rules: editors and administrators."""

from django.db import migrations

KEEP = ("add", "change", "delete", "view")


def give_rights(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # Django would make both only after all migrations.
    content_type, _created = ContentType.objects.get_or_create(app_label="certificates", model="certificaterule")
    for action in KEEP:
        right, _created = Permission.objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_certificaterule",
            defaults={"name": f"Can {action} certificate rule"},
        )
        for group in Group.objects.filter(name__in=["Editors", "Administrators"]):
            group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("home", "0006_marking_rights"), ("certificates", "0001_certificates")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
