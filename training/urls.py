from django.urls import path

from training.views import cohort, hours, lesson, session

app_name = "training"

urlpatterns = [
    path("parcours/lecons/<int:module_id>/<slug:slug>/", lesson.lesson, name="lesson"),
    path("parcours/lecons/<int:module_id>/<slug:slug>/lu/", lesson.read, name="read"),
    path("heures/", hours.overview, name="hours_overview"),
    path("heures/<int:enrolment_id>/", hours.detail, name="hours"),
    path("heures/<int:enrolment_id>/export/<str:kind>/", hours.export, name="hours_export"),
    path("seances/", session.sessions, name="sessions"),
    path("seances/nouvelle/", session.new, name="session_new"),
    path("seances/<int:session_id>/", session.session, name="session"),
    path("promotions/nouvelle/", cohort.new, name="cohort_new"),
    path("promotions/<int:cohort_id>/inscrire/", cohort.enrol_in, name="enrol"),
    path("cabinets/nouveau/", cohort.new_practice, name="practice_new"),
]
