"""The enrolment that a learner looks at."""

from typing import Any

from django.http import Http404

from people.permissions import ActingRequest
from portfolio.queries import LogbookPath
from portfolio.queries.week_facts import with_week_facts
from training.models import Enrolment
from training.models.enrolment import EnrolmentQuerySet


def own_enrolments(request: ActingRequest) -> list[Enrolment]:
    """Those of the learner, the newest first, with what says which weeks are due."""
    return list(with_week_facts(_own(request)))


def own_to_write(request: ActingRequest) -> list[Enrolment]:
    """The same for an act that writes: its service reads the window once the week is held."""
    return list(_own(request))


def _own(request: ActingRequest) -> EnrolmentQuerySet:
    return Enrolment.objects.visible_to(request.actor).for_screen().order_by("-pk")


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
