from django.urls import path

from lms.views import health, home

app_name = "lms"

urlpatterns = [
    path("", home.front, name="front"),
    path("accueil/", home.home, name="home"),
    path("sante/", health.health, name="health"),
]
