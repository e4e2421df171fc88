"""A paper handed in, for those who may see it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from records.models import KeptFile
from records.permissions import FILE_ROLES
from records.queries.kept_files import content_of
from records.rules.files import download_headers


@require_safe
@acting_as(*FILE_ROLES, Role.LEARNER)
@never_cache
def kept_file(request: ActingRequest, key: UUID) -> HttpResponse:
    """Download the paper; a browser never opens it inside the site."""
    found = get_object_or_404(KeptFile.objects.visible_to(request.actor), key=key)
    if (content := content_of(found)) is None:
        raise Http404
    return HttpResponse(content, headers=download_headers(str(key), found.kind))
