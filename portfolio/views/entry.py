"""The situations of a week, as their learner adds, completes and takes them out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from people.services import ServiceError, StaleForm
from portfolio.forms.attachment import AttachmentForm
from portfolio.forms.entry import FullEntryForm
from portfolio.forms.signing import VersionForm
from portfolio.models import LogbookEntry
from portfolio.queries.comment import load_comments
from portfolio.rules.entry import TEXTS
from portfolio.services import edit_entry, remove_entry, write_entry
from portfolio.views.learner import learner_context
from portfolio.views.week_page import WeekPage, fresh, load_page, week_url
from records.rules.french import day_and_month


def store_entry(page: WeekPage) -> HttpResponse:
    """Add what the quick form of a week says."""
    form = page.entry_form(page.request.POST)
    if not form.is_valid():
        return page.render(entry_form=form)
    try:
        entry = write_entry(
            actor=page.request.actor,
            enrolment=page.enrolment,
            iso_year=page.iso.year,
            iso_week=page.iso.number,
            form_key=form.cleaned_data["form_key"],
            written=form.written(),
            confirmed=form.cleaned_data["confirmed"],
            now=timezone.now(),
        )
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return fresh(page).render(entry_form=form)
    messages.success(
        page.request,
        f"Enregistré : {entry.get_kind_display().lower()}, {day_and_month(entry.day)}.",
    )
    return redirect(f"{week_url(page)}#situation-{entry.pk}")


def load_entry(page: WeekPage, entry_id: int) -> LogbookEntry | None:
    """A situation of this week; None if it was taken out, or never was here."""
    found = LogbookEntry.objects.filter(pk=entry_id, week=page.row)
    found = found.select_related("week__enrolment__practice", "practice")
    one = found.with_links().first()
    if one:
        load_comments([one], page.request.actor)
    return one


@acting_as(Role.LEARNER)
def entry(request: ActingRequest, iso_year: int, iso_week: int, entry_id: int) -> HttpResponse:
    """Change one situation."""
    page = load_page(request, iso_year, iso_week)
    stored = load_entry(page, entry_id)
    if request.method == "POST":
        return change_entry(page, stored) if stored else taken_out(page)
    if stored is None:
        raise Http404
    if not page.writable:
        return redirect(week_url(page))
    return show_entry(page, stored, page.full_form(stored))


def change_entry(page: WeekPage, stored: LogbookEntry) -> HttpResponse:
    form = page.full_form(stored, page.request.POST)
    if not form.is_valid():
        return show_entry(page, stored, form)
    try:
        edit_entry(
            actor=page.request.actor,
            entry=stored,
            version=form.cleaned_data["version"] or 0,
            written=form.written(),
            confirmed=form.cleaned_data["confirmed"],
            now=timezone.now(),
        )
    except ServiceError as refusal:
        return entry_again(page, stored.pk, refusal)
    messages.success(page.request, f"Enregistré : situation du {day_and_month(stored.day)}.")
    return redirect(f"{week_url(page)}#situation-{stored.pk}")


def entry_again(page: WeekPage, entry_id: int, refusal: ServiceError) -> HttpResponse:
    """What was typed stays, and what is stored now stands beside it."""
    page = fresh(page)
    stored = load_entry(page, entry_id)
    if stored is None:
        return taken_out(page)
    typed = page.request.POST.copy()
    typed["version"] = str(stored.version)
    again = page.full_form(stored, typed)
    again.is_valid()
    again.add_error(None, refusal.message)
    newer = stored if isinstance(refusal, StaleForm) else None
    return show_entry(page, stored, again, newer)


def taken_out(page: WeekPage) -> HttpResponse:
    """The situation is gone: what was typed is offered as a new one."""
    form = page.entry_form(page.request.POST)
    form.is_valid()
    form.add_error(None, "Cette situation a été retirée entre-temps. Vous pouvez l’ajouter.")
    typed = [page.request.POST.get(name, "").strip() for name in TEXTS[1:]]
    return page.render(entry_form=form, left_over=[text for text in typed if text])


def show_entry(
    page: WeekPage, stored: LogbookEntry, form: FullEntryForm, newer: LogbookEntry | None = None
) -> HttpResponse:
    context = {
        **learner_context(page.request, page.enrolment, page.enrolments, page.path),
        "page": page,
        "entry": stored,
        "entry_form": form,
        "newer": newer,
        "attachment_form": AttachmentForm(),
        "reads_feelings": True,
        "answers_comments": True,
        "back": week_url(page),
    }
    return render(page.request, "portfolio/logbook/entry.html", context)


@acting_as(Role.LEARNER)
def remove(request: ActingRequest, iso_year: int, iso_week: int, entry_id: int) -> HttpResponse:
    """Take one situation out; asking twice takes it out once."""
    page = load_page(request, iso_year, iso_week)
    if request.method != "POST":  # back from signing in
        return redirect(week_url(page))
    stored = load_entry(page, entry_id)
    if stored is None:
        messages.info(request, "Cette situation est déjà retirée.")
        return redirect(week_url(page))
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        remove_entry(actor=request.actor, entry=stored, version=version, now=timezone.now())
    except ServiceError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Situation du {day_and_month(stored.day)} retirée.")
    return redirect(week_url(page))
