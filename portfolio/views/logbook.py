"""The livret as its learner writes it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from portfolio.enums import WRITABLE_STATES
from portfolio.forms.logbook import EntryForm, HoursForm
from portfolio.forms.signing import VersionForm
from portfolio.models import LogbookEntry
from portfolio.queries import logbook_path
from portfolio.queries.reflection import reflection_prompt
from portfolio.rules.weeks import week_of
from portfolio.services import edit_entry, remove_entry, write_entry, write_week
from portfolio.views.learner import chosen, learner_context, own_enrolments
from portfolio.views.week_page import WeekPage, load_page, no_enrolment
from records.rules.french import day_and_month, duration


@acting_as(Role.LEARNER)
def path(request: ActingRequest) -> HttpResponse:
    """The path of the weeks, the current one first."""
    enrolments = own_enrolments(request)
    enrolment = chosen(request, enrolments)
    if enrolment is None:
        return no_enrolment(request)
    weeks = logbook_path(enrolment, timezone.localdate())
    context = learner_context(request, enrolment, enrolments, weeks)
    return render(request, "portfolio/logbook/path.html", context)


@acting_as(Role.LEARNER)
def week(request: ActingRequest, iso_year: int, iso_week: int) -> HttpResponse:
    """Write and hand in one week."""
    page = load_page(request, iso_year, iso_week)
    if request.method != "POST":
        return page.render()
    if page.week.future:
        messages.error(request, "Cette semaine n’a pas commencé : rien n’est enregistré.")
        return redirect(week_url(page))
    act = request.POST.get("acte")
    try:
        return store_week(page, act == "remettre") if act in ACTS else store_entry(page)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal


@require_safe
@acting_as(Role.LEARNER)
def reflect(request: ActingRequest, code: str, block_id: UUID) -> HttpResponse:
    """From a lesson to this week of the livret, where its invitation stands ready."""
    enrolment = chosen(request, own_enrolments(request))
    if enrolment is None or not reflection_prompt(enrolment, code, str(block_id)):
        raise Http404
    today = timezone.localdate()
    week = logbook_path(enrolment, today).find(week_of(today))
    named: dict[str, int | str] = (
        {"inscription": enrolment.pk} if "inscription" in request.GET else {}
    )
    if week is None:
        messages.error(request, "Le livret n’a pas de semaine à écrire aujourd’hui.")
        return redirect(f"{reverse('portfolio:path')}?{urlencode(named)}")
    if week.row and week.row.state not in WRITABLE_STATES:
        messages.error(request, "Cette semaine est déjà remise : gardez l’idée pour la suivante.")
    query = urlencode({**named, "reflexion": f"{code}:{block_id}"})
    return redirect(f"{reverse('portfolio:week', args=week.iso)}?{query}#id_text")


ACTS = ("heures", "remettre")


def store_entry(page: WeekPage) -> HttpResponse:
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
            now=timezone.now(),
            **form.written(),
        )
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return fresh(page).render(entry_form=form)
    messages.success(
        page.request,
        f"Enregistré : {entry.get_kind_display().lower()}, {day_and_month(entry.day)}.",
    )
    return redirect(f"{week_url(page)}#situation-{entry.pk}")


def store_week(page: WeekPage, hand_in: bool) -> HttpResponse:
    form = page.hours_form(page.request.POST)
    if not form.is_valid():
        return page.render(hours_form=form)
    try:
        write_week(
            actor=page.request.actor,
            enrolment=page.enrolment,
            iso_year=page.iso.year,
            iso_week=page.iso.number,
            practice_minutes=form.cleaned_data["total"],
            version=form.cleaned_data["version"],
            hand_in=hand_in,
            now=timezone.now(),
        )
    except ServiceError as refusal:
        return refused_week(page, form, refusal)
    messages.success(page.request, stored_words(page, hand_in, form.cleaned_data["total"]))
    return redirect(week_url(page))


def refused_week(page: WeekPage, form: HoursForm, refusal: ServiceError) -> HttpResponse:
    """What was typed is shown again, with the version that is stored now."""
    page = fresh(page)
    again = page.hours_form({**form.cleaned_data, "version": page.row.version if page.row else 0})
    again.is_valid()
    again.add_error(None, refusal.message)
    return page.render(hours_form=again)


def stored_words(page: WeekPage, hand_in: bool, minutes: int) -> str:
    hours = f"{duration(minutes)} au cabinet"
    if hand_in:
        return f"Semaine {page.week.rank} remise, avec {hours}. Elle attend le visa."
    return f"Enregistré : {hours}, semaine {page.week.rank}."


def fresh(page: WeekPage) -> WeekPage:
    """The page as stored now, after a refusal."""
    return load_page(page.request, page.iso.year, page.iso.number)


def week_url(page: WeekPage) -> str:
    named = "inscription" in page.request.GET
    suffix = f"?inscription={page.enrolment.pk}" if named else ""
    return reverse("portfolio:week", args=[page.iso.year, page.iso.number]) + suffix


def load_entry(page: WeekPage, entry_id: int) -> LogbookEntry | None:
    """A situation of this week; None if it was taken out, or never was here."""
    found = LogbookEntry.objects.filter(pk=entry_id, week=page.row)
    return found.prefetch_related("competencies").select_related("week").first()


@acting_as(Role.LEARNER)
def entry(request: ActingRequest, iso_year: int, iso_week: int, entry_id: int) -> HttpResponse:
    """Change one situation."""
    page = load_page(request, iso_year, iso_week)
    stored = load_entry(page, entry_id)
    if request.method == "POST":
        return change_entry(page, stored) if stored else taken_out(page)
    if stored is None:
        raise Http404
    if stored.week.state not in WRITABLE_STATES:
        return redirect(week_url(page))
    return show_entry(page, stored, page.entry_form(entry=stored))


def change_entry(page: WeekPage, stored: LogbookEntry) -> HttpResponse:
    form = page.entry_form(page.request.POST, stored)
    if not form.is_valid():
        return show_entry(page, stored, form)
    try:
        edit_entry(
            actor=page.request.actor,
            entry=stored,
            version=form.cleaned_data["version"] or 0,
            now=timezone.now(),
            **form.written(),
        )
    except ServiceError as refusal:
        return entry_again(page, stored.pk, form, refusal)
    messages.success(page.request, f"Enregistré : situation du {day_and_month(stored.day)}.")
    return redirect(f"{week_url(page)}#situation-{stored.pk}")


def entry_again(
    page: WeekPage, entry_id: int, form: EntryForm, refusal: ServiceError
) -> HttpResponse:
    """What was typed stays, and what is stored now stands beside it."""
    page = fresh(page)
    stored = load_entry(page, entry_id)
    if stored is None:
        return taken_out(page)
    again = page.entry_form({**form.cleaned_data, "version": stored.version}, stored)
    again.is_valid()
    again.add_error(None, refusal.message)
    newer = stored if stored.text != form.cleaned_data["text"] else None
    return show_entry(page, stored, again, newer)


def taken_out(page: WeekPage) -> HttpResponse:
    """The situation is gone: what was typed is offered as a new one."""
    form = page.entry_form(page.request.POST)
    form.is_valid()
    form.add_error(None, "Cette situation a été retirée entre-temps. Vous pouvez l’ajouter.")
    return page.render(entry_form=form)


def show_entry(
    page: WeekPage, stored: LogbookEntry, form: EntryForm, newer: LogbookEntry | None = None
) -> HttpResponse:
    context = {
        **learner_context(page.request, page.enrolment, page.enrolments, page.path),
        "page": page,
        "entry": stored,
        "entry_form": form,
        "newer": newer,
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
