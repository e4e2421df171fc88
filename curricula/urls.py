from django.urls import path

from curricula.views import mission, question, reference

app_name = "curricula"

urlpatterns = [
    path("missions/", mission.catalogue, name="missions"),
    path("referentiels/", reference.shelf, name="references"),
    path("referentiels/<int:reference_id>/", reference.reference, name="reference"),
    path("lecons/", question.lessons, name="lessons"),
    path("lecons/<str:code>/questions/", question.questions, name="questions"),
    path(
        "lecons/<str:code>/questions/export/<str:kind>/", question.export, name="questions_export"
    ),
    path("lecons/<str:code>/questions/importer/", question.import_file, name="questions_import"),
]
