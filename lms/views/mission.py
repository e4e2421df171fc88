"""The surveyed missions, for anybody; an assistant sees what is delegated to them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from curricula.queries import any_condition, mission_blocks, mission_lines, public_sheet
from lms.forms.mission import MissionFilter
from lms.queries.missions import catalogue_for
from people.permissions import ActingRequest, acting_membership


@require_safe
def catalogue(request: ActingRequest) -> HttpResponse:
    """The surveyed missions, by domain, by words and in order, as stitches or as a table."""
    form, now = MissionFilter(request.GET, blocks=mission_blocks()), timezone.now()
    today = timezone.localdate(now)
    lines = mission_lines(today, **form.criteria())
    found = catalogue_for(acting_membership(request, ()), lines, now)
    context = {
        "form": form,
        "catalogue": found,
        "lines": found.lines,
        "conditions": any_condition(today),
        "order": form.order,
        "as_table": request.GET.get("vue") == "tableau",
        "query": _without(request, "vue"),
        "unsorted": _without(request, "tri"),
        "moments": public_sheet("moments"),
    }
    return render(request, "lms/mission/catalogue.html", context)


def _without(request: HttpRequest, name: str) -> str:
    """What is asked for, but for one part."""
    query = request.GET.copy()
    query.pop(name, None)
    return query.urlencode()
