"""Obstacles: where each stands, what is noted of it, and the table of all of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from portfolio.enums import ObstacleAct, WeekState
from portfolio.forms.obstacle import ObstacleFilter, ObstacleForm
from portfolio.models import LogbookEntry
from portfolio.permissions import SUPPORT_ROLES, can_follow_obstacle, can_read_feelings
from portfolio.queries.obstacle import (
    COLUMNS,
    KIND_WORDS,
    Obstacle,
    chosen,
    count_table,
    load_facts,
    obstacle_rows,
    obstacles,
    practices_of,
    readable_obstacles,
)
from portfolio.rules.obstacle import acts_now
from portfolio.services.obstacle import note_obstacle
from portfolio.views.attempt import attempt
from records.queries.sheets import TYPES, to_file

A_PAGE = 50


@require_safe
@acting_as(*SUPPORT_ROLES)
def board(request: ActingRequest) -> HttpResponse:
    """The obstacles that the actor reads, by practice and by kind, open ones first."""
    form, found = filtered(request)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "lines": count_table(found),
        "kinds": KIND_WORDS,
        "query": f"{query.urlencode()}&" if query else "",
        "files": f"?{query.urlencode()}" if query else "",
    }
    return render(request, "portfolio/obstacle/board.html", context)


@require_safe
@acting_as(*SUPPORT_ROLES)
def export(request: ActingRequest, kind: str) -> HttpResponse:
    """The same obstacles as a file, without what the situations say."""
    if kind not in TYPES:
        raise Http404
    _, found = filtered(request)
    rows = obstacle_rows(found)
    content = to_file(kind, "Empêchements", COLUMNS, rows)
    name = f"empechements-{timezone.localdate():%Y-%m-%d}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=disposition)


def filtered(request: ActingRequest) -> tuple[ObstacleFilter, list[Obstacle]]:
    every = obstacles(request.actor, timezone.localdate())
    form = ObstacleFilter(request.GET, practices=practices_of(every))
    return form, chosen(every, **form.criteria())


@require_safe
@acting_as(*STAFF_ROLES, Role.EMPLOYER, Role.LEARNER)
def obstacle(request: ActingRequest, entry_id: int) -> HttpResponse:
    """One obstacle and what was noted of it; its author and those who accompany note more."""
    return show(request, find(request, entry_id), ObstacleForm())


@acting_as(Role.LEARNER, *SUPPORT_ROLES)
def note(request: ActingRequest, entry_id: int) -> HttpResponse:
    """Note what became of an obstacle; a refused form keeps what was typed."""
    entry = find(request, entry_id)
    if request.method != "POST":  # back from signing in
        return redirect("portfolio:obstacle", entry.pk)
    form = ObstacleForm(request.POST)
    # Whether an act may come now is for the service: a second click is no error.
    form.offer(ObstacleAct)
    if form.is_valid() and noted(request, entry, form):
        messages.success(request, "C’est noté.")
        return redirect("portfolio:obstacle", entry.pk)
    return show(request, find(request, entry_id), form)


def find(request: ActingRequest, entry_id: int) -> LogbookEntry:
    found = get_object_or_404(readable_obstacles(request.actor).with_links(), pk=entry_id)
    load_facts([found])
    return found


def noted(request: ActingRequest, entry: LogbookEntry, form: ObstacleForm) -> bool:
    """Whether the service took the fact; if not, the form says why."""
    sent = {name: form.cleaned_data[name] for name in ("seen", "confirmed")}
    return bool(attempt(request, note_obstacle, form, entry=entry, new=form.new(), **sent))


def show(request: ActingRequest, entry: LogbookEntry, form: ObstacleForm) -> HttpResponse:
    """A refused form keeps what was typed, and takes what is noted now for seen."""
    one = Obstacle(entry, timezone.localdate())
    facts = one.facts
    form.offer(acts_now(one.life.state))
    form.initial = {"seen": len(facts), "on": one.today, "kind": one.life.kind}
    if form.is_bound:
        form.data = {**request.POST.dict(), "seen": str(len(facts))}
    context = {
        "one": one, "entry": one.entry, "facts": facts, "form": form, "back": back(request, one),
        "reads_feelings": can_read_feelings(request.actor),
        "handed_in": one.entry.week.state != WeekState.DRAFT,
        "follows": can_follow_obstacle(request.actor, one.entry),
    }  # fmt: skip
    return render(request, "portfolio/obstacle/obstacle.html", context)


def back(request: ActingRequest, one: Obstacle) -> tuple[str, str]:
    """Where the actor came from, and its name."""
    week = one.entry.week
    if request.actor.role == Role.LEARNER:
        address = reverse("portfolio:week", args=[week.iso_year, week.iso_week])
        return f"{address}?inscription={week.enrolment_id}", "Ma semaine"
    if request.actor.role == Role.EMPLOYER:
        return reverse("portfolio:shared_entries"), "Situations partagées"
    if request.actor.role in SUPPORT_ROLES:
        return reverse("portfolio:obstacles"), "Les empêchements"
    return reverse("portfolio:read_week", args=[week.pk]), "La semaine"
