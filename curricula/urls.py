from django.urls import path

from curricula.views import mission, reference, unwritten

app_name = "curricula"

urlpatterns = [
    path("missions/", mission.catalogue, name="missions"),
    path("referentiels/", reference.shelf, name="references"),
    path("referentiels/<int:reference_id>/", reference.reference, name="reference"),
    path("contenus/a-rediger/", unwritten.topics, name="unwritten"),
]
