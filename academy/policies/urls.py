from django.urls import path

from academy.policies import asking_views, views

urlpatterns = [
    path("learn/policies/<int:text_id>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("learn/policies/files/<int:pk>/", views.attachment, name="policy_file"),
    path("learn/policies/approvals/<int:pk>/", views.to_approval, name="to_policy_approval"),
    path("learn/policies/<int:pk>/review/", views.to_review, name="to_policy_review"),
    path("learn/checks/", views.to_checks, name="to_citations"),
    path("policy/<int:work_id>/versions/", views.history, name="policy_history"),
    path("policy/<int:work_id>/versions/<int:number>/", views.version, name="policy_version"),
    path("policy/texts/<int:text_id>/decline/", views.decline, name="policy_decline"),
    path("policy/texts/<int:text_id>/clauses/<str:clause_id>/ask/", asking_views.ask, name="policy_ask"),
    path("policy/declines/<int:pk>/", views.declined, name="policy_declined"),
    path("policy/questions/", asking_views.mine, name="my_policy_questions"),
    path("policy/questions/all/", asking_views.to_answer, name="policy_questions"),
    path("policy/questions/<int:pk>/", asking_views.answer, name="policy_question"),
    path("team/people/<int:pk>/policies/<int:work_id>/acknowledge/", views.acknowledge_for, name="acknowledge_for"),
]
