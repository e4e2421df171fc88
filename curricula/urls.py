from django.urls import URLPattern

app_name = "curricula"

urlpatterns: list[URLPattern] = []
