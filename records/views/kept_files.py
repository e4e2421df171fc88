"""A paper handed in, for those who may see it."""

import logging
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from records.models import KeptFile
from records.permissions import FILE_ROLES
from records.rules.files import content_type

logger = logging.getLogger(__name__)


@require_safe
@acting_as(*FILE_ROLES, Role.LEARNER)
@never_cache
def kept_file(request: ActingRequest, key: UUID) -> HttpResponse:
    """Download the paper; a browser never opens it inside the site."""
    found = get_object_or_404(KeptFile.objects.visible_to(request.actor), key=key)
    try:
        with found.file.open("rb") as file:
            data = file.read()
    except FileNotFoundError as error:
        logger.exception("The file %s is missing.", key)
        raise Http404 from error
    return HttpResponse(
        data,
        content_type=content_type(found.kind),
        headers={
            "Content-Disposition": f'attachment; filename="piece-{key}.{found.kind}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
