"""Presences noted from a table: the file, its preview, the confirmation of what was seen."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.permissions import ActingRequest, acting_as
from records.rules.tables import Line
from training.forms.table_import import PreviewForm, TableFileForm, packed
from training.models import Cohort
from training.permissions import SESSION_ROLES
from training.queries.attendance_import import presence_preview
from training.rules.attendance_import import HEADS, presence_table_problem, read_presences
from training.services.attendance_import import import_presences
from training.views.attempt import attempt
from training.views.table_file import empty_table, wrong_rows_file

PURPOSE = "attendance_import"


def _cohort(request: ActingRequest, cohort_id: int) -> Cohort:
    return get_object_or_404(Cohort.objects.visible_to(request.actor), pk=cohort_id)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*SESSION_ROLES)
@never_cache
def presences(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Hand in a table; the answer is what each of its rows would note."""
    cohort = _cohort(request, cohort_id)
    form = TableFileForm(
        request.POST or None,
        request.FILES or None,
        cohort=cohort,
        purpose=PURPOSE,
        problem=presence_table_problem,
    )
    if request.method == "POST" and form.is_valid():
        return _preview(request, cohort, form.cleaned_data["file"])
    context = {"cohort": cohort, "form": form, "heads": HEADS.values()}
    status = 422 if form.errors else 200
    return render(request, "training/attendance_import/new.html", context, status=status)


def _preview(
    request: ActingRequest,
    cohort: Cohort,
    lines: list[Line],
    refused: PreviewForm | None = None,
    status: int = 200,
) -> HttpResponse:
    preview = presence_preview(cohort, read_presences(lines), timezone.now())
    table = packed(cohort, lines, PURPOSE)
    context = {
        "cohort": cohort,
        "preview": preview,
        "form": PreviewForm(
            initial={"table": table, "seen": preview.mark}, cohort=cohort, purpose=PURPOSE
        ),
        "refused": refused,
    }
    return render(request, "training/attendance_import/preview.html", context, status=status)


@require_POST
@acting_as(*SESSION_ROLES)
@never_cache
def confirm(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Note what the preview showed; one that no longer holds is shown anew."""
    cohort = _cohort(request, cohort_id)
    form = PreviewForm(request.POST, cohort=cohort, purpose=PURPOSE)
    if not form.is_valid():
        messages.error(request, "Cet aperçu n’est plus valable : déposez le fichier de nouveau.")
        return redirect("training:attendance_import", cohort.pk)
    lines = form.cleaned_data["table"]
    sent = {"rows": read_presences(lines), "seen": form.cleaned_data["seen"]}
    count = attempt(request, import_presences, form, cohort=cohort, **sent)
    if count is None:
        return _preview(request, cohort, lines, form, status=409)
    many = "s" if count > 1 else ""
    messages.success(request, f"{count} présence{many} notée{many}.")
    return redirect("training:calendar", cohort.pk)


@require_POST
@acting_as(*SESSION_ROLES)
@never_cache
def wrong_rows(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """The rows with a problem as they were typed, each with why, to be corrected and handed in."""
    cohort = _cohort(request, cohort_id)
    form = PreviewForm(request.POST, cohort=cohort, purpose=PURPOSE)
    if not form.is_valid():
        raise Http404
    head, *_ = lines = form.cleaned_data["table"]
    preview = presence_preview(cohort, read_presences(lines), timezone.now())
    return wrong_rows_file(head, [line.row for line in preview.wrong])


@require_safe
@acting_as(*SESSION_ROLES)
def template(request: ActingRequest, cohort_id: int, kind: str) -> HttpResponse:
    """An empty table with the columns of a table of presences."""
    _cohort(request, cohort_id)
    return empty_table("presences-a-noter", "Présences", list(HEADS.values()), kind)
