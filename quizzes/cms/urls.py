from django.urls import path

from quizzes.cms import duplicates, regrading, versions

urlpatterns = [
    path("quizzes/questions/duplicates/", duplicates.listing, name="quizzes_duplicates"),
    path("quizzes/questions/<int:pk>/versions/", versions.listing, name="quizzes_versions"),
    path("quizzes/questions/<int:pk>/regrade/", regrading.ask, name="quizzes_regrade_ask"),
    path("quizzes/regrades/", regrading.listing, name="quizzes_regrades"),
    path("quizzes/regrades/<int:pk>/", regrading.detail, name="quizzes_regrade"),
    path("quizzes/regrades/<int:pk>/agree/", regrading.agree, name="quizzes_regrade_agree"),
    path("quizzes/regrades/<int:pk>/refuse/", regrading.refuse, name="quizzes_regrade_refuse"),
]
