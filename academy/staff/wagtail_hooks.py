from wagtail.snippets.models import register_snippet

from academy.staff.viewsets import PeopleGroup

register_snippet(PeopleGroup)
