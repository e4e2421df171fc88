"""Take up the last written week in another one."""

from secrets import token_urlsafe

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from people.services import ServiceError
from portfolio.forms.copy import CopyForm
from portfolio.forms.signing import VersionForm
from portfolio.models import WeekCopy
from portfolio.queries.copy import LastWeek, last_week
from portfolio.services import confirm_copy, copy_week
from portfolio.views.attempt import attempt
from portfolio.views.entry import load_entry
from portfolio.views.learner import learner_context
from portfolio.views.week_page import WeekPage, fresh, load_page, week_url
from records.rules.french import day_and_month


@acting_as(Role.LEARNER)
def copy(request: ActingRequest, iso_year: int, iso_week: int) -> HttpResponse:
    """What of the last written week may come into this one; a refusal keeps what was ticked."""
    page = load_page(request, iso_year, iso_week)
    if not page.writable:
        messages.error(request, page.closed_words or "Cette semaine ne s’écrit pas maintenant.")
        return redirect(week_url(page))
    last = last_week(request.actor, page.enrolment, page.iso, page.today)
    if last is None or request.method != "POST":
        return show(page, last)
    form = CopyForm(request.POST, last=last)
    made = store(page, form) if form.is_valid() else None
    if made is None:
        page = fresh(page)
        return show(page, last_week(request.actor, page.enrolment, page.iso, page.today), form)
    messages.success(request, words_of(made))
    return redirect(week_url(page))


def store(page: WeekPage, form: CopyForm) -> WeekCopy | None:
    return attempt(
        page.request, copy_week, form, enrolment=page.enrolment, week=page.iso, **form.cleaned_data
    )


def words_of(made: WeekCopy) -> str:
    days = f"{made.days} ligne{'s' if made.days > 1 else ''} d’heures" if made.days else ""
    many = "s" if made.entries > 1 else ""
    entries = f"{made.entries} situation{many} à relire" if made.entries else ""
    return f"Repris : {' et '.join(filter(None, [days, entries]))}."


def show(page: WeekPage, last: LastWeek | None, form: CopyForm | None = None) -> HttpResponse:
    sent = page.request.POST
    context = {
        **learner_context(page.request, page.enrolment, page.enrolments, page.path),
        "page": page,
        "last": last,
        "form": form,
        "ticked": {"days": sent.getlist("days"), "entries": sent.getlist("entries")},
        "version": page.row.version if page.row else 0,
        "form_key": token_urlsafe(16),
        "back": week_url(page),
    }
    return render(page.request, "portfolio/copy/week.html", context)


@acting_as(Role.LEARNER)
def confirm(request: ActingRequest, iso_year: int, iso_week: int, entry_id: int) -> HttpResponse:
    """A copied situation is true as it stands; saying so twice says it once."""
    page = load_page(request, iso_year, iso_week)
    stored = load_entry(page, entry_id)
    if request.method != "POST":  # back from signing in
        return redirect(week_url(page))
    if stored is None:
        messages.error(request, "Cette situation est retirée : rien n’est à confirmer.")
        return redirect(week_url(page))
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        confirm_copy(actor=request.actor, entry=stored, version=version, now=timezone.now())
    except ServiceError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Situation du {day_and_month(stored.day)} relue.")
    return redirect(f"{week_url(page)}#situation-{stored.pk}")
