from django.urls import path

from portfolio.views import (
    amendment,
    attestation,
    competency,
    employer,
    entry,
    logbook,
    signing,
    window,
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
    path("livrets/en-retard/", window.late, name="late_weeks"),
    path("livrets/corrections/", amendment.waiting, name="amendments"),
    path("livrets/corrections/<int:amendment_id>/", amendment.read, name="amendment"),
    path(
        "livrets/corrections/<int:amendment_id>/repondre/",
        amendment.answer,
        name="answer_amendment",
    ),
    path("livrets/<int:week_id>/corriger/", amendment.hours, name="amend_hours"),
    path("livrets/<int:week_id>/corriger/<int:entry_id>/", amendment.entry, name="amend_entry"),
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
]
