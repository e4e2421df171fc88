"""Files of lessons: never public, never by their address on the disk."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.images.models import Image, Rendition

from curricula.rules.media import PAPERS, content_type, ending
from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from training.queries.media import lesson_file
from training.rules.byte_range import byte_range

CHUNK = 256 * 1024


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES)
def media(request: ActingRequest, kind: str, file_id: int) -> HttpResponseBase:
    """A picture, a film, a sound, captions or a document of a lesson."""
    found = lesson_file(request.memberships, kind, file_id)
    if found is None:
        raise Http404
    return send(request, found.file)


@require_safe
@acting_as(*LEADING_ROLES)
def editor_picture(request: ActingRequest, name: str) -> HttpResponseBase:
    """What the editor shows in its own lists: a picture, or a small copy of one."""
    small = Rendition.objects.filter(file=name).first()
    return send(request, (small or get_object_or_404(Image, file=name)).file)


def send(request: ActingRequest, file: FieldFile) -> HttpResponseBase:
    """The file, or the part of it that a player asks for; papers are saved, not shown."""
    try:
        size = file.size
    except FileNotFoundError as missing:
        raise Http404 from missing
    asked = byte_range(request.headers.get("Range", ""), size)
    name = PurePosixPath(file.name or "").name
    headers = {
        "Content-Type": content_type(name),
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, max-age=300",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    if ending(name) in PAPERS:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _part(file, size, asked, headers)


def _part(
    file: FieldFile, size: int, asked: range | None, headers: dict[str, str]
) -> HttpResponseBase:
    if asked is None:
        headers["Content-Length"] = str(size)
        return StreamingHttpResponse(chunks(file, range(size)), headers=headers)
    if not asked:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers["Content-Length"] = str(len(asked))
    headers["Content-Range"] = f"bytes {asked.start}-{asked.stop - 1}/{size}"
    return StreamingHttpResponse(chunks(file, asked), status=206, headers=headers)


def chunks(file: FieldFile, part: range) -> Iterator[bytes]:
    """Opened only when it is read, closed when it was."""
    with file.storage.open(file.name or "") as source:
        source.seek(part.start)
        left = len(part)
        while left and (read := source.read(min(CHUNK, left))):
            left -= len(read)
            yield read
