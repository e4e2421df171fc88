"""A week on paper: its sheet to print, the code on it, and the photographed sheets to join."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from portfolio.forms.paper import SheetsForm, week_value
from portfolio.models import WeekSheet
from portfolio.permissions import can_write_week
from portfolio.queries import logbook_path
from portfolio.queries.paper import address_of, sheet_of, sheet_to_print
from portfolio.rules.words import tidy_label
from portfolio.services import NotYours, Place, file_sheet
from portfolio.views.learner import chosen, learner_context, own_enrolments
from portfolio.views.week_page import load_page, no_enrolment
from records.services import qr_svg
from records.services.rendering import render_export
from training.models import Enrolment


class Outcome(NamedTuple):
    """What became of a file: where it is now, or why it is nowhere."""

    name: str
    sheet: WeekSheet | None = None
    new: bool = False
    refusal: str = ""


@require_safe
@acting_as(Role.LEARNER)
@never_cache
def sheet(request: ActingRequest, iso_year: int, iso_week: int) -> HttpResponse:
    """The sheet of a week to print."""
    page = load_page(request, iso_year, iso_week)
    data = sheet_to_print(page.enrolment, page.iso, page.week.rank, page.row)
    name = data.pop("name")
    body = render_export("paper_sheet", {**data, "qr": qr_svg(address_of(name))})
    file = f"livret-semaine-{iso_year}-{iso_week:02}-feuille-{name.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


@require_safe
@acting_as(Role.LEARNER)
def code(request: ActingRequest, token: str) -> HttpResponse:
    """From the code of a sheet, scanned with a phone, to the page that joins its photo."""
    name = sheet_of(token)
    if name is None:
        raise Http404
    enrolment = Enrolment.objects.filter(pk=name.enrolment).first()
    if enrolment is None or not can_write_week(request.actor, enrolment):
        messages.error(request, NotYours.message)
        return redirect("portfolio:join_sheets")
    named: dict[str, int | str] = {"inscription": enrolment.pk, "semaine": week_value(name.week)}
    return redirect(f"{reverse('portfolio:join_sheets')}?{urlencode(named)}")


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(Role.LEARNER)
def join(request: ActingRequest) -> HttpResponse:
    """Join photographed or scanned sheets; one that is joined alone is looked at next."""
    enrolments = own_enrolments(request)
    enrolment = chosen(request, enrolments)
    if enrolment is None:
        return no_enrolment(request)
    path = logbook_path(enrolment, timezone.localdate())
    weeks = [week for week in path.open_weeks if week.writable]
    asked = request.GET.get("semaine", "")
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SheetsForm(*posted, weeks=weeks, initial={"week": asked})
    outcomes = join_all(request, enrolment, form) if form.is_bound and form.is_valid() else []
    if len(outcomes) == 1 and outcomes[0].sheet:
        return to_look_at(request, outcomes[0], outcomes[0].sheet)
    context = {
        **learner_context(request, enrolment, enrolments, path),
        "form": form, "outcomes": outcomes,
        "shut": bool(asked) and asked not in form.weeks,
    }  # fmt: skip
    return render(request, "portfolio/paper/join.html", context)


def join_all(request: ActingRequest, enrolment: Enrolment, form: SheetsForm) -> list[Outcome]:
    """Each file by itself: one that is refused keeps no other back."""
    week = form.chosen
    place = Place(enrolment, week) if week else None
    confirmed = form.cleaned_data["confirmed"]
    files = form.cleaned_data["uploads"]
    found = [join_one(request, one, place, confirmed) for one in files]
    if len(found) == 1 and found[0].refusal:
        form.add_error("uploads", found[0].refusal)
        return []
    return found


def join_one(
    request: ActingRequest, upload: UploadedFile, place: Place | None, confirmed: str
) -> Outcome:
    name = tidy_label(upload.name or "")
    try:
        filed = file_sheet(
            actor=request.actor, upload=upload, place=place, confirmed=confirmed,
            now=timezone.now(),
        )  # fmt: skip
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        return Outcome(name, refusal=refusal.message)
    return Outcome(name, filed.sheet, filed.new)


def to_look_at(request: ActingRequest, outcome: Outcome, found: WeekSheet) -> HttpResponse:
    said = "jointe" if outcome.new else "déjà jointe"
    messages.success(request, f"{found.name} : {said} à la {found.week}.")
    return redirect("portfolio:check_attachment", found.file.key)
