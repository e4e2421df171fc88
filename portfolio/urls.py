from django.urls import path

from portfolio.views import (
    attachment,
    attestation,
    care,
    competency,
    employer,
    entry,
    logbook,
    obstacle,
    practice_door,
    practice_link,
    signing,
    substitute,
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
    path(
        "livret/<int:iso_year>/<int:iso_week>/situations/<int:entry_id>/pieces/",
        attachment.attach,
        name="attach",
    ),
    path("livret/pieces/<uuid:key>/", attachment.download, name="attachment"),
    path("livret/pieces/<uuid:key>/verifier/", attachment.check, name="check_attachment"),
    path("livret/reflexion/<str:code>/<uuid:block_id>/", logbook.reflect, name="reflect"),
    path("livret/aide/", care.own_care, name="own_care"),
    path("livrets/en-retard/", care.late, name="late_logbooks"),
    path("livrets/en-retard/<int:enrolment_id>/", care.care, name="care"),
    path("livrets/partages/", employer.shared, name="shared_entries"),
    path("livrets/partages/<int:entry_id>/", employer.entry, name="answer_entry"),
    path("livrets/a-signer/", employer.to_confirm, name="weeks_to_confirm"),
    path("livrets/a-signer/<int:week_id>/", employer.week, name="answer_week"),
    path("livrets/remplacants/", substitute.substitutes, name="substitutes"),
    path("livrets/remplacants/<int:pk>/fin/", substitute.end, name="end_substitute"),
    path("livrets/<int:week_id>/cabinet/", practice_link.ask, name="practice_links"),
    path(
        "livrets/<int:week_id>/cabinet/<int:link_id>/retirer/",
        practice_link.revoke,
        name="revoke_link",
    ),
    path("signer/<str:token>/", practice_door.answer, name="practice_link"),
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
    path("empechements/", obstacle.board, name="obstacles"),
    path("empechements/export/<str:kind>/", obstacle.export, name="obstacles_export"),
    path("empechements/<int:entry_id>/", obstacle.obstacle, name="obstacle"),
    path("empechements/<int:entry_id>/noter/", obstacle.note, name="note_obstacle"),
]
