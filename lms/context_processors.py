"""What every page of the site needs."""

from typing import Any

from django.conf import settings

from lms.navigation import nav_items
from people.permissions import ActingRequest, acting_membership


def site(request: ActingRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    if actor is None and getattr(request, "memberships", None):
        actor = (
            acting_membership(request, ()) if request.method == "GET" else request.memberships[0]
        )
    return {
        "actor": actor,
        "nav_items": nav_items(actor, request.path),
        "LIVRET_DEMO": settings.DEMO,
        "MAIL_IS_DELIVERED": settings.MAIL_IS_DELIVERED,
    }
