from django.urls import path

from academy.skills import cms

urlpatterns = [
    path("citations/", cms.listing, name="citations_to_check"),
    path("citations/<int:pk>/checked/", cms.checked, name="citation_checked"),
]
