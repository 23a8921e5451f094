from django.urls import path

from academy.assignments import views

urlpatterns = [path("learn/work/<int:pk>/", views.open_work, name="open_work")]
