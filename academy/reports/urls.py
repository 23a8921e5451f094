from django.urls import path

from academy.reports import views

urlpatterns = [
    path("team/", views.team, name="team"),
    path("team/work/<int:work_id>/", views.team_work, name="team_work"),
    path("team/people/<int:pk>/", views.person, name="person"),
]
