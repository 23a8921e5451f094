"""Who may do what in the CMS. Editors write; managers and administrators publish."""

from django.db import migrations

PAGES = {
    "Editors": ["add_page", "change_page"],
    "Managers": ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
    "Administrators": [
        "add_page",
        "change_page",
        "publish_page",
        "lock_page",
        "unlock_page",
        "bulk_delete_page",
    ],
}
FILES = {
    "Editors": ["add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"],
    "Managers": ["add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"],
    "Administrators": [
        "add_image",
        "change_image",
        "choose_image",
        "delete_image",
        "add_document",
        "change_document",
        "choose_document",
        "delete_document",
    ],
}
WRITE_QUESTIONS = ["quizzes.add_question", "quizzes.change_question", "quizzes.view_question"]
# wagtail-localize publishes what it translates, so it is for those who may publish.
TRANSLATE = ["wagtail_localize.submit_translation"]
LEAD = [
    "quizzes.publish_question",
    "assignments.add_assignmentrule",
    "assignments.change_assignmentrule",
    "assignments.view_assignmentrule",
    "staff.add_audience",
    "staff.change_audience",
    "staff.view_audience",
]
ADMINISTER = [
    "quizzes.delete_question",
    "staff.add_user",
    "staff.change_user",
    "staff.view_user",
    "staff.view_all_records",
    "staff.add_team",
    "staff.change_team",
    "staff.delete_team",
    "staff.view_team",
    "staff.add_jobrole",
    "staff.change_jobrole",
    "staff.delete_jobrole",
    "staff.view_jobrole",
    "staff.add_location",
    "staff.change_location",
    "staff.delete_location",
    "staff.view_location",
    "skills.add_skill",
    "skills.change_skill",
    "skills.delete_skill",
    "skills.view_skill",
    "auth.add_group",
    "auth.change_group",
    "auth.view_group",
    "wagtailcore.add_workflow",
    "wagtailcore.change_workflow",
    "wagtailcore.view_workflow",
    "wagtailcore.add_task",
    "wagtailcore.change_task",
    "wagtailcore.view_task",
    "wagtailcore.change_site",
    "wagtailcore.view_site",
    "wagtailcore.change_locale",
    "wagtailcore.view_locale",
]
CUSTOM = {"view_all_records": "user"}
ENTER = ["wagtailadmin.access_admin"]
RIGHTS = {
    "Agents": [],
    "Editors": ENTER + WRITE_QUESTIONS,
    "Managers": ENTER + WRITE_QUESTIONS + TRANSLATE + LEAD,
    "Administrators": ENTER + WRITE_QUESTIONS + TRANSLATE + LEAD + ADMINISTER,
}


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Page = apps.get_model("wagtailcore", "Page")
    Collection = apps.get_model("wagtailcore", "Collection")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")

    Group.objects.filter(name="Moderators").delete()
    root = Page.objects.get(depth=1)
    collection = Collection.objects.get(depth=1)
    for name, rights in RIGHTS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set([permission(apps, *right.split(".")) for right in rights])
        GroupPagePermission.objects.filter(group=group).delete()
        GroupCollectionPermission.objects.filter(group=group).delete()
        for codename in PAGES.get(name, []):
            GroupPagePermission.objects.create(
                group=group, page=root, permission=permission(apps, "wagtailcore", codename)
            )
        for codename in FILES.get(name, []):
            app = "wagtailimages" if codename.endswith("image") else "wagtaildocs"
            GroupCollectionPermission.objects.create(
                group=group, collection=collection, permission=permission(apps, app, codename)
            )
    make_review(apps, root)


def make_review(apps, root):
    """One step of review for every page and question: a manager or an administrator."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    Task = apps.get_model("wagtailcore", "Task")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowContentType = apps.get_model("wagtailcore", "WorkflowContentType")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")

    Workflow.objects.all().delete()
    Task.objects.all().delete()
    task = GroupApprovalTask.objects.create(
        name="Review",
        content_type=ContentType.objects.get_for_model(GroupApprovalTask),
    )
    task.groups.set(Group.objects.filter(name__in=["Managers", "Administrators"]))
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=root)
    question, _created = ContentType.objects.get_or_create(app_label="quizzes", model="question")
    WorkflowContentType.objects.create(workflow=workflow, content_type=question)


def permission(apps, app_label, codename):
    """A permission, made here where Django would make it only after all migrations."""
    Permission = apps.get_model("auth", "Permission")
    found = Permission.objects.filter(content_type__app_label=app_label, codename=codename).first()
    if found:
        return found
    action, _underscore, model = codename.partition("_")
    model = CUSTOM.get(codename, model)
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    return Permission.objects.create(content_type=content_type, codename=codename, name=f"Can {action} {model}")


class Migration(migrations.Migration):
    dependencies = [
        ("academy", "0001_initial"),
        ("assignments", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("courses", "0001_initial"),
        ("home", "0002_front_page"),
        ("inbox", "0001_initial"),
        ("policies", "0001_initial"),
        ("quizzes", "0001_initial"),
        ("skills", "0001_initial"),
        ("staff", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
