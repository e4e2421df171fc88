"""Papers of the demo: one signed by hand, one handed in for an absence, one that is wanted.

Those that are there say what they are.
"""

from datetime import date, datetime, time

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F

from lms.services.demo.cast import Cast
from people.enums import Role
from training.enums import AgreementSide, Presence
from training.models import Attendance, Enrolment
from training.rules.attendance import Mark
from training.rules.timetable import Slot
from training.services import correct_marks
from training.services.convention import (
    sign_agreement,
    sign_agreement_on_paper,
    write_agreement,
)
from training.services.excuse import hand_in_excuse


def scan(words: str) -> SimpleUploadedFile:
    """A PDF of one page that bears these words, in ASCII."""
    text = f"BT /F1 14 Tf 60 760 Td ({words}) Tj ET"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    parts = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        f"/Resources << /Font << /F1 {font} >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
    )
    body, table = "%PDF-1.4\n", "0000000000 65535 f \n"
    for number, part in enumerate(parts, start=1):
        table += f"{len(body):010} 00000 n \n"
        body += f"{number} 0 obj\n{part}\nendobj\n"
    tail = f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    whole = f"{body}xref\n0 {len(parts) + 1}\n{table}{tail}"
    return SimpleUploadedFile("demonstration.pdf", whole.encode("ascii"), "application/pdf")


def agree_on_paper(cast: Cast, enrolment: Enrolment, today: date, now: datetime) -> None:
    """The practice signed on paper, the lead by their account; the assistant has not yet."""
    agreement = write_agreement(
        actor=cast.lead, enrolment=enrolment, since=today, delegated=[], seen=0, now=now,
        slots=[Slot(day, time(9), time(17)) for day in (3, 4, 5)],
        objective="Coordonner les rendez-vous de la patientèle (démonstration).",
    )  # fmt: skip
    sign_agreement(actor=cast.lead, agreement=agreement, now=now)
    sign_agreement_on_paper(
        actor=cast.lead, agreement=agreement, sides=[AgreementSide.PRACTICE], signed_on=today,
        upload=scan("Convention de demonstration, papier invente"),
        form_key=f"demo-papier-{enrolment.pk}", now=now,
    )  # fmt: skip


def hand_in_one(first: Enrolment, now: datetime) -> None:
    """Somebody of the cohort, not its first learner, handed in a paper that waits."""
    absences = Attendance.objects.standing().filter(
        session__cohort=first.cohort_id, presence=Presence.ABSENT
    )
    absence = absences.exclude(enrolment=first).select_related("enrolment__learner").last()
    if absence is None:
        return
    hand_in_excuse(
        actor=absence.enrolment.learner.memberships.get(role=Role.LEARNER), attendance=absence,
        upload=scan("Justificatif de demonstration, papier invente"),
        form_key=f"demo-depot-{absence.pk}", now=now,
    )  # fmt: skip


def excuse_one(cast: Cast, first: Enrolment, now: datetime) -> None:
    """An absence is excused and its paper is wanted: of the first learner, if they missed one."""
    absences = Attendance.objects.standing().filter(
        session__cohort=first.cohort_id, presence=Presence.ABSENT, contest=None
    )
    free = absences.exclude(session__handed_excuses__enrolment=F("enrolment"))
    absence = free.filter(enrolment=first).last() or free.last()
    if absence is None:
        return
    correct_marks(
        actor=cast.trainer, session=absence.session, seen=absence.session.attendances.count(),
        marks={absence.enrolment: Mark(Presence.EXCUSED)}, now=now,
        reason="Avait prévenu ; justificatif attendu (démonstration).",
    )  # fmt: skip
