from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from academy.feedback import cms


class FeedbackItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(page_permission_policy.user_has_any_permission(request.user, {"change", "publish"}))


@hooks.register("register_reports_menu_item")
def add_feedback() -> MenuItem:
    return FeedbackItem(
        _("Feedback on courses"), reverse("feedback_on_courses"), name="feedback", icon_name="comment", order=800
    )


@hooks.register("register_admin_urls")
def add_pages() -> list[URLPattern]:
    return [
        path("reports/feedback/", cms.listing, name="feedback_on_courses"),
        path("reports/feedback/<int:work_id>/", cms.course, name="feedback_on_course"),
    ]
