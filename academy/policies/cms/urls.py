from django.urls import path

from academy.policies.cms import approval, publishing, review, withdrawing

urlpatterns = [
    path("policies/<int:pk>/publish/<int:revision_id>/", publishing.confirm, name="policies_publish"),
    path("policies/<int:pk>/withdraw/", withdrawing.withdraw, name="policies_withdraw"),
    path("policies/<int:pk>/review/", review.review, name="policies_review"),
    path("policies/approvals/<int:pk>/", approval.detail, name="policies_approval"),
    path("policies/approvals/<int:pk>/agree/", approval.agree, name="policies_approval_agree"),
    path("policies/approvals/<int:pk>/send-back/", approval.send_back, name="policies_approval_send_back"),
]
