"""Inviting, and the page behind the link: a GET shows, a POST accepts."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.enums import Role
from people.models import Membership
from people.permissions import ActingRequest, acting_as
from people.services import ServiceError
from records.forms.invitations import InvitationForm, PasswordForm
from records.queries.invitations import (
    OpenDoor,
    closed_invitation,
    open_door,
    open_invitations,
)
from records.services import InvitationClosed, accept_invitation, invitation_url, invite

LINK = "invitation_link"
BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGE = 50


@require_http_methods(["GET", "POST"])
@acting_as(Role.LEAD, Role.ADMIN)
@never_cache
def new(request: ActingRequest) -> HttpResponse:
    """Invite somebody; below, the invitations that nobody has accepted yet."""
    form = InvitationForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = invite(actor=request.actor, now=timezone.now(), **form.cleaned_data)
        except ServiceError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Invitation enregistrée pour {invitation.email}.")
            if not settings.MAIL_IS_DELIVERED:
                request.session[LINK] = [invitation.email, invitation_url(token)]
            return redirect("records:invite")
    context = {
        "form": form,
        "link": request.session.pop(LINK, None),
        "page": Paginator(open_invitations(request.actor), PAGE).get_page(request.GET.get("page")),
        "now": timezone.now(),
    }
    return render(request, "records/invitation/new.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """What a link opens. The address of this page is a key: it goes to no other site."""
    door = open_door(token, timezone.now(), timezone.localdate())
    response = _open(request, token, door) if door else _closed(request, token)
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _open(request: HttpRequest, token: str, door: OpenDoor) -> HttpResponse:
    form = PasswordForm(request.POST or None, invitation=door.invitation)
    ready = request.method == "POST" and (not door.chooses_password or form.is_valid())
    if not ready:
        return _show(request, door, form)
    try:
        membership = accept_invitation(
            token=token,
            user=request.user if request.user.is_authenticated else None,
            password=form.data.get("password", ""),
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except InvitationClosed:
        return _closed(request, token)
    except ServiceError as refusal:
        return _show(request, door, form, refusal.message)
    return _welcome(request, membership, is_new=door.chooses_password)


def _closed(request: HttpRequest, token: str) -> HttpResponse:
    """Why a link opens nothing: used, expired, or not known (any more)."""
    context = {"invitation": closed_invitation(token), "now": timezone.now()}
    return render(request, "records/invitation/closed.html", context, status=404)


def _welcome(request: HttpRequest, membership: Membership, *, is_new: bool) -> HttpResponse:
    if is_new:
        login(request, membership.user, backend=BACKEND)
    role, organisation = membership.get_role_display(), membership.organisation
    messages.success(request, f"Bienvenue. Votre rôle est ouvert : {role}, {organisation}.")
    return redirect("lms:home")


def _show(
    request: HttpRequest, door: OpenDoor, form: PasswordForm, refusal: str = ""
) -> HttpResponse:
    context = {
        "invitation": door.invitation,
        "account": door.account,
        "chooses_password": door.chooses_password,
        "is_mine": door.account is not None and door.account == request.user,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "records/invitation/accept.html", context)
