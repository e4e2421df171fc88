from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from curricula.forms.mission import MissionFilter
from curricula.queries import mission_blocks, mission_lines, public_sheet


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The surveyed missions, by domain, by words and in order, as stitches or as a table."""
    form = MissionFilter(request.GET, blocks=mission_blocks())
    context = {
        "form": form,
        "lines": mission_lines(**form.criteria()),
        "order": form.order,
        "as_table": request.GET.get("vue") == "tableau",
        "query": _without(request, "vue"),
        "unsorted": _without(request, "tri"),
        "moments": public_sheet("moments"),
    }
    return render(request, "curricula/mission/catalogue.html", context)


def _without(request: HttpRequest, name: str) -> str:
    """What is asked for, but for one part."""
    query = request.GET.copy()
    query.pop(name, None)
    return query.urlencode()
