from django.urls import path

from people.views import acting

app_name = "people"

urlpatterns = [path("accueil/agir/", acting.choose, name="choose_membership")]
