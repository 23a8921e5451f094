from django.urls import path

from academy.inbox import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.mark_all_read, name="inbox_read"),
    path("inbox/<int:pk>/", views.open_notice, name="open_notice"),
]
