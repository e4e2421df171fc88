"""Every address of the site. The editor's own login gives way to ours (second factor)."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lms.views.first_day import SignIn

to_login = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("compte/login/", to_login),
    path("compte/", include("allauth.urls")),
    # After allauth, so that the name account_login leads here.
    path("connexion/", SignIn.as_view(), name="account_login"),
    path("admin/login/", to_login),
    path("admin/password_reset/", to_login),
    path("admin/", include(wagtailadmin_urls)),
    path("documents-publics/", include(wagtaildocs_urls)),
    path("", include("people.urls")),
    path("", include("records.urls")),
    path("", include("curricula.urls")),
    path("", include("training.urls")),
    path("", include("assessments.urls")),
    path("", include("portfolio.urls")),
    path("", include("lms.site_urls")),
]
