"""The themes and needs of a group of users, and the synthesis of a period."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from portfolio.enums import NEED_TRANSITIONS, NeedState
from portfolio.forms.user_need import (
    NeedFactForm,
    NeedForm,
    PeriodForm,
    SendingForm,
    ThemeForm,
    TreatedForm,
    VoteForm,
)
from portfolio.models import GroupTheme, UserGroup, UserNeed
from portfolio.permissions import GROUP_ROLES, RUNNING_ROLES
from portfolio.queries.synthesis import COLUMNS, synthesis, synthesis_rows, synthesis_text
from portfolio.rules.user_group import need_state
from portfolio.services.user_need import (
    close_theme,
    note_need,
    propose_theme,
    raise_need,
    send_synthesis,
    vote_theme,
)
from portfolio.views.attempt import attempt, status_of
from portfolio.views.meeting import METHODS
from portfolio.views.user_group import group_of, refuse_outsider, runs
from records.queries.sheets import TYPES, to_file

SENT_SHOWN = 20
FILE_TYPES = {**TYPES, "txt": "text/plain; charset=utf-8"}


def theme_of(request: ActingRequest, theme_id: int) -> GroupTheme:
    groups = UserGroup.objects.inside(request.actor)
    return get_object_or_404(
        GroupTheme.objects.select_related("group"), pk=theme_id, group__in=groups.values("pk")
    )


@require_http_methods(METHODS)
@acting_as(*GROUP_ROLES)
def theme_new(request: ActingRequest, group_id: int) -> HttpResponse:
    """Propose a theme."""
    group, form = group_of(request, group_id), ThemeForm(request.POST or None)
    refuse_outsider(request, group)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(request, propose_theme, form, group=group, **form.cleaned_data):
        messages.success(request, "Thème proposé.")
        return redirect("portfolio:user_group", group.pk)
    context = {"group": group, "form": form}
    return render(request, "portfolio/user_group/theme.html", context, status=status_of(form))


@require_POST
@acting_as(*GROUP_ROLES)
def theme_vote(request: ActingRequest, theme_id: int) -> HttpResponse:
    """Give a theme one’s voice, or take it back."""
    theme, form = theme_of(request, theme_id), VoteForm(request.POST)
    back = redirect(f"{reverse('portfolio:user_group', args=[theme.group_id])}#themes")
    if not form.is_valid():
        messages.error(request, "Relisez les thèmes, puis recommencez.")
        return back
    given = form.cleaned_data["given"]
    try:
        vote_theme(actor=request.actor, theme=theme, given=given, now=timezone.now())
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Voix donnée." if given else "Voix reprise.")
    return back


@require_http_methods(METHODS)
@acting_as(*RUNNING_ROLES)
def theme_close(request: ActingRequest, theme_id: int) -> HttpResponse:
    """Say that a theme was treated."""
    theme = theme_of(request, theme_id)
    form = TreatedForm(request.POST or None, initial={"treated_on": timezone.localdate()})
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(request, close_theme, form, theme=theme, **form.cleaned_data):
        messages.success(request, "Thème traité.")
        return redirect("portfolio:user_group", theme.group_id)
    context = {"theme": theme, "form": form}
    return render(request, "portfolio/user_group/treated.html", context, status=status_of(form))


@require_http_methods(METHODS)
@acting_as(*GROUP_ROLES)
def need_new(request: ActingRequest, group_id: int) -> HttpResponse:
    """Add a need to the register."""
    group, form = group_of(request, group_id), NeedForm(request.POST or None)
    refuse_outsider(request, group)
    valid = request.method == "POST" and form.is_valid()
    if valid and (made := attempt(request, raise_need, form, group=group, **form.cleaned_data)):
        messages.success(request, "Besoin noté.")
        return redirect("portfolio:need", made.pk)
    if not form.is_bound and group.kind == "software":
        form.initial["about"] = group.name
    context = {"group": group, "form": form}
    return render(request, "portfolio/user_group/need_new.html", context, status=status_of(form))


def need_of(request: ActingRequest, need_id: int) -> UserNeed:
    groups = UserGroup.objects.inside(request.actor).values("pk")
    found = UserNeed.objects.select_related("group", "practice", "raised_by__user")
    return get_object_or_404(found, pk=need_id, group__in=groups)


@require_safe
@acting_as(*GROUP_ROLES)
def need(request: ActingRequest, need_id: int) -> HttpResponse:
    """A need and what became of it."""
    return show_need(request, need_of(request, need_id), NeedFactForm())


@require_http_methods(METHODS)
@acting_as(*RUNNING_ROLES)
def need_note(request: ActingRequest, need_id: int) -> HttpResponse:
    """Note what becomes of a need; a refused form keeps what was typed."""
    row, form = need_of(request, need_id), NeedFactForm(request.POST or None)
    # Whether a state may come now is for the service: a second click is no error.
    form.offer(NeedState)
    if request.method == "POST" and form.is_valid():
        sent = {"new": form.new(), "seen": form.cleaned_data["seen"]}
        if attempt(request, note_need, form, need=row, **sent):
            messages.success(request, "C’est noté.")
            return redirect("portfolio:need", row.pk)
    return show_need(request, row, form)


def show_need(request: ActingRequest, row: UserNeed, form: NeedFactForm) -> HttpResponse:
    facts = list(row.facts.select_related("noted_by__user"))
    state = need_state(facts)
    form.offer(NEED_TRANSITIONS[state])
    form.initial["seen"] = len(facts)
    if form.stale:
        form.renew(seen=len(facts))
    context = {"need": row, "facts": facts, "state": state, "form": form, "runs": runs(request)}
    return render(request, "portfolio/user_group/need.html", context, status=status_of(form))


@require_safe
@acting_as(*GROUP_ROLES)
def overview(request: ActingRequest, group_id: int) -> HttpResponse:
    """The synthesis of a period, and to whom syntheses were sent."""
    group, period = group_of(request, group_id), PeriodForm(request.GET or None)
    refuse_outsider(request, group)
    since, until = period.period(timezone.localdate())
    context = {
        "group": group, "period": period, "runs": runs(request),
        "synthesis": synthesis(group, since, until),
        "sendings": group.sendings.select_related("noted_by__user")[:SENT_SHOWN],
        "files": f"?du={since:%Y-%m-%d}&au={until:%Y-%m-%d}",
    }  # fmt: skip
    return render(request, "portfolio/user_group/synthesis.html", context)


@require_http_methods(METHODS)
@acting_as(*RUNNING_ROLES)
def send(request: ActingRequest, group_id: int) -> HttpResponse:
    """Note to whom the synthesis of a period was sent; the site sends nothing itself."""
    group, today = group_of(request, group_id), timezone.localdate()
    since, until = PeriodForm(request.GET or None).period(today)
    initial = {"since": since, "until": until, "sent_on": today}
    form = SendingForm(request.POST or None, initial=initial)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(request, send_synthesis, form, group=group, **form.cleaned_data):
        messages.success(request, "Envoi noté, avec le texte de ce jour.")
        return redirect("portfolio:synthesis", group.pk)
    context = {"group": group, "form": form, "since": since, "until": until}
    context["text"] = synthesis_text(synthesis(group, since, until))
    return render(request, "portfolio/user_group/send.html", context, status=status_of(form))


@require_safe
@acting_as(*GROUP_ROLES)
def export(request: ActingRequest, group_id: int, kind: str) -> HttpResponse:
    """The same synthesis as a table, or as a text to print."""
    if kind not in FILE_TYPES:
        raise Http404
    group = group_of(request, group_id)
    refuse_outsider(request, group)
    since, until = PeriodForm(request.GET or None).period(timezone.localdate())
    one = synthesis(group, since, until)
    if kind == "txt":
        content = synthesis_text(one).encode()
    else:
        rows = synthesis_rows(one)
        content = to_file(kind, "Synthèse", COLUMNS, rows)
    name = f"synthese-groupe-{group.pk}-{until:%Y-%m-%d}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=FILE_TYPES[kind], headers=disposition)
