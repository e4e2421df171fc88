from django.urls import path

from curricula.views import mission, offer, public, reference

app_name = "curricula"

urlpatterns = [
    path("missions/", mission.catalogue, name="missions"),
    path("referentiels/", reference.shelf, name="references"),
    path("referentiels/<int:reference_id>/", reference.reference, name="reference"),
    path("formations/", public.programmes, name="programmes"),
    path("formations/<slug:code>/", public.programme_page, name="programme"),
    path("formations/<slug:code>/renseigner/", offer.offer, name="offer"),
    path("employeurs/", public.employers, name="employers"),
    path("employeurs/questions/", public.questions, name="questions"),
    path("employeurs/cabinet-pret/", public.readiness, name="readiness"),
    path("employeurs/aides/", public.subsidies, name="subsidies"),
    path("metier/ailleurs/", public.abroad, name="abroad"),
]
