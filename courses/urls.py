from django.urls import path

from courses import views

urlpatterns = [
    path("learn/courses/<int:work_id>/renew/", views.renew_course, name="renew_course"),
    path("learn/courses/<int:work_id>/request/", views.request_course, name="request_course"),
    path("learn/lessons/<int:work_id>/done/", views.finish_lesson, name="finish_lesson"),
]
