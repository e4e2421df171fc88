from collections import Counter

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from curricula.enums import RowChange, VersionState
from curricula.forms.reference import NewVersionForm, VerifyForm
from curricula.models import Qualification
from curricula.permissions import can_edit_references, can_preview_lessons
from curricula.queries import activities_of, blocks_of, links_of, other_versions
from curricula.queries import shelf as on_the_shelf
from curricula.queries.formats import WRITERS
from curricula.queries.packages import package_of
from curricula.rules.references import differences
from people.permissions import ActingRequest, acting_as

A_PAGE = 100


@require_safe
@acting_as()
def shelf(request: ActingRequest) -> HttpResponse:
    """Every published reference, with what it is and what it is not; drafts for who edits them."""
    found = list(on_the_shelf(request.actor))
    context = {
        "references": [row for row in found if row.state == VersionState.PUBLISHED],
        "drafts": [row for row in found if row.state == VersionState.DRAFT],
        "retired": [row for row in found if row.state == VersionState.RETIRED],
        "edits": can_edit_references(request.actor),
        "previews": can_preview_lessons(request.actor),
    }
    return render(request, "curricula/reference/shelf.html", context)


def visible(request: ActingRequest, reference_id: int) -> Qualification:
    """A reference that the person may see; for anybody else it does not exist."""
    found = Qualification.objects.visible_to(request.actor)
    return get_object_or_404(found.select_related("verified_by__user"), pk=reference_id)


@require_safe
@acting_as()
def reference(request: ActingRequest, reference_id: int) -> HttpResponse:
    """One reference in full."""
    return show_reference(request, visible(request, reference_id))


def show_reference(
    request: ActingRequest,
    found: Qualification,
    verify_form: VerifyForm | None = None,
    version_form: NewVersionForm | None = None,
) -> HttpResponse:
    """The page of a reference, with the forms of its acts as they were sent."""
    others = list(other_versions(request.actor, found))
    context = {
        "reference": found,
        "blocks": blocks_of(found),
        "activities": activities_of(found),
        "links": links_of(found),
        "others": others,
        "last": _last([found, *others]),
        "writers": WRITERS,
        "edits": can_edit_references(request.actor),
        "form": next((f for f in (verify_form, version_form) if f), None),
        "verify_form": verify_form or VerifyForm(initial={"revision": found.revision}),
        "version_form": version_form or NewVersionForm(),
    }
    return render(request, "curricula/reference/reference.html", context)


def _last(versions: list[Qualification]) -> Qualification | None:
    """The one that a new version starts from, as `last_version` finds it; no query."""
    fixed = [one for one in versions if one.state != VersionState.DRAFT]
    return max(fixed, key=lambda one: one.pk, default=None)


@require_safe
@acting_as()
def compare(request: ActingRequest, reference_id: int, other_id: int) -> HttpResponse:
    """Two references side by side: what the second says that the first did not, and back."""
    old, new = visible(request, reference_id), visible(request, other_id)
    found = differences(package_of(old), package_of(new))
    told = Counter(RowChange(one.change) for one in found)
    changed = [one for one in found if one.change != RowChange.UNCHANGED]
    context = {
        "old": old,
        "new": new,
        "page": Paginator(changed, A_PAGE).get_page(request.GET.get("page")),
        "counts": [(change.label, told[change]) for change in RowChange if told[change]],
    }
    return render(request, "curricula/reference/compare.html", context)


@require_safe
@acting_as()
def export(request: ActingRequest, reference_id: int, kind: str) -> HttpResponse:
    """A reference as a file, with the table that the import reads."""
    if kind not in WRITERS:
        raise Http404
    found, writer = visible(request, reference_id), WRITERS[kind]
    name = slugify(f"{found.code}-{found.version}") + writer.suffix
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        writer.write(package_of(found)), content_type=writer.content_type, headers=disposition
    )
