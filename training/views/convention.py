"""The agreement with a practice: read, written, signed by three, its steps noted."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
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
from training.models import AgreementPaper
from training.permissions import (
    RIGHTS_ROLES,
    SIGNING_SIDES,
    STEP_ROLES,
    can_note_step,
    can_write_agreement,
    sides_of,
)
from training.queries.commitments import newest_commitments
from training.queries.convention import convention_of, mission_lines, printed_agreement
from training.queries.mission_limits import limits_among, mission_limits
from training.services.convention import (
    note_step,
    sign_agreement,
    sign_agreement_on_paper,
    write_agreement,
)
from training.views.attempt import attempt
from training.views.enrolment import enrolment_of

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@acting_as(*RIGHTS_ROLES)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The seven steps, the week at the practice, who signed; one signs for one's own party."""
    enrolment, today = enrolment_of(request, enrolment_id), timezone.localdate()
    found = convention_of(enrolment, today)
    mine = sides_of(request.actor, enrolment)
    missions = mission_lines(found, mission_limits(enrolment, today))
    context = {
        "enrolment": enrolment,
        "own": request.actor.role == Role.LEARNER,
        "today": today,
        "convention": found,
        "missions": missions,
        "delegates": any(line.delegated for line in missions),
        "kept_as_signed": any(line.kept_as_signed for line in missions),
        "writes": can_write_agreement(request.actor, enrolment),
        "notes": can_note_step(request.actor, enrolment),
        "may_sign": bool(found.newest) and any(side not in found.signed for side in mine),
    }
    return render(request, "training/convention/overview.html", context)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def write(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Write a further version of the agreement."""
    enrolment = enrolment_of(request, enrolment_id)
    limits = mission_limits(enrolment, timezone.localdate())
    form = AgreementForm(request.POST or None, newest=enrolment.agreements.first(), limits=limits)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, write_agreement, form, enrolment=enrolment, **form.cleaned_data)
        if made:
            messages.success(request, f"Version {made.number} écrite : les trois parties signent.")
            return redirect("training:convention", enrolment.pk)
    context = {"enrolment": enrolment, "form": form}
    status = 422 if form.errors else 200
    return render(request, "training/convention/write.html", context, status=status)


@require_POST
@acting_as(*SIGNING_SIDES)
def sign(request: ActingRequest, enrolment_id: int, number: int) -> HttpResponse:
    """Sign the version that one has read, for one's own party."""
    enrolment = enrolment_of(request, enrolment_id)
    agreement = get_object_or_404(enrolment.agreements, number=number)
    if made := attempt(request, sign_agreement, agreement=agreement):
        messages.success(request, f"Signé pour {made.get_side_display()}.")
    return redirect("training:convention", enrolment.pk)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def file_paper(request: ActingRequest, enrolment_id: int, number: int) -> HttpResponse:
    """File the scan of a version signed on paper, and say who signed on it."""
    enrolment = enrolment_of(request, enrolment_id)
    agreement = get_object_or_404(enrolment.agreements, number=number)
    left = convention_of(enrolment, timezone.localdate()).unsigned
    form = AgreementPaperForm(request.POST or None, request.FILES or None, left=left)
    if request.method == "POST" and form.is_valid():
        sent = {**form.cleaned_data, "form_key": str(form.cleaned_data["form_key"])}
        made = attempt(request, sign_agreement_on_paper, form, agreement=agreement, **sent)
        if made:
            messages.success(request, "Convention signée sur papier : déposée.")
            return redirect("training:convention", enrolment.pk)
    context = {"enrolment": enrolment, "agreement": agreement, "left": left, "form": form}
    status = 422 if form.errors else 200
    return render(request, "training/convention/file_paper.html", context, status=status)


@require_safe
@acting_as(*RIGHTS_ROLES)
@never_cache
def scan(request: ActingRequest, enrolment_id: int, key: UUID) -> HttpResponse:
    """The scan of a version signed on paper, for those who see the agreement."""
    papers = AgreementPaper.objects.filter(agreement__enrolment=enrolment_of(request, enrolment_id))
    found = get_object_or_404(papers.select_related("scan"), scan__key=key).scan
    content = content_of(found)
    if content is None:
        raise Http404
    return HttpResponse(content, headers=download_headers(str(key), found.kind))


@require_safe
@acting_as(*RIGHTS_ROLES)
def printed(request: ActingRequest, enrolment_id: int, number: int) -> HttpResponse:
    """A version to print, for those who sign on paper; its reference matches the scan."""
    enrolment = enrolment_of(request, enrolment_id)
    found = printed_agreement(enrolment, number)
    if found is None:
        raise Http404
    limits = limits_among(enrolment, found.agreement.delegated.all(), timezone.localdate())
    context = {"enrolment": enrolment, **vars(found), "limits": limits}
    return render(request, "training/convention/printed.html", context)


@require_safe
@acting_as(*RIGHTS_ROLES)
def letter(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The letter that precedes the agreement, to print: the responsibilities of each side."""
    enrolment = enrolment_of(request, enrolment_id)
    context = {
        "enrolment": enrolment,
        "commitments": newest_commitments(enrolment.cohort.organisation_id),
        "notes": can_note_step(request.actor, enrolment),
    }
    return render(request, "training/convention/letter.html", context)


@require_http_methods(METHODS)
@acting_as(*STEP_ROLES)
def step(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Note a step that took place; the visit goes through the checklist of a practice."""
    enrolment = enrolment_of(request, enrolment_id)
    sections = public_sheet("cabinet-pret")["sections"]
    points = [item["text"] for section in sections for item in section["items"]]
    form = StepForm(request.POST or None, points=points)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("step", "done_on", "note")}
        data["form_key"] = str(form.cleaned_data["form_key"])
        sent = {"enrolment": enrolment, "checks": form.checks, **data}
        if made := attempt(request, note_step, form, **sent):
            messages.success(request, f"Étape notée : {made.get_step_display()}.")
            return redirect("training:convention", enrolment.pk)
    context = {"enrolment": enrolment, "form": form}
    status = 422 if form.errors else 200
    return render(request, "training/convention/step.html", context, status=status)
