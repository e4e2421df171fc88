"""The wall of a cohort, and the page on which a situation is shared with it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from portfolio.enums import SharingAct
from portfolio.forms.wall import RemovalForm, SharingForm, WallFilter
from portfolio.models import LogbookEntry, WallCopy
from portfolio.permissions import WALL_ROLES, can_note_sharing
from portfolio.queries.wall import asked_of, facts_of, sharable, wall, wall_cohorts
from portfolio.rules.wall import SHARING_STEPS, sharing_problem
from portfolio.services.wall import note_sharing, remove_copy
from portfolio.views.attempt import attempt, status_of
from portfolio.views.meeting import METHODS

A_PAGE = 20
SAID = {
    SharingAct.ASKED: "Demandé : son auteur répond quand il veut.",
    SharingAct.CONSENTED: "Partagée : la promotion la lit sur son mur.",
    SharingAct.REFUSED: "Refusé : rien n’est partagé.",
    SharingAct.WITHDRAWN: "Reprise : la promotion ne la lit plus.",
}


@require_safe
@acting_as(*WALL_ROLES)
def board(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Good practices and obstacles that their authors share, the newest first."""
    cohort = next((one for one in wall_cohorts(request.actor) if one.pk == cohort_id), None)
    if cohort is None:
        raise Http404
    form = WallFilter(request.GET)
    query = request.GET.copy()
    query.pop("page", None)
    found = wall(request.actor, cohort, **form.criteria())
    context = {
        "cohort": cohort,
        "form": form,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "query": f"{query.urlencode()}&" if query else "",
        "asked": asked_of(request.actor, cohort),
        "removes": request.actor.role == Role.LEAD,
    }
    return render(request, "portfolio/wall/wall.html", context)


@require_http_methods(METHODS)
@acting_as(*WALL_ROLES)
def sharing(request: ActingRequest, entry_id: int) -> HttpResponse:
    """Share a situation with the cohort, answer who asks, take it back; or ask its author."""
    entry = get_object_or_404(sharable(request.actor), pk=entry_id)
    form = SharingForm(request.POST or None, entry=entry)
    made = (
        request.method == "POST"
        and form.is_valid()
        and attempt(request, note_sharing, form, entry=entry, **form.sent())
    )
    if made:
        messages.success(request, SAID[SharingAct(made.act)])
        return redirect("portfolio:sharing", entry.pk)
    facts = facts_of(request.actor, entry)
    context = {
        "entry": entry,
        "facts": facts,
        "form": form,
        "seen": len(facts),
        "own": entry.week.enrolment.learner_id == request.actor.user_id,
        "acts": acts_for(request, entry, facts[-1].act if facts else ""),
    }
    return render(request, "portfolio/wall/sharing.html", context, status=status_of(form))


def acts_for(request: ActingRequest, entry: LogbookEntry, state: str) -> list[str]:
    """What the actor may say of a situation now."""
    return [
        act.value
        for act in SHARING_STEPS[state]
        if can_note_sharing(request.actor, entry, act)
        and not sharing_problem(act, state, entry.kind, entry.week.state)
    ]


@require_http_methods(METHODS)
@acting_as(Role.LEAD)
def remove(request: ActingRequest, copy_id: int) -> HttpResponse:
    """A lead takes a copy from the wall, and says why."""
    copy = get_object_or_404(WallCopy.objects.visible_to(request.actor).for_screen(), pk=copy_id)
    form = RemovalForm(request.POST or None)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(request, remove_copy, form, copy=copy, **form.cleaned_data):
        messages.success(request, "Retirée du mur. Son auteur lit pourquoi.")
        return redirect("portfolio:wall", copy.cohort_id)
    context = {"copy": copy, "form": form}
    return render(request, "portfolio/wall/remove.html", context, status=status_of(form))
