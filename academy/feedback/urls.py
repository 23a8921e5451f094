from django.urls import path

from academy.feedback import views

urlpatterns = [
    path("learn/courses/<int:work_id>/feedback/", views.course_feedback, name="course_feedback"),
    path("pulse/", views.pulse, name="pulse"),
]
