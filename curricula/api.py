"""The CASE 1.1 service: published references, read-only and for anybody.

Errors are written as the standard's `imsx_StatusInfo`. Of what this site holds nothing (concepts,
licences, subjects, rubrics, groupings), every identifier is unknown.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from curricula.queries.case import (
    associations_of,
    case_documents,
    count_documents,
    find_association,
    find_document,
    find_item,
    find_package,
    item_types,
)
from curricula.rules.case_format import is_uuid

LIMIT = 100
KEPT = 3600  # seconds
NOT_OFFERED = {"sort": "invalid_sort_field", "orderBy": "invalid_sort_field"}
NOT_OFFERED |= {"filter": "invalid_selection_field", "fields": "invalid_selection_field"}

Answer = JsonResponse
View = Callable[..., Answer]


class Refused(Exception):
    """What the standard calls a failure."""

    def __init__(self, status: int, field: str, value: str, text: str) -> None:
        super().__init__(text)
        self.status, self.field, self.value, self.text = status, field, value, text


def case_service(view: View) -> View:
    """GET only, answers kept an hour by caches, refusals in the standard's words and not kept."""

    @wraps(view)
    def answered(request: HttpRequest, **named: str) -> Answer:
        if request.method not in {"GET", "HEAD"}:
            answer = _failure(Refused(405, "method", "forbidden", "Ce service ne fait que lire."))
            answer["Allow"] = "GET, HEAD"
            return answer
        try:
            answer = view(request, **named)
        except Refused as refused:
            return _failure(refused)
        patch_cache_control(answer, public=True, max_age=KEPT)
        return answer

    # Nothing is written, so there is nothing to forge: any other method is told so in JSON.
    return csrf_exempt(conditional_page(answered))


def _failure(refused: Refused) -> Answer:
    field = {
        "imsx_codeMinorFieldName": refused.field,
        "imsx_codeMinorFieldValue": refused.value,
    }
    body = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": refused.text,
        "imsx_codeMinor": {"imsx_codeMinorField": [field]},
    }
    return JsonResponse(body, status=refused.status)


def _known(found: Any, identifier: str) -> Answer:
    """The thing asked for, else why there is none."""
    if found:
        return JsonResponse(found)
    if is_uuid(identifier):
        raise Refused(404, "sourcedId", "unknownobject", "Aucun objet publié de cet identifiant.")
    raise Refused(404, "sourcedId", "invalid_uuid", "Cet identifiant n’est pas un UUID.")


@case_service
def documents(request: HttpRequest) -> Answer:
    """Every published reference, by title."""
    for name, value in NOT_OFFERED.items():
        if name in request.GET:
            raise Refused(400, name, value, f"« {name} » n’est pas offert par ce service.")
    limit, offset = _count(request, "limit", LIMIT, 1), _count(request, "offset", 0, 0)
    found = case_documents(settings.SITE_URL, offset, limit)
    answer = JsonResponse({"CFDocuments": found})
    answer["X-Total-Count"] = count_documents()
    return answer


def _count(request: HttpRequest, name: str, usual: int, least: int) -> int:
    text = request.GET.get(name, str(usual))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
        reason = f"« {name} » est un nombre entier, au moins {least}."
        raise Refused(400, name, "invalid_selection_field", reason)
    return int(text)


@case_service
def document(request: HttpRequest, identifier: str) -> Answer:
    return _known(find_document(settings.SITE_URL, identifier.lower()), identifier)


@case_service
def package(request: HttpRequest, identifier: str) -> Answer:
    """A whole reference: what another site imports."""
    return _known(find_package(settings.SITE_URL, identifier.lower()), identifier)


@case_service
def item(request: HttpRequest, identifier: str) -> Answer:
    return _known(find_item(settings.SITE_URL, identifier.lower()), identifier)


@case_service
def association(request: HttpRequest, identifier: str) -> Answer:
    return _known(find_association(settings.SITE_URL, identifier.lower()), identifier)


@case_service
def item_associations(request: HttpRequest, identifier: str) -> Answer:
    return _known(associations_of(settings.SITE_URL, identifier.lower()), identifier)


@case_service
def item_type(request: HttpRequest, identifier: str) -> Answer:
    found = item_types(settings.SITE_URL, identifier.lower())
    return _known({"CFItemTypes": found} if found else None, identifier)


@case_service
def unknown(request: HttpRequest, rest: str) -> Answer:
    """The kinds of which this site holds nothing, and any other address of the service."""
    return _known(None, rest.rstrip("/").rpartition("/")[2])
