from django.urls import path

from courses import views

urlpatterns = [
    path("learn/lessons/<int:work_id>/done/", views.finish_lesson, name="finish_lesson"),
]
