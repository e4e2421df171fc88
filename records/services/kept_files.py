"""Papers handed in, kept where no address leads."""

import hashlib
from datetime import datetime
from io import BytesIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageOps

from people.models import Membership, Organisation, User
from people.services import NotAllowed, ServiceError, audit
from records.enums import FileAct, Strength
from records.models import FileFact, KeptFile
from records.permissions import can_keep
from records.rules.files import HEAD, PICTURES, file_problem, kind_of
from records.rules.patient_data import explain, find_identifiers
from records.rules.pdf_text import Unreadable, text_of_pdf
from records.services.patient_data import PatientData, refuse_patient_data

QUALITY = 85
PILLOW = {"jpg": "JPEG", "png": "PNG"}


class FileRefused(ServiceError):
    message = "Ce fichier ne peut pas être gardé."


@transaction.atomic
def keep_file(
    *,
    actor: Membership,
    organisation: Organisation,
    upload: UploadedFile,
    about: User | None = None,
    quarantine: bool = False,
    now: datetime,
) -> KeptFile:
    """Keep a PDF, JPEG or PNG of 10 MB at most; its name is checked, then forgotten.

    A picture is drawn anew: what the camera wrote (place, device) is gone. With `quarantine`, for
    a paper that tells of practice, the text of a PDF is read and refused as a text would be, and
    only the author opens it until they confirm that no patient is named. Raises `NotAllowed`,
    `FileRefused`, `PatientData`.
    """
    if not can_keep(actor, organisation, about):
        raise NotAllowed
    refuse_patient_data(upload.name or "")
    upload.seek(0)
    head = upload.read(HEAD)
    if problem := file_problem(upload.size or 0, head):
        raise FileRefused(problem)
    kind = kind_of(head)
    upload.seek(0)
    content = upload.read()
    if kind in PICTURES:
        content = _bare_picture(content, kind)
    elif quarantine:
        _read_pdf(content)
    key = uuid4()
    kept = KeptFile(
        key=key, organisation=organisation, about=about, kind=kind, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), handed_in_by=actor, handed_in_at=now,
    )  # fmt: skip
    kept.file.save(f"{key}.{kind}", ContentFile(content), save=False)
    kept.save()
    audit(actor, "records.file.kept", kept, at=now, kind=kind, size=kept.size)
    if quarantine:
        FileFact.objects.create(file=kept, act=FileAct.QUARANTINED, by=actor, at=now)
    return kept


def _read_pdf(content: bytes) -> None:
    """Names are left to the confirmation of the author, who looks at the paper."""
    try:
        text = text_of_pdf(content)
    except Unreadable as fault:
        raise FileRefused(fault.args[0]) from fault
    refused = [one for one in find_identifiers(text) if one.strength == Strength.REFUSE]
    if refused:
        raise PatientData(explain(refused))


def _bare_picture(content: bytes, kind: str) -> bytes:
    """The pixels alone, upright."""
    try:
        with Image.open(BytesIO(content), formats=[PILLOW[kind]]) as picture:
            upright = ImageOps.exif_transpose(picture)
            upright.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise FileRefused("Cette image est abîmée ou incomplète.") from fault
    bare = upright.convert("RGB") if kind == "jpg" else upright
    bare.info.clear()
    kept = BytesIO()
    bare.save(kept, PILLOW[kind], quality=QUALITY)
    return kept.getvalue()
