from django.db import migrations


def make_front_page(apps, schema_editor):
    """Put the academy's front page in the place of Wagtail's welcome page."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("home", "HomePage")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")

    Page.objects.filter(depth=2, slug="home", url_path="/home/").delete()
    Page.objects.filter(depth=1).update(numchild=1)
    root = Page.objects.get(depth=1)
    home = HomePage.objects.create(
        title="Academy",
        draft_title="Academy",
        slug="home",
        content_type=ContentType.objects.get_or_create(model="homepage", app_label="home")[0],
        path=f"{root.path}0001",
        depth=2,
        numchild=0,
        url_path="/home/",
        locale=Locale.objects.get(language_code="en"),
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "Academy"}
    )


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(make_front_page, migrations.RunPython.noop)]
