"""The enrolment that a learner looks at."""

from typing import Any

from django.http import Http404

from people.permissions import ActingRequest
from portfolio.queries import LogbookPath
from portfolio.queries.window import with_window_marks
from training.models import Enrolment


def own_enrolments(request: ActingRequest) -> list[Enrolment]:
    """Those of the learner, the newest first."""
    own = Enrolment.objects.visible_to(request.actor).for_screen().order_by("-pk")
    return list(with_window_marks(own))


def chosen(request: ActingRequest, enrolments: list[Enrolment]) -> Enrolment | None:
    """The one named by ?inscription=, else the newest; somebody else's does not exist (404)."""
    asked = request.GET.get("inscription")
    if asked is None:
        return next(iter(enrolments), None)
    for enrolment in enrolments:
        if str(enrolment.pk) == asked:
            return enrolment
    raise Http404


def learner_context(
    request: ActingRequest, enrolment: Enrolment, enrolments: list[Enrolment], path: LogbookPath
) -> dict[str, Any]:
    """What each page of a learner shows around its content; `suffix` keeps the choice in links."""
    named = "inscription" in request.GET
    return {
        "enrolment": enrolment,
        "enrolments": enrolments,
        "path": path,
        "suffix": f"?inscription={enrolment.pk}" if named else "",
    }
