from django.urls import path

from assessments.views import activity, grade, positioning, quiz, submission

app_name = "assessments"

urlpatterns = [
    path(
        "heures/<int:enrolment_id>/distance/export/<str:kind>/",
        activity.export,
        name="activity_export",
    ),
    path("parcours/modules/<int:module_id>/quiz/", quiz.answer, name="quiz"),
    path(
        "parcours/modules/<int:module_id>/quiz/<int:attempt_id>/", quiz.result, name="quiz_attempt"
    ),
    path("parcours/modules/<int:module_id>/synthese/", submission.write, name="synthesis"),
    path("positionnement/<int:enrolment_id>/quiz/", positioning.overview, name="positioning"),
    path(
        "positionnement/<int:enrolment_id>/quiz/<int:module_id>/",
        positioning.answer,
        name="positioning_quiz",
    ),
    path("a-corriger/", grade.open_first, name="marking"),
    path("a-corriger/toutes/", grade.queue, name="marking_list"),
    path("a-corriger/<int:submission_id>/", grade.mark, name="mark"),
]
