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
from portfolio.forms.logbook import HoursForm
from portfolio.queries import logbook_path
from portfolio.queries.reflection import reflection_prompt
from portfolio.rules.weeks import week_of
from portfolio.services import write_week
from portfolio.views.entry import store_entry
from portfolio.views.learner import chosen, learner_context, own_enrolments
from portfolio.views.week_page import WeekPage, fresh, load_page, no_enrolment, week_url
from records.rules.french import duration


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
    if week.row and not week.writable:
        messages.error(request, "Cette semaine est déjà remise : gardez l’idée pour la suivante.")
    query = urlencode({**named, "reflexion": f"{code}:{block_id}"})
    return redirect(f"{reverse('portfolio:week', args=week.iso)}?{query}#id_text")


ACTS = ("heures", "remettre")


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
            hours=form.written(),
            version=form.cleaned_data["version"],
            hand_in=hand_in,
            now=timezone.now(),
        )
    except ServiceError as refusal:
        return refused_week(page, form, refusal)
    messages.success(page.request, stored_words(page, hand_in, form.written().practice))
    return redirect(week_url(page))


def refused_week(page: WeekPage, form: HoursForm, refusal: ServiceError) -> HttpResponse:
    """What was typed is shown again, with the version that is stored now."""
    page = fresh(page)
    typed = page.request.POST.copy()
    typed["version"] = str(page.row.version if page.row else 0)
    again = page.hours_form(typed)
    again.is_valid()
    again.add_error(None, refusal.message)
    return page.render(hours_form=again)


def stored_words(page: WeekPage, hand_in: bool, minutes: int) -> str:
    hours = f"{duration(minutes)} au cabinet"
    if hand_in:
        return f"Semaine {page.week.rank} remise, avec {hours}. Elle attend le visa."
    return f"Enregistré : {hours}, semaine {page.week.rank}."
