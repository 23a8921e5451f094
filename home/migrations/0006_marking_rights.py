"""Who marks written answers: managers and administrators, of the people they see. Administrators settle disputes."""

from django.db import migrations

RIGHTS = {
    "mark_responses": ("Can mark the written answers of the people whose records they see", ["Managers", "Administrators"]),
    "settle_marks": ("Can settle what markers disagree on, and correct marks", ["Administrators"]),
}


def give_rights(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # Django would make both only after all migrations.
    content_type, _created = ContentType.objects.get_or_create(app_label="quizzes", model="writtenanswer")
    for codename, (name, groups) in RIGHTS.items():
        right, _created = Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        for group in Group.objects.filter(name__in=groups):
            group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("home", "0005_statistics_right"), ("quizzes", "0012_marking")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
