from django.urls import path

from training.views import (
    agenda,
    calendar,
    calendar_settings,
    cohort,
    gate,
    hours,
    lesson,
    media,
    moving,
    planning,
    session,
)

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
    path("seances/", session.sessions, name="sessions"),
    path("seances/nouvelle/", session.new, name="session_new"),
    path("seances/<int:session_id>/", session.session, name="session"),
    path("promotions/nouvelle/", cohort.new, name="cohort_new"),
    path("promotions/<int:cohort_id>/inscrire/", cohort.enrol_in, name="enrol"),
    path("promotions/<int:cohort_id>/changer-de-version/", moving.choose, name="moving"),
    path("promotions/<int:cohort_id>/changer-de-version/<int:number>/", moving.move, name="move"),
    path("promotions/<int:cohort_id>/calendrier/", calendar.calendar, name="calendar"),
    path("promotions/<int:cohort_id>/calendrier/annoncer/", calendar.tell, name="announce"),
    path("promotions/<int:cohort_id>/calendrier/phases/", planning.phases, name="phases"),
    path(
        "promotions/<int:cohort_id>/calendrier/phases/<int:phase_id>/retirer/",
        planning.remove, name="phase_remove",
    ),
    path("promotions/<int:cohort_id>/calendrier/planifier/", planning.plan, name="planning"),
    path("promotions/<int:cohort_id>/calendrier/retirer/", planning.unplan, name="unplan"),
    path("seances/<int:session_id>/modifier/", calendar.change, name="session_edit"),
    path("seances/<int:session_id>/annuler/", calendar.cancel, name="session_cancel"),
    path("calendrier/reglages/", calendar_settings.settings, name="calendar_settings"),
    path("calendrier/reglages/<str:kind>/", calendar_settings.add, name="setting_add"),
    path(
        "calendrier/reglages/<str:kind>/<int:row_id>/retirer/",
        calendar_settings.remove, name="setting_remove",
    ),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/adresse/", agenda.renew, name="agenda_renew"),
    path("agenda/adresse/fermer/", agenda.close, name="agenda_close"),
    path("agenda/<str:token>.ics", agenda.feed, name="agenda_feed"),
    path("parcours/changements/<int:move_id>/", moving.difference, name="difference"),
    path("cabinets/nouveau/", cohort.new_practice, name="practice_new"),
]  # fmt: skip
