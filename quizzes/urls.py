from django.urls import path

from quizzes import views

urlpatterns = [
    path("learn/quizzes/<int:work_id>/start/", views.start, name="attempt_start"),
    path("learn/attempts/<int:pk>/", views.attempt, name="attempt"),
    path("learn/attempts/<int:pk>/questions/<int:number>/", views.question, name="attempt_question"),
    path("learn/attempts/<int:pk>/review/", views.review, name="attempt_review"),
    path("learn/attempts/<int:pk>/submit/", views.submit, name="attempt_submit"),
    path("learn/attempts/<int:pk>/result/", views.result, name="attempt_result"),
]
