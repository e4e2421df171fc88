"""Policies that depend on the part of the site."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from people.enums import STAFF_ROLES
from people.permissions import ActingRequest
from records.rules.tables import SheetTooLong


def admin_policy(get_response: Callable[[HttpRequest], HttpResponse]):
    """Loosen the content security policy below /admin/ only: its screens need inline scripts."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/admin/"):
            setattr(response, "_csp_replace", settings.ADMIN_CONTENT_SECURITY_POLICY)  # noqa: B010
        return response

    return middleware


def editor_door(get_response: Callable[[HttpRequest], HttpResponse]):
    """Below /admin/, who is signed in without the right gets 403 (a colleague) or 404 (others).

    Wagtail sends them to the login page, which sends back whoever is signed in, for ever.
    """

    def middleware(request: ActingRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and _stranger(request):
            if any(membership.role in STAFF_ROLES for membership in request.memberships):
                raise PermissionDenied
            raise Http404
        return get_response(request)

    return middleware


def _stranger(request: ActingRequest) -> bool:
    user = request.user
    return user.is_authenticated and not user.has_perm("wagtailadmin.access_admin")


class SheetTooLongPage:
    """A table with more rows than a workbook holds: the reason, and the way to the CSV."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, raised: Exception) -> HttpResponse | None:
        if not isinstance(raised, SheetTooLong):
            return None
        head, _, tail = request.path.rpartition("xlsx")
        context = {"why": str(raised), "csv": f"{head}csv{tail}" if head else ""}
        return render(request, "records/table/too_long.html", context, status=422)


def act_page(get_response: Callable[[HttpRequest], HttpResponse]):
    """The address of an act, opened as a page: what it is, in French, in the place of nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            page = render(request, "405.html", status=response.status_code)
            page["Allow"], page["Cache-Control"] = response["Allow"], "no-store"
            return page
        return response

    return middleware
