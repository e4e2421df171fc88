from django.urls import path

from lms.views import (
    account,
    assistant,
    cohort,
    components,
    first_day,
    glossary,
    health,
    home,
    mission,
    offline,
    programme,
    search,
    track,
)

app_name = "lms"

urlpatterns = [
    path("missions/", mission.catalogue, name="missions"),
    path("formations/<slug:code>/", programme.programme, name="programme"),
    path("", home.front, name="front"),
    path("premier-jour/", first_day.first_day, name="first_day"),
    path("accueil/", home.home, name="home"),
    path("mon-compte/", account.account, name="account"),
    path("parcours/", track.track, name="track"),
    path("parcours/modules/<int:module_id>/", track.module, name="module"),
    path("promotions/", cohort.cohorts, name="cohorts"),
    path("promotions/<int:cohort_id>/", cohort.cohort, name="cohort"),
    path("promotions/<int:cohort_id>/heures.csv", cohort.hours, {"kind": "csv"}, name="hours_csv"),
    path(
        "promotions/<int:cohort_id>/heures.xlsx", cohort.hours, {"kind": "xlsx"}, name="hours_xlsx"
    ),
    path("assistants/", assistant.assistants, name="assistants"),
    path("glossaire/", glossary.glossary, name="glossary"),
    path("recherche/", search.search, name="search"),
    path("composants/", components.components_page, name="components"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("sw.js", offline.worker, name="worker"),
    path("livret/hors-ligne/", offline.offline, name="offline"),
    path("hors-ligne/", offline.no_network, name="no_network"),
    path("appareil/", offline.device, name="device"),
    path("sante/", health.health, name="health"),
]
