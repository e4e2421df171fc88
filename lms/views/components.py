from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lms.views import examples
from people.enums import STAFF_ROLES
from people.permissions import acting_as


@acting_as(*STAFF_ROLES)
def components_page(request: HttpRequest) -> HttpResponse:
    """The living page of the design system: every token, component and state, in both themes."""
    themes = [
        {"code": code, "title": title, **examples.forms_of(code)}
        for code, title in (("light", "Clair"), ("dark", "Sombre"))
    ]
    return render(
        request,
        "lms/components/index.html",
        {"themes": themes, "icons": examples.icons(), **examples.DATA},
    )
