"""The whole livret to take away: a PDF to read, open data to go on with elsewhere."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from portfolio.queries.whole import VERSION, whole_livret, words_of_the_livret
from records.services.rendering import render_export
from training.models import Enrolment

CONTENT = Path(__file__).resolve().parents[1] / "content"
# Each version stays: a file that was taken away names its own.
SCHEMAS = {number: CONTENT / f"livret-{number}.schema.json" for number in range(1, VERSION + 1)}


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES)
@never_cache
def livret(request: ActingRequest, enrolment_id: int, kind: str) -> HttpResponse:
    """What the person reads of a livret, « pdf » or « json »; another kind is a missing page."""
    if kind not in ("pdf", "json"):
        raise Http404
    seen = Enrolment.objects.visible_to(request.actor).for_screen()
    enrolment = get_object_or_404(seen.select_related("cohort__organisation"), pk=enrolment_id)
    today = timezone.localdate()
    found = whole_livret(request.actor, enrolment, today)
    name = f"livret-{slugify(str(enrolment.learner))}-{today}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind == "json":
        return JsonResponse(found, headers=headers, json_dumps_params={"ensure_ascii": False})
    data = {
        "livret": found, "words": words_of_the_livret(), "reader": str(request.user),
        "date": [today.year, today.month, today.day],
    }  # fmt: skip
    body = render_export("livret", data)
    return HttpResponse(body, content_type="application/pdf", headers=headers)


@require_safe
@cache_control(public=True, max_age=3600)
def schema(request: HttpRequest, number: int) -> HttpResponse:
    """The shape of a version of the open data, for anybody."""
    if number not in SCHEMAS:
        raise Http404
    return HttpResponse(SCHEMAS[number].read_bytes(), content_type="application/schema+json")
