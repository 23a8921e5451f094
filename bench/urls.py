from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from academy import urls
from bench import floors

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500

urlpatterns = [
    path("bench/bare/", floors.bare),
    path("bench/signed-in/", floors.signed_in),
    path("bench/write/", floors.write),
    *i18n_patterns(path("bench/page/<path:path>", floors.bare_page)),
    *urls.urlpatterns,
]
