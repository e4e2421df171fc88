from django.urls import path

from training.views import cohort, gate, hours, lesson, media, moving, positioning, session

app_name = "training"

urlpatterns = [
    path("parcours/lecons/<int:module_id>/<slug:slug>/", lesson.lesson, name="lesson"),
    path("parcours/lecons/<int:module_id>/<slug:slug>/lu/", lesson.read, name="read"),
    path("parcours/medias/<str:kind>/<int:file_id>/", media.media, name="media"),
    # Where the editor looks for pictures (MEDIA_URL).
    path("media/<path:name>", media.editor_picture, name="editor_picture"),
    path("heures/", hours.overview, name="hours_overview"),
    path("heures/<int:enrolment_id>/", hours.detail, name="hours"),
    path("heures/<int:enrolment_id>/export/<str:kind>/", hours.export, name="hours_export"),
    path("modules-ouverts/<int:enrolment_id>/", gate.modules, name="gates"),
    path("positionnement/<int:enrolment_id>/", positioning.overview, name="positioning"),
    path("positionnement/<int:enrolment_id>/competences/", positioning.place, name="place"),
    path("positionnement/<int:enrolment_id>/acquis/", positioning.declare, name="prior"),
    path(
        "positionnement/<int:enrolment_id>/acquis/<int:prior_id>/retirer/",
        positioning.withdraw,
        name="prior_withdraw",
    ),
    path(
        "positionnement/<int:enrolment_id>/modules/<int:module_id>/",
        positioning.decide,
        name="exemption",
    ),
    path("seances/", session.sessions, name="sessions"),
    path("seances/nouvelle/", session.new, name="session_new"),
    path("seances/<int:session_id>/", session.session, name="session"),
    path("promotions/nouvelle/", cohort.new, name="cohort_new"),
    path("promotions/<int:cohort_id>/inscrire/", cohort.enrol_in, name="enrol"),
    path("promotions/<int:cohort_id>/changer-de-version/", moving.choose, name="moving"),
    path("promotions/<int:cohort_id>/changer-de-version/<int:number>/", moving.move, name="move"),
    path("parcours/changements/<int:move_id>/", moving.difference, name="difference"),
    path("cabinets/nouveau/", cohort.new_practice, name="practice_new"),
]
