from django.urls import path

from academy.policies import views

urlpatterns = [
    path("learn/policies/<int:text_id>/acknowledge/", views.acknowledge, name="acknowledge"),
]
