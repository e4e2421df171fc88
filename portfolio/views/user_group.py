"""Groups of users: the list, one of them, its rhythm, its meetings, the référent of a practice."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from people.services import ServiceError
from portfolio.forms.user_group import (
    GroupReferentForm,
    NewGroupForm,
    SessionForm,
    SettingForm,
)
from portfolio.models import UserGroup
from portfolio.permissions import GROUP_ROLES, RUNNING_ROLES
from portfolio.queries.user_group import (
    dates_of,
    inside,
    own_referents,
    people_of_practice,
    referents_of,
    user_groups,
)
from portfolio.services.user_group import (
    name_group_referent,
    note_session,
    open_group,
    set_group,
    take_part,
)
from portfolio.views.attempt import attempt, status_of
from portfolio.views.meeting import METHODS
from training.forms.stored import stored_values

GROUPS_A_PAGE, NEEDS_A_PAGE = 30, 20


def group_of(request: ActingRequest, group_id: int) -> UserGroup:
    return get_object_or_404(user_groups(request.actor), pk=group_id)


def runs(request: ActingRequest) -> bool:
    """All groups that somebody of the training body sees are theirs to run."""
    return request.actor.role in RUNNING_ROLES


def is_inside(request: ActingRequest, group: UserGroup) -> bool:
    """`group` as `group_of` gives it."""
    return runs(request) or bool(getattr(group, "mine", False))


def refuse_outsider(request: ActingRequest, group: UserGroup) -> None:
    if not is_inside(request, group):
        raise Http404


@require_safe
@acting_as(*GROUP_ROLES)
def index(request: ActingRequest) -> HttpResponse:
    """The groups of one’s training body."""
    page = Paginator(user_groups(request.actor), GROUPS_A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    lines = [(group, next(iter(dates_of(group, today)), None)) for group in page]
    context = {"page": page, "lines": lines, "runs": runs(request), "query": ""}
    return render(request, "portfolio/user_group/list.html", context)


@require_http_methods(METHODS)
@acting_as(*RUNNING_ROLES)
def new(request: ActingRequest) -> HttpResponse:
    """Open a group."""
    form = NewGroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent: dict[str, Any] = {name: form.cleaned_data[name] for name in ("kind", "name")}
        key = form.cleaned_data["form_key"]
        if made := attempt(request, open_group, form, pace=form.pace(), form_key=key, **sent):
            messages.success(request, "Groupe ouvert.")
            return redirect("portfolio:user_group", made.pk)
    context = {"form": form}
    return render(request, "portfolio/user_group/new.html", context, status=status_of(form))


@require_safe
@acting_as(*GROUP_ROLES)
def group(request: ActingRequest, group_id: int) -> HttpResponse:
    """A group: its dates for whoever may join, the rest for those in it and those who run it."""
    row, today = group_of(request, group_id), timezone.localdate()
    context: dict[str, Any] = {
        "group": row, "pace": row.pace, "dates": dates_of(row, today), "runs": runs(request),
        "mine": getattr(row, "mine", False),
        "employer": request.actor.role == Role.EMPLOYER,
    }  # fmt: skip
    if is_inside(request, row):
        needs = row.needs.select_related("practice").prefetch_related("facts")
        page = Paginator(needs, NEEDS_A_PAGE).get_page(request.GET.get("page"))
        referents = referents_of(row, today)
        context |= {"inside": inside(request.actor, row), "page": page, "referents": referents}
    return render(request, "portfolio/user_group/group.html", context)


@require_http_methods(METHODS)
@acting_as(*RUNNING_ROLES)
def settle(request: ActingRequest, group_id: int) -> HttpResponse:
    """Another rhythm, closed, or open again."""
    row = group_of(request, group_id)
    form = SettingForm(request.POST or None, group=row)
    if request.method == "POST" and form.is_valid():
        sent = {"pace": form.pace(), "seen": form.cleaned_data["seen"]}
        if attempt(request, set_group, form, group=row, **sent):
            messages.success(request, "Enregistré.")
            return redirect("portfolio:user_group", row.pk)
        if form.stale:
            form.renew(seen=row.setting.number)
            vars(form).update(overtaken=True, stored=stored_values(form))
    context = {"group": row, "form": form}
    return render(request, "portfolio/user_group/set.html", context, status=status_of(form))


@require_POST
@acting_as(*GROUP_ROLES)
def join(request: ActingRequest, group_id: int) -> HttpResponse:
    """Take part in a group, or leave it."""
    row, joined = group_of(request, group_id), request.POST.get("joined") == "1"
    try:
        take_part(actor=request.actor, group=row, joined=joined, now=timezone.now())
    except ServiceError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Vous y prenez part." if joined else "Vous n’y êtes plus.")
    return redirect("portfolio:user_group", row.pk)


@require_http_methods(METHODS)
@acting_as(*RUNNING_ROLES)
def meet(request: ActingRequest, group_id: int) -> HttpResponse:
    """Note a meeting that was held."""
    row = group_of(request, group_id)
    form = SessionForm(request.POST or None)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(request, note_session, form, group=row, **form.cleaned_data):
        messages.success(request, "Réunion notée.")
        return redirect("portfolio:user_group", row.pk)
    context = {"group": row, "form": form}
    return render(request, "portfolio/user_group/session.html", context, status=status_of(form))


@require_http_methods(METHODS)
@acting_as(Role.EMPLOYER)
def referent(request: ActingRequest, group_id: int) -> HttpResponse:
    """Whom the practice names for the group."""
    row, today = group_of(request, group_id), timezone.localdate()
    form = GroupReferentForm(request.POST or None, people=people_of_practice(request.actor, today))
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(request, name_group_referent, form, group=row, **form.sent()):
        messages.success(request, "Enregistré.")
        return redirect("portfolio:group_referent", row.pk)
    named = own_referents(request.actor, row)
    form.initial.update(seen=len(named), since=today)
    if form.stale:
        form.renew(seen=len(named))
    context = {"group": row, "form": form, "named": named}
    return render(request, "portfolio/user_group/referent.html", context, status=status_of(form))
