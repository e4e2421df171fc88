from django.urls import path

from portfolio.views import (
    amendment,
    attachment,
    attestation,
    care,
    competency,
    employer,
    entry,
    export,
    follow_up,
    group_day,
    logbook,
    meeting,
    practice_door,
    practice_link,
    signing,
    substitute,
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
    path(
        "livrets/inscriptions/<int:enrolment_id>/export/<str:kind>/", export.livret, name="export"
    ),
    path("livret/schema/1/", export.schema, name="livret_schema"),
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
    path("livrets/fermees/", window.late, name="late_weeks"),
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
