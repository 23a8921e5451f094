from django.urls import path

from quizzes import views
from quizzes.marking import views as marking
from quizzes.statistics import views as statistics

urlpatterns = [
    path("learn/quizzes/<int:work_id>/start/", views.start, name="attempt_start"),
    path("learn/attempts/<int:pk>/", views.attempt, name="attempt"),
    path("learn/attempts/<int:pk>/pages/<int:number>/", views.page, name="attempt_page"),
    path("learn/attempts/<int:pk>/clock/", views.clock, name="attempt_clock"),
    path("learn/attempts/<int:pk>/review/", views.review, name="attempt_review"),
    path("learn/attempts/<int:pk>/submit/", views.submit, name="attempt_submit"),
    path("learn/attempts/<int:pk>/result/", views.result, name="attempt_result"),
    path("learn/corrections/<int:regrade>/quizzes/<int:work>/", views.corrected, name="corrected"),
    path("quizzes/<int:work_id>/statistics/", statistics.statistics, name="quiz_statistics"),
    path("quizzes/<int:work_id>/statistics/attempts/", statistics.attempts, name="quiz_statistics_attempts"),
    path("marking/", marking.queue, name="marking"),
    path("marking/next/", marking.take_next, name="marking_next"),
    path("marking/marked/", marking.marked, name="marking_marked"),
    path("marking/agreement/", marking.agreement, name="marking_agreement"),
    path("marking/<int:pk>/", marking.desk, name="marking_desk"),
    path("marking/<int:pk>/take/", marking.take, name="marking_take"),
    path("marking/<int:pk>/give-back/", marking.give_back, name="marking_give_back"),
]
