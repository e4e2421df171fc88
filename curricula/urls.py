from django.urls import path

from curricula.views import mission, reference, reference_acts, reference_import

app_name = "curricula"

urlpatterns = [
    path("missions/", mission.catalogue, name="missions"),
    path("referentiels/", reference.shelf, name="references"),
    path("referentiels/importer/", reference_import.upload, name="import"),
    path(
        "referentiels/importer/modele.<str:kind>", reference_import.template, name="import_template"
    ),
    path("referentiels/importer/<int:import_id>/", reference_import.preview, name="import_preview"),
    path("referentiels/<int:reference_id>/", reference.reference, name="reference"),
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
