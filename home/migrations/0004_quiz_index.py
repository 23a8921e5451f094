from uuid import UUID

from django.db import migrations

# That of the starter academy, which brings the translations.
KEY = UUID("c3c1fe36-061f-5160-9dfe-0752a6d44b6d")
STEP = 4
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def make_quiz_index(apps, schema_editor):
    """Give the academy a place for quizzes that belong to no course."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    QuizIndexPage = apps.get_model("quizzes", "QuizIndexPage")
    Site = apps.get_model("wagtailcore", "Site")

    site = Site.objects.filter(is_default_site=True).first()
    if site is None or QuizIndexPage.objects.exists():
        return
    home = Page.objects.get(pk=site.root_page_id)
    children = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1).order_by("path")
    taken = set(children.values_list("slug", flat=True))
    slug = next(name for name in ("quizzes", "quiz-index", "other-quizzes") if name not in taken)
    last = children.last()
    QuizIndexPage.objects.create(
        title="Quizzes",
        draft_title="Quizzes",
        intro="Questions that belong to no single course. Take your time; what you answered is saved.",
        slug=slug,
        content_type=ContentType.objects.get_or_create(model="quizindexpage", app_label="quizzes")[0],
        path=home.path + after(last.path[-STEP:] if last else "0" * STEP),
        depth=home.depth + 1,
        numchild=0,
        url_path=f"{home.url_path}{slug}/",
        locale=home.locale,
        translation_key=KEY,
    )
    Page.objects.filter(pk=home.pk).update(numchild=home.numchild + 1)


def after(step):
    """The next place among siblings, as the tree numbers them."""
    number = int(step, 36) + 1
    return "".join(DIGITS[number // 36**place % 36] for place in reversed(range(STEP)))


class Migration(migrations.Migration):
    dependencies = [("home", "0003_groups"), ("quizzes", "0006_quiz_index")]

    operations = [migrations.RunPython(make_quiz_index, migrations.RunPython.noop)]
