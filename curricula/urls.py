from django.urls import include, path

from curricula import api
from curricula.views import (
    lesson,
    mission_condition,
    offer,
    public,
    question,
    question_acts,
    reference,
    reference_acts,
    reference_import,
    track,
    track_acts,
    track_edit,
    unwritten,
)

app_name = "curricula"

case = [
    path("CFDocuments", api.documents, name="case_documents"),
    path("CFDocuments/<str:identifier>", api.document, name="case_document"),
    path("CFPackages/<str:identifier>", api.package, name="case_package"),
    path("CFItems/<str:identifier>", api.item, name="case_item"),
    path(
        "CFItemAssociations/<str:identifier>",
        api.item_associations,
        name="case_item_associations",
    ),
    path("CFAssociations/<str:identifier>", api.association, name="case_association"),
    path("CFItemTypes/<str:identifier>", api.item_type, name="case_item_type"),
    path("<path:rest>", api.unknown, name="case_unknown"),
]

tracks = [
    path("", track.shelf, name="tracks"),
    path("nouvelle/", track_edit.new, name="track_new"),
    path("<int:version_id>/", track.version, name="track"),
    path("<int:version_id>/couverture/", track.coverage, name="track_coverage"),
    path("<int:version_id>/comparer/<int:other_id>/", track.compare, name="track_compare"),
    path("<int:version_id>/cadre/", track_edit.head, name="track_head"),
    path("<int:version_id>/modules/", track_edit.module, name="track_module_new"),
    path("<int:version_id>/modules/<slug:code>/", track_edit.module, name="track_module"),
    path(
        "<int:version_id>/modules/<slug:code>/deplacer/",
        track_acts.move_module,
        name="track_module_move",
    ),
    path(
        "<int:version_id>/modules/<slug:code>/retirer/",
        track_acts.remove_module,
        name="track_module_remove",
    ),
    path("<int:version_id>/absences/", track_acts.accept_absence, name="track_absence"),
    path(
        "<int:version_id>/absences/retirer/",
        track_acts.withdraw_absence,
        name="track_absence_withdraw",
    ),
    path("<int:version_id>/publier/", track_acts.publish, name="track_publish"),
    path("<int:version_id>/nouvelle-version/", track_acts.new_version, name="track_new_version"),
    path("<int:version_id>/retirer/", track_acts.retire, name="track_retire"),
    path("<int:version_id>/supprimer/", track_acts.delete, name="track_delete"),
]

urlpatterns = [
    path("maquettes/", include(tracks)),
    path("missions/conditions/", mission_condition.conditions, name="conditions"),
    path("missions/conditions/ecrire/", mission_condition.write, name="condition_new"),
    path(
        "missions/conditions/<int:condition_id>/corriger/",
        mission_condition.write,
        name="condition_correct",
    ),
    path(
        "missions/conditions/<int:condition_id>/retirer/",
        mission_condition.withdraw,
        name="condition_withdraw",
    ),
    path("referentiels/", reference.shelf, name="references"),
    path("referentiels/importer/", reference_import.upload, name="import"),
    path(
        "referentiels/importer/modele.<str:kind>", reference_import.template, name="import_template"
    ),
    path("referentiels/importer/<int:import_id>/", reference_import.preview, name="import_preview"),
    path(
        "referentiels/importer/<int:import_id>/avancement/",
        reference_import.progress,
        name="import_progress",
    ),
    path("referentiels/<int:reference_id>/", reference.reference, name="reference"),
    path("formations/", public.programmes, name="programmes"),
    path("formations/<slug:code>/renseigner/", offer.offer, name="offer"),
    path("employeurs/", public.employers, name="employers"),
    path("employeurs/questions/", public.questions, name="faq"),
    path("employeurs/cabinet-pret/", public.readiness, name="readiness"),
    path("employeurs/aides/", public.subsidies, name="subsidies"),
    path("metier/ailleurs/", public.abroad, name="abroad"),
    # The address that CASE 1.1 prescribes: English, and no slash at the end.
    path("ims/case/v1p1/", include(case)),
    path("lecons/", lesson.lessons, name="lessons"),
    path("lecons/<str:code>/apercu/", lesson.preview, name="lesson_preview"),
    path("lecons/<str:code>/questions/", question.questions, name="questions"),
    path(
        "lecons/<str:code>/questions/export/<str:kind>/", question.export, name="questions_export"
    ),
    path("lecons/<str:code>/questions/importer/", question.import_file, name="questions_import"),
    path("lecons/<str:code>/questions/ecrire/", question_acts.write, name="question_new"),
    path(
        "lecons/<str:code>/questions/<int:question_id>/", question_acts.write, name="question_edit"
    ),
    path(
        "lecons/<str:code>/questions/<int:question_id>/deplacer/",
        question_acts.move,
        name="question_move",
    ),
    path(
        "lecons/<str:code>/questions/<int:question_id>/retirer/",
        question_acts.remove,
        name="question_remove",
    ),
    path("contenus/a-rediger/", unwritten.topics, name="unwritten"),
    path(
        "referentiels/<int:reference_id>/comparer/<int:other_id>/",
        reference.compare,
        name="compare",
    ),
    path("referentiels/<int:reference_id>/export/<str:kind>", reference.export, name="export"),
    path("referentiels/<int:reference_id>/publier/", reference_acts.publish, name="publish"),
    path("referentiels/<int:reference_id>/retirer/", reference_acts.retire, name="retire"),
    path("referentiels/<int:reference_id>/verifier/", reference_acts.verify, name="mark_verified"),
    path(
        "referentiels/<int:reference_id>/nouvelle-version/",
        reference_acts.version,
        name="new_version",
    ),
]
