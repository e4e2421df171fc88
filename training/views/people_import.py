"""People enrolled from a table: the file, its preview, the confirmation of what was seen."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from records.rules.tables import Line
from training.forms.table_import import PreviewForm, TableFileForm, packed
from training.models import Cohort
from training.queries.people_import import people_preview
from training.rules.people_import import PersonRow, heads_of, read_people, table_problem
from training.services.people_import import Imported, import_people
from training.views.attempt import attempt
from training.views.table_file import empty_table, wrong_rows_file

PURPOSE = "people_import"


def _cohort(request: ActingRequest, cohort_id: int) -> Cohort:
    visible = Cohort.objects.visible_to(request.actor).select_related("track_version__track")
    return get_object_or_404(visible, pk=cohort_id)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*LEADING_ROLES)
@never_cache
def people(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Hand in a table; the answer is what each of its rows would make."""
    cohort = _cohort(request, cohort_id)
    for_carers = cohort.track_version.track.for_carers
    form = TableFileForm(
        request.POST or None,
        request.FILES or None,
        cohort=cohort,
        purpose=PURPOSE,
        problem=lambda lines: table_problem(lines, for_carers),
    )
    if request.method == "POST" and form.is_valid():
        return _preview(request, cohort, form.cleaned_data["file"])
    context = {"cohort": cohort, "form": form, "heads": heads_of(for_carers).values()}
    status = 422 if form.errors else 200
    return render(request, "training/people_import/new.html", context, status=status)


def _rows(cohort: Cohort, lines: list[Line]) -> list[PersonRow]:
    return read_people(lines, cohort.track_version.track.for_carers, timezone.localdate())


def _preview(
    request: ActingRequest,
    cohort: Cohort,
    lines: list[Line],
    refused: PreviewForm | None = None,
    status: int = 200,
) -> HttpResponse:
    preview = people_preview(cohort, _rows(cohort, lines), timezone.now())
    table = packed(cohort, lines, PURPOSE)
    context = {
        "cohort": cohort,
        "preview": preview,
        "form": PreviewForm(
            initial={"table": table, "seen": preview.mark}, cohort=cohort, purpose=PURPOSE
        ),
        "refused": refused,
    }
    return render(request, "training/people_import/preview.html", context, status=status)


@require_POST
@acting_as(*LEADING_ROLES)
@never_cache
def confirm(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Enrol the people of the preview; a preview that no longer holds is shown anew."""
    cohort = _cohort(request, cohort_id)
    form = PreviewForm(request.POST, cohort=cohort, purpose=PURPOSE)
    if not form.is_valid():
        messages.error(request, "Cet aperçu n’est plus valable : déposez le fichier de nouveau.")
        return redirect("training:people_import", cohort.pk)
    lines = form.cleaned_data["table"]
    sent = {"cohort": cohort, "rows": _rows(cohort, lines), "seen": form.cleaned_data["seen"]}
    made = attempt(request, import_people, form, **sent)
    if made is None:
        return _preview(request, cohort, lines, form, status=409)
    messages.success(request, _told(cohort, made))
    waiting = made.invited or made.employers
    return redirect("training:unanswered" if waiting else "lms:cohort", cohort.pk)


def _told(cohort: Cohort, made: Imported) -> str:
    def amount(many: int, one: str, several: str) -> str:
        return f"{many} {several if many > 1 else one}"

    people = amount(len(made.enrolments), "personne inscrite", "personnes inscrites")
    told = f"{people} dans « {cohort} »."
    if made.invited:
        invited = amount(made.invited, "personne invitée", "personnes invitées")
        told += f" {invited} à choisir un mot de passe."
    if made.employers:
        told += f" {amount(made.employers, 'employeur invité', 'employeurs invités')}."
    return told


@require_POST
@acting_as(*LEADING_ROLES)
@never_cache
def wrong_rows(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """The rows with a problem as they were typed, each with why, to be corrected and handed in."""
    cohort = _cohort(request, cohort_id)
    form = PreviewForm(request.POST, cohort=cohort, purpose=PURPOSE)
    if not form.is_valid():
        raise Http404
    head, *_ = lines = form.cleaned_data["table"]
    preview = people_preview(cohort, _rows(cohort, lines), timezone.now())
    return wrong_rows_file(head, [line.row for line in preview.wrong])


@require_safe
@acting_as(*LEADING_ROLES)
def template(request: ActingRequest, cohort_id: int, kind: str) -> HttpResponse:
    """An empty table with the columns of this cohort."""
    cohort = _cohort(request, cohort_id)
    heads = list(heads_of(cohort.track_version.track.for_carers).values())
    return empty_table("personnes-a-inscrire", "Personnes", heads, kind)
