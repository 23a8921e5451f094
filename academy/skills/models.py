"""The managed vocabulary of skills: what units, questions and policies are about."""

from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase
from wagtail.admin.panels import FieldPanel


class Skill(TagBase):
    """A tag that editors choose and cannot make up while tagging."""

    free_tagging = False
    panels = [FieldPanel("name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
