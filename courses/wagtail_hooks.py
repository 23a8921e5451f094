"""Courses, learning paths, lessons and quizzes as lists in the CMS, beside the page tree."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet

from courses.models import CoursePage, LearningPathPage, LessonPage
from quizzes.models import QuizPage

TITLE = PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title")
PARENT = ParentPageColumn("parent", label=_("Belongs to"))
MINUTES = Column("minutes", label=_("Minutes"), sort_key="minutes")
UPDATED = DateColumn("latest_revision_created_at", label=_("Last changed"), sort_key="latest_revision_created_at")
STATUS = PageStatusColumn("status", label=_("Status"), sort_key="live")


class CourseListing(PageListingViewSet):
    model = CoursePage
    name = "course_list"
    icon = "folder-open-1"
    menu_label = _("All courses")
    columns = [TITLE, UPDATED, STATUS]


class LessonListing(PageListingViewSet):
    model = LessonPage
    name = "lesson_list"
    icon = "doc-full"
    menu_label = _("Lessons")
    columns = [TITLE, PARENT, MINUTES, UPDATED, STATUS]


class QuizListing(PageListingViewSet):
    model = QuizPage
    name = "quiz_list"
    icon = "tick-inverse"
    menu_label = _("Quizzes")
    columns = [TITLE, PARENT, Column("pass_mark", label=_("Pass mark"), sort_key="pass_mark"), UPDATED, STATUS]


class PathListing(PageListingViewSet):
    model = LearningPathPage
    name = "path_list"
    icon = "list-ol"
    menu_label = _("Learning paths")
    columns = [TITLE, UPDATED, STATUS]


class TeachingGroup(ViewSetGroup):
    menu_label = _("Courses")
    menu_icon = "folder-open-1"
    menu_order = 200
    items = (CourseListing(), PathListing(), LessonListing(), QuizListing())


@hooks.register("register_admin_viewset")
def register_lists() -> TeachingGroup:
    return TeachingGroup()
