"""Which memberships the person has, and which one is used in this request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from people.models import Membership


def active_memberships(request: HttpRequest) -> list[Membership]:
    if not request.user.is_authenticated:
        return []
    return list(
        Membership.objects.filter(user=request.user)
        .active(timezone.localdate())
        .select_related("organisation", "user")
    )


def memberships(get_response: Callable[[HttpRequest], HttpResponse]):
    """Hang `request.memberships` (lazy, one query) and `request.actor` on each request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.memberships = SimpleLazyObject(lambda: active_memberships(request))
        request.actor = None
        return get_response(request)

    return middleware
