from django.urls import path

from academy.certificates import views

urlpatterns = [
    path("my/certificates/", views.mine, name="certificates"),
    path("my/certificates/<int:pk>/badge/", views.badge, name="badge"),
    path("certificates/<int:pk>/pdf/", views.pdf, name="certificate_pdf"),
    path("certificates/<int:pk>/revoke/", views.revoke, name="revoke_certificate"),
    path("certificates/check/<str:code>/", views.check, name="check_certificate"),
    path("team/people/<int:pk>/certificates/", views.of_person, name="certificates_of"),
]

# Without a language: programs read them.
root_urlpatterns = [
    path("badges/issuer.json", views.issuer, name="badge_issuer"),
    path("badges/keys.json", views.public_keys, name="badge_keys"),
    path("badges/revocations.json", views.revocations, name="badge_revocations"),
    path("badges/achievements/<int:pk>.json", views.achievement, name="badge_achievement"),
    path("badges/badge.svg", views.picture, name="badge_picture"),
]
