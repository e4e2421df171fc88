"""Papers handed in, kept where no address leads."""

import hashlib
import struct
from dataclasses import dataclass
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
from records.rules.patient_data import explain, find_identifiers, not_on_a_proof
from records.services.patient_data import PatientData, refuse_patient_data
from records.services.pdf_text import Active, Unreadable, text_of_pdf

QUALITY = 85
MEGAPIXELS = 40  # Pillow refuses at twice its MAX_IMAGE_PIXELS (lms/settings.py)
# What Pillow raises on a file that is broken, or made to break a reader.
BROKEN = (
    OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, AttributeError, EOFError,
    OverflowError, ZeroDivisionError, struct.error,
)  # fmt: skip
PILLOW = {"jpg": "JPEG", "png": "PNG"}


class FileRefused(ServiceError):
    message = "Ce fichier ne peut pas être gardé."
    field = "upload"


class PatientOnPaper(PatientData):
    """A paper, or its name, holds an identifier of a person."""

    field = "upload"


class NumberOnPaper(PatientOnPaper):
    message = (
        "Ce PDF montre un numéro de sécurité sociale, dont personne n’a besoin ici. Cachez-le sur "
        "le papier, numérisez-le ou photographiez-le, puis envoyez-le de nouveau : un rectangle "
        "posé sur un PDF n’enlève pas le numéro."
    )


@dataclass(frozen=True)
class ReadPaper:
    """What is kept of a file: its kind, its content, and why its text was not read, in French."""

    kind: str
    content: bytes
    unread: str = ""

    @property
    def sha256(self) -> str:
        """The fingerprint of what is kept."""
        return hashlib.sha256(self.content).hexdigest()


def read_paper(upload: UploadedFile, *, quarantine: bool = False, confirmed: str = "") -> ReadPaper:
    """Read a PDF, JPEG or PNG of 10 MB at most; its name is checked, then forgotten.

    Reading a PDF may take a minute: done before a transaction, it keeps no other write waiting. A
    picture is drawn anew: what the camera wrote (place, device) is gone. A PDF with a program or a
    file inside is refused, one with a social security number too; with `quarantine`, whatever would
    be refused of a text. `confirmed`: why a name in the name of the file is no patient's. Raises
    `FileRefused`, `PatientOnPaper`, `WhyMissing`.
    """
    _check_name(upload.name or "", confirmed)
    upload.seek(0)
    head = upload.read(HEAD)
    if problem := file_problem(upload.size or 0, head):
        raise FileRefused(problem)
    kind = kind_of(head)
    upload.seek(0)
    content = upload.read()
    if kind in PICTURES:
        return ReadPaper(kind, _bare_picture(content, kind))
    return ReadPaper(kind, content, _read_pdf(content, quarantine=quarantine))


@transaction.atomic
def keep_file(
    *,
    actor: Membership,
    organisation: Organisation,
    upload: UploadedFile | ReadPaper,
    about: User | None = None,
    quarantine: bool = False,
    now: datetime,
) -> KeptFile:
    """Keep a paper that was read, or read it first (`read_paper`).

    With `quarantine`, for a paper that tells of practice, only the author opens it until they
    confirm that no patient is named. A fact says why the text of a PDF could not be read. Raises
    `NotAllowed`, and what `read_paper` raises.
    """
    if not can_keep(actor, organisation, about):
        raise NotAllowed
    paper = upload if isinstance(upload, ReadPaper) else read_paper(upload, quarantine=quarantine)
    key = uuid4()
    kept = KeptFile(
        key=key, organisation=organisation, about=about, kind=paper.kind, size=len(paper.content),
        sha256=paper.sha256, handed_in_by=actor, handed_in_at=now,
    )  # fmt: skip
    kept.file.save(f"{key}.{paper.kind}", ContentFile(paper.content), save=False)
    kept.save()
    audit(actor, "records.file.kept", kept, at=now, kind=paper.kind, size=kept.size)
    if quarantine or paper.unread:
        act = FileAct.QUARANTINED if quarantine else FileAct.UNREAD
        FileFact.objects.create(file=kept, act=act, reason=paper.unread, by=actor, at=now)
    return kept


def _check_name(name: str, confirmed: str) -> None:
    try:
        refuse_patient_data(name, confirmed=confirmed)
    except PatientData as fault:
        if confirmed:  # it may be the reason that names somebody
            raise
        told = fault.message.replace("Ce texte", "Le nom du fichier", 1)
        raise PatientOnPaper(told) from fault


def _read_pdf(content: bytes, *, quarantine: bool) -> str:
    """Why the text could not be read, or nothing.

    In quarantine its author looks at the paper in either case; names are left to them.
    """
    try:
        text = text_of_pdf(content)
    except Active as fault:
        raise FileRefused(fault.args[0]) from fault
    except Unreadable as fault:
        return f"Le texte de ce PDF n’a pas pu être relu : {fault.args[0]}."
    found = find_identifiers(text)
    if not quarantine:
        if not_on_a_proof(found):
            raise NumberOnPaper
        if not text.strip():
            return "Ce PDF ne contient que des images : son texte n’a pas pu être relu."
    elif refused := [one for one in found if one.strength == Strength.REFUSE]:
        raise PatientOnPaper(explain(refused))
    return ""


def _bare_picture(content: bytes, kind: str) -> bytes:
    """The pixels alone, upright."""
    try:
        with Image.open(BytesIO(content), formats=[PILLOW[kind]]) as picture:
            upright = ImageOps.exif_transpose(picture)
            upright.load()
        bare = upright.convert("RGB") if kind == "jpg" else upright
        bare.info.clear()
        kept = BytesIO()
        bare.save(kept, PILLOW[kind], quality=QUALITY)
    except Image.DecompressionBombError as fault:
        raise FileRefused(
            f"Cette image est trop grande : {MEGAPIXELS} millions de points au plus. "
            "Enregistrez-la en plus petit."
        ) from fault
    except BROKEN as fault:
        raise FileRefused("Cette image est abîmée ou incomplète.") from fault
    return kept.getvalue()
