"""Which memberships the person has, and which one is used in this request."""

from collections.abc import Callable
from typing import cast

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from people.models import Membership
from people.permissions import ActingRequest


def active_memberships(request: ActingRequest) -> list[Membership]:
    if not request.user.is_authenticated:
        return []
    return list(
        Membership.objects.filter(user=request.user)
        .active(timezone.localdate())
        .select_related("organisation", "user")
    )


def memberships(get_response: Callable[[ActingRequest], HttpResponse]):
    """Hang `request.memberships` (lazy, one query) on each request."""

    def middleware(request: ActingRequest) -> HttpResponse:
        request.memberships = cast(
            list[Membership], SimpleLazyObject(lambda: active_memberships(request))
        )
        return get_response(request)

    return middleware
