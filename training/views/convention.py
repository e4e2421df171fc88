"""The agreement with each practice of a post: read, written, signed by three, its steps noted."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curricula.queries import public_sheet
from people.enums import LEADING_ROLES, Role
from people.permissions import ActingRequest, acting_as
from records.queries.kept_files import content_of
from records.rules.files import download_headers
from training.forms.convention import AgreementForm, AgreementPaperForm, StepForm
from training.models import AgreementPaper, Enrolment
from training.permissions import (
    RIGHTS_ROLES,
    SIGNING_SIDES,
    STEP_ROLES,
    can_note_step,
    can_write_agreement,
    sides_of,
)
from training.queries.commitments import newest_commitments
from training.queries.convention import (
    Place,
    convention_of,
    conventions_of,
    mission_lines,
    printed_agreement,
    visible_places,
)
from training.queries.mission_limits import limits_among, mission_limits
from training.services.convention import (
    note_step,
    sign_agreement,
    sign_agreement_on_paper,
    write_agreement,
)
from training.views.attempt import attempt
from training.views.enrolment import enrolment_of
from training.views.unread import say_unread

METHODS = ["GET", "HEAD", "POST"]


def _places(
    request: ActingRequest, enrolment_id: int, practice_id: int | None
) -> tuple[Enrolment, list[Place]]:
    """The practices whose agreement the actor reads, the one of the address first; else 404."""
    enrolment = enrolment_of(request, enrolment_id)
    places = visible_places(request.actor, enrolment, timezone.localdate())
    if practice_id is not None:
        if all(one.practice.pk != practice_id for one in places):
            raise Http404
        places.sort(key=lambda one: one.practice.pk != practice_id)
    return enrolment, places


def _place(request: ActingRequest, enrolment_id: int, practice_id: int) -> tuple[Enrolment, Place]:
    enrolment, places = _places(request, enrolment_id, practice_id)
    return enrolment, places[0]


def _back(enrolment: Enrolment, place: Place) -> HttpResponseRedirect:
    return redirect("training:convention_at", enrolment.pk, place.practice.pk)


@require_safe
@acting_as(*RIGHTS_ROLES)
def overview(
    request: ActingRequest, enrolment_id: int, practice_id: int | None = None
) -> HttpResponse:
    """The seven steps, the week at one practice, who signed; one signs for one's own party."""
    enrolment, places = _places(request, enrolment_id, practice_id)
    found, *others = conventions_of(enrolment, places, today := timezone.localdate())
    mine = sides_of(request.actor, enrolment, found.place.practice.pk)
    missions = mission_lines(found, others, mission_limits(enrolment, today))
    context = {
        "enrolment": enrolment,
        "place": found.place,
        "others": others,
        "own": request.actor.role == Role.LEARNER,
        "today": today,
        "convention": found,
        "missions": missions,
        "delegates": any(line.delegated for line in missions),
        "kept_as_signed": any(line.kept_as_signed for line in missions),
        "writes": found.place.stands and can_write_agreement(request.actor, enrolment),
        "notes": can_note_step(request.actor, enrolment),
        "may_sign": any(side in found.unsigned for side in mine),
    }
    return render(request, "training/convention/overview.html", context)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def write(request: ActingRequest, enrolment_id: int, practice_id: int) -> HttpResponse:
    """Write a further version of the agreement with a practice."""
    enrolment, place = _place(request, enrolment_id, practice_id)
    newest = enrolment.agreements.filter(practice=place.practice).first()
    limits = mission_limits(enrolment, timezone.localdate())
    form = AgreementForm(request.POST or None, newest=newest, limits=limits)
    if request.method == "POST" and form.is_valid():
        sent = {"enrolment": enrolment, "practice": place.practice, **form.cleaned_data}
        if made := attempt(request, write_agreement, form, **sent):
            messages.success(request, f"Version {made.number} écrite : les trois parties signent.")
            return _back(enrolment, place)
    context = {"enrolment": enrolment, "place": place, "form": form}
    status = 422 if form.errors else 200
    return render(request, "training/convention/write.html", context, status=status)


@require_POST
@acting_as(*SIGNING_SIDES)
def sign(request: ActingRequest, enrolment_id: int, practice_id: int, number: int) -> HttpResponse:
    """Sign the version that one has read, for one's own party."""
    enrolment, place = _place(request, enrolment_id, practice_id)
    agreement = get_object_or_404(enrolment.agreements, practice=place.practice, number=number)
    if made := attempt(request, sign_agreement, agreement=agreement):
        messages.success(request, f"Signé pour {made.get_side_display()}.")
    return _back(enrolment, place)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def file_paper(
    request: ActingRequest, enrolment_id: int, practice_id: int, number: int
) -> HttpResponse:
    """File the scan of a version signed on paper, and say who signed on it."""
    enrolment, place = _place(request, enrolment_id, practice_id)
    agreement = get_object_or_404(enrolment.agreements, practice=place.practice, number=number)
    left = convention_of(enrolment, timezone.localdate(), place.practice).unsigned
    form = AgreementPaperForm(request.POST or None, request.FILES or None, left=left)
    if request.method == "POST" and form.is_valid():
        sent = {**form.cleaned_data, "form_key": str(form.cleaned_data["form_key"])}
        if made := attempt(request, sign_agreement_on_paper, form, agreement=agreement, **sent):
            say_unread(request, made.scan)
            messages.success(request, "Convention signée sur papier : déposée.")
            return _back(enrolment, place)
    context = {
        "enrolment": enrolment, "place": place, "agreement": agreement, "left": left, "form": form,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "training/convention/file_paper.html", context, status=status)


@require_safe
@acting_as(*RIGHTS_ROLES)
@never_cache
def scan(request: ActingRequest, enrolment_id: int, practice_id: int, key: UUID) -> HttpResponse:
    """The scan of a version signed on paper, for those who see the agreement."""
    enrolment, place = _place(request, enrolment_id, practice_id)
    papers = AgreementPaper.objects.filter(
        agreement__enrolment=enrolment, agreement__practice=place.practice
    )
    found = get_object_or_404(papers.select_related("scan"), scan__key=key).scan
    content = content_of(found)
    if content is None:
        raise Http404
    return HttpResponse(content, headers=download_headers(str(key), found.kind))


@require_safe
@acting_as(*RIGHTS_ROLES)
def printed(
    request: ActingRequest, enrolment_id: int, practice_id: int, number: int
) -> HttpResponse:
    """A version to print, for those who sign on paper; its reference matches the scan."""
    enrolment, place = _place(request, enrolment_id, practice_id)
    found = printed_agreement(enrolment, place.practice, number)
    if found is None:
        raise Http404
    limits = limits_among(enrolment, found.agreement.delegated.all(), timezone.localdate())
    context = {"enrolment": enrolment, "place": place, **vars(found), "limits": limits}
    return render(request, "training/convention/printed.html", context)


@require_safe
@acting_as(*RIGHTS_ROLES)
def letter(request: ActingRequest, enrolment_id: int, practice_id: int) -> HttpResponse:
    """The letter that precedes the agreement, to print: the responsibilities of each side."""
    enrolment, place = _place(request, enrolment_id, practice_id)
    context = {
        "enrolment": enrolment,
        "place": place,
        "commitments": newest_commitments(enrolment.cohort.organisation_id),
        "notes": can_note_step(request.actor, enrolment),
    }
    return render(request, "training/convention/letter.html", context)


@require_http_methods(METHODS)
@acting_as(*STEP_ROLES)
def step(request: ActingRequest, enrolment_id: int, practice_id: int) -> HttpResponse:
    """Note a step that took place; the visit goes through the checklist of a practice."""
    enrolment, place = _place(request, enrolment_id, practice_id)
    sections = public_sheet("cabinet-pret")["sections"]
    points = [item["text"] for section in sections for item in section["items"]]
    form = StepForm(request.POST or None, points=points)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("step", "done_on", "note")}
        data["form_key"] = str(form.cleaned_data["form_key"])
        sent = {"enrolment": enrolment, "practice": place.practice, "checks": form.checks, **data}
        if made := attempt(request, note_step, form, **sent):
            messages.success(request, f"Étape notée : {made.get_step_display()}.")
            return _back(enrolment, place)
    context = {"enrolment": enrolment, "place": place, "form": form}
    status = 422 if form.errors else 200
    return render(request, "training/convention/step.html", context, status=status)
