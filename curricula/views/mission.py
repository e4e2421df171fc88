from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from curricula.forms.mission import MissionFilter
from curricula.queries import mission_blocks, mission_lines
from people.permissions import ActingRequest, acting_as


@require_safe
@acting_as()
def catalogue(request: ActingRequest) -> HttpResponse:
    """The surveyed missions, by domain and by words, as stitches or as a table."""
    form = MissionFilter(request.GET, blocks=mission_blocks())
    lines = mission_lines(**form.criteria())
    as_table = request.GET.get("vue") == "tableau"
    query = request.GET.copy()
    query.pop("vue", None)
    context = {"form": form, "lines": lines, "as_table": as_table, "query": query.urlencode()}
    return render(request, "curricula/mission/catalogue.html", context)
