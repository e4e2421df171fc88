"""Which membership acts in a request."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from people.enums import STAFF_ROLES, Role

if TYPE_CHECKING:
    from people.models import Membership, User

SESSION_KEY = "adhesion"


class ActingRequest(HttpRequest):
    """A request that has passed `people.middleware` and `acting_as`."""

    user: "User"
    memberships: "list[Membership]"
    actor: "Membership"


def acting_membership(request: ActingRequest, roles: tuple[Role, ...]) -> "Membership | None":
    """The membership used: the one named in the form, else the session's, else the first that fits.

    Returns None if no membership has one of the roles, whatever the form names. Otherwise a form
    that names a membership which is no longer the person's own raises PermissionDenied.
    """
    fitting = [m for m in request.memberships if not roles or m.role in roles]
    if not fitting:
        return None
    if named := request.POST.get("adhesion"):
        for membership in fitting:
            if str(membership.pk) == named:
                return membership
        raise PermissionDenied
    chosen = request.GET.get("adhesion") or request.session.get(SESSION_KEY)
    for membership in fitting:
        if str(membership.pk) == str(chosen):
            return membership
    return fitting[0]


def sign_in_first(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Who is not signed in is led to sign in, then back to the page on which they were.

    Of a form that is the page that showed it: what was sent is not sent again.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return redirect_to_login(_page_of(request))

    return wrapped


def _page_of(request: HttpRequest) -> str:
    shown = request.headers.get("Referer", "")
    here = {request.get_host()}
    if request.method in ("GET", "HEAD") or not url_has_allowed_host_and_scheme(shown, here):
        return request.get_full_path()
    page = urlsplit(shown)
    return urlunsplit(page._replace(scheme="", netloc="", fragment=""))


def acting_as(
    *roles: Role,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Only for persons who hold one of the roles today (none given: any membership).

    A colleague of the training body gets 403; for anybody else the screen does not exist (404).
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @sign_in_first
        @wraps(view)
        def wrapped(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not (actor := acting_membership(request, roles)):
                if any(m.role in STAFF_ROLES for m in request.memberships):
                    raise PermissionDenied
                raise Http404
            request.actor = actor
            return view(request, *args, **kwargs)

        # Read by the guard that walks every address.
        wrapped.roles = roles  # type: ignore[attr-defined]
        return wrapped

    return decorate


class SignedInRequest(ActingRequest):
    """A request of somebody with an account, perhaps without a membership today."""

    actor: "Membership | None"  # type: ignore[assignment]


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For anybody with an account; `request.actor` is None without a membership today."""

    @sign_in_first
    @wraps(view)
    def wrapped(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.actor = acting_membership(request, ())
        return view(request, *args, **kwargs)

    # Read by the guard that walks every address.
    wrapped.roles = ()  # type: ignore[attr-defined]
    return wrapped
