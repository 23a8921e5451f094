from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from academy import views
from academy.certificates.urls import root_urlpatterns as badge_patterns
from academy.documents import serve_document
from academy.inbox.urls import root_urlpatterns as inbox_patterns
from academy.media import serve_media
from home.urls import root_urlpatterns as home_patterns

handler400 = "academy.errors.bad_request"
handler403 = "academy.errors.forbidden"
handler404 = "academy.errors.not_found"
handler500 = "academy.errors.server_error"

urlpatterns = [
    path("", views.front_door, name="front_door"),
    path("language/", views.choose_language, name="choose_language"),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", serve_document, name="document"),
    path("documents/", include(wagtaildocs_urls)),  # which names the same address for `Document.url`
    *inbox_patterns,
    *home_patterns,
    *badge_patterns,
    re_path(rf"^{settings.MEDIA_URL.lstrip('/')}(?P<path>.+)$", serve_media, name="media"),
]

urlpatterns += i18n_patterns(
    path("", include("academy.staff.urls")),
    path("", include("academy.inbox.urls")),
    path("", include("academy.assignments.urls")),
    path("", include("academy.certificates.urls")),
    path("", include("quizzes.urls")),
    path("", include("academy.policies.urls")),
    path("", include("courses.urls")),
    path("", include("academy.feedback.urls")),
    path("", include("academy.reports.urls")),
    path("", include("home.urls")),
    re_path(wagtail_urls.serve_pattern, views.serve_page, name="wagtail_serve"),
)
