"""Whoever enters the CMS may see how quizzes do; agents may not."""

from django.db import migrations

GROUPS = ("Editors", "Managers", "Administrators")


def give(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # Django would make both only after all migrations.
    content_type, _created = ContentType.objects.get_or_create(app_label="quizzes", model="quizstatistics")
    right, _created = Permission.objects.get_or_create(
        content_type=content_type,
        codename="view_statistics",
        defaults={"name": "Can see the statistics of quizzes"},
    )
    for group in Group.objects.filter(name__in=GROUPS):
        group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_quiz_index"),
        ("home", "0004_regrade_rights"),
        ("quizzes", "0007_statistics"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
