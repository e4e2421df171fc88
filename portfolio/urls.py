from django.urls import path

from portfolio.views import (
    attestation,
    competency,
    employer,
    entry,
    follow_up,
    group_day,
    logbook,
    meeting,
    signing,
)

app_name = "portfolio"

urlpatterns = [
    path("livret/", logbook.path, name="path"),
    path("livret/<int:iso_year>/<int:iso_week>/", logbook.week, name="week"),
    path(
        "livret/<int:iso_year>/<int:iso_week>/situations/<int:entry_id>/",
        entry.entry,
        name="entry",
    ),
    path(
        "livret/<int:iso_year>/<int:iso_week>/situations/<int:entry_id>/retirer/",
        entry.remove,
        name="remove_entry",
    ),
    path("livret/reflexion/<str:code>/<uuid:block_id>/", logbook.reflect, name="reflect"),
    path("livrets/partages/", employer.shared, name="shared_entries"),
    path("livrets/a-viser/", signing.waiting, name="waiting_weeks"),
    path("livrets/<int:week_id>/", signing.read, name="read_week"),
    path("livrets/<int:week_id>/viser/", signing.sign, name="sign_week"),
    path("livrets/<int:week_id>/renvoyer/", signing.send_back, name="return_week"),
    path("competences/", competency.own_map, name="own_map"),
    path("competences/<int:enrolment_id>/", competency.map_of, name="map"),
    path(
        "competences/<int:enrolment_id>/<int:competency_id>/", competency.evidence, name="evidence"
    ),
    path("attestations/", attestation.table, name="attestations"),
    path(
        "attestations/<int:enrolment_id>/<int:module_id>/", attestation.module, name="attestation"
    ),
    path("attestations/<str:code>/revoquer/", attestation.revoke, name="revoke"),
    path("accompagnement/", meeting.overview, name="accompaniment"),
    path("accompagnement/<int:enrolment_id>/", meeting.person, name="meetings"),
    path("accompagnement/<int:enrolment_id>/noter/<str:kind>/", meeting.new, name="meeting_new"),
    path("rencontres/<int:meeting_id>/", meeting.meeting, name="meeting"),
    path("rencontres/<int:meeting_id>/ecrire/", meeting.write, name="meeting_write"),
    path("rencontres/<int:meeting_id>/avancer/", meeting.advance, name="meeting_advance"),
    path("rencontres/<int:meeting_id>/actions/", follow_up.new, name="action_new"),
    path("actions/<int:action_id>/", follow_up.note, name="action_note"),
    path("regroupements/<int:cohort_id>/", group_day.group, name="group_days"),
    path("regroupements/<int:cohort_id>/noter/", group_day.new, name="group_day_new"),
]
