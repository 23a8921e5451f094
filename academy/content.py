"""The content stamp: what moves it, and how to read it."""

from datetime import datetime

from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.connection import ConnectionProxy
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Locale, Page, PageViewRestriction, Site, TranslatableMixin
from wagtail.signals import page_published, page_unpublished, post_page_move

from academy.models import BasePage, ContentStamp

# For what is the same for everybody. Its keys carry the content stamp, which every request reads from the database:
# so each process may keep its own, and a hit costs no round trip.
content_cache = ConnectionProxy(caches, "content")

# For rows that are never changed, and for what is only read by whoever gets it. What holds until something is
# published has the content stamp in its key as well.
frozen_cache = ConnectionProxy(caches, "frozen")


@receiver([page_published, page_unpublished, post_page_move])
def move_stamp(**kwargs: object) -> None:
    row, _created = ContentStamp.objects.get_or_create(pk=1)
    ContentStamp.objects.filter(pk=row.pk).update(number=F("number") + 1)


@receiver([post_save, post_delete])
def move_stamp_for_parts(sender: type, **kwargs: object) -> None:
    """Parts that pages show without being published with them, and pages that go away."""
    deleted_page = issubclass(sender, BasePage) and "created" not in kwargs
    if deleted_page or sender in {Document, Image, Locale, PageViewRestriction, Site}:
        move_stamp()


def stamp() -> int:
    """The present number. One query; a page request gets it with the page instead."""
    with connection.cursor() as cursor:  # by hand: composing the query takes ten times as long as answering it
        cursor.execute("SELECT number FROM academy_contentstamp")
        row = cursor.fetchone()
    return row[0] if row else 0


def publish_scheduled(at: datetime) -> None:
    """Publish and unpublish what editors scheduled for a moment that has come."""
    call_command("publish_scheduled", verbosity=0)


def is_source(instance: Page | TranslatableMixin) -> bool:
    """Whether a page or snippet is the one of which those with its translation key are translations."""
    first = type(instance).objects.filter(translation_key=instance.translation_key).order_by("pk").first()
    return first is None or first.pk == instance.pk
