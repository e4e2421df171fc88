"""Tracks as those who lead a training body read them: what they hold, cover and change."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from curricula.enums import VersionState
from curricula.forms.track import AbsenceForm
from curricula.models import TrackVersion
from curricula.queries.plans import coverage_matrix, expected_competencies, key_of, plan_of
from curricula.queries.tracks import track_shelf
from curricula.rules.plan_differences import plan_differences
from curricula.rules.plan_problems import plan_problems
from curricula.rules.plan_table import hours_table
from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as


@require_safe
@acting_as(*LEADING_ROLES)
def shelf(request: ActingRequest) -> HttpResponse:
    """Every track with its versions, whatever their state."""
    return render(request, "curricula/track/shelf.html", {"tracks": track_shelf()})


def version_or_404(version_id: int) -> TrackVersion:
    """A version with its track and the reference it follows."""
    found = TrackVersion.objects.select_related("track", "qualification")
    return get_object_or_404(found, pk=version_id)


@require_safe
@acting_as(*LEADING_ROLES)
def version(request: ActingRequest, version_id: int) -> HttpResponse:
    """Modules by category, what adds up and what does not, what can be done with it."""
    found = version_or_404(version_id)
    plan = plan_of(found)
    draft = found.state == VersionState.DRAFT
    context = {
        "version": found,
        "plan": plan,
        "draft": draft,
        "hours": hours_table(plan),
        "problems": plan_problems(plan, expected_competencies(found)) if draft else [],
        "others": found.track.versions.exclude(pk=found.pk).order_by("-number"),
    }
    return render(request, "curricula/track/version.html", context)


@require_safe
@acting_as(*LEADING_ROLES)
def coverage(request: ActingRequest, version_id: int) -> HttpResponse:
    """Which module covers which competency, and whose absence is accepted."""
    return show_coverage(request, version_or_404(version_id))


def show_coverage(
    request: ActingRequest, found: TrackVersion, form: AbsenceForm | None = None
) -> HttpResponse:
    """The matrix, with the reason of an absence as it was typed."""
    matrix = coverage_matrix(found)
    context = {
        "version": found,
        "draft": found.state == VersionState.DRAFT,
        "matrix": matrix,
        "open_lines": [(line, key_of(line.competency)) for line in matrix.uncovered],
        "form": form,
    }
    status = 422 if form else 200
    return render(request, "curricula/track/coverage.html", context, status=status)


@require_safe
@acting_as(*LEADING_ROLES)
def compare(request: ActingRequest, version_id: int, other_id: int) -> HttpResponse:
    """What the second version of a track says that the first did not, and back."""
    old, new = version_or_404(version_id), version_or_404(other_id)
    if old.track_id != new.track_id:
        raise Http404
    difference = plan_differences(plan_of(old), plan_of(new))
    context = {"old": old, "new": new, "difference": difference}
    return render(request, "curricula/track/compare.html", context)
