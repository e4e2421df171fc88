"""What the public page of a code shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from records.enums import DocumentKind, DocumentState
from records.models import Document
from records.rules.kinds import KIND_WORDS, KindWords

# The parts of the page that are of one kind: what is stated, and what it stands on.
TEMPLATES = {
    DocumentKind.MODULE_ATTESTATION: (
        "records/verify/facts_module_attestation.html",
        "records/verify/grounds_module_attestation.html",
    ),
    DocumentKind.CERTIFICATE: (
        "records/verify/facts_certificate.html",
        "records/verify/grounds_certificate.html",
    ),
    DocumentKind.HOURS_STATEMENT: (
        "records/verify/facts_hours_statement.html",
        "records/verify/grounds_hours_statement.html",
    ),
    DocumentKind.ATTENDANCE_SHEET: (
        "records/verify/facts_attendance_sheet.html",
        "records/verify/grounds_attendance_sheet.html",
    ),
    DocumentKind.TRAINING_AGREEMENT: (
        "records/verify/facts_training_agreement.html",
        "records/verify/grounds_training_agreement.html",
    ),
}


@dataclass(frozen=True)
class Step:
    """One thing that happened to a document: what, when (a moment or a day)."""

    label: str
    at: datetime | date
    undone: bool = False


@dataclass(frozen=True)
class Verification:
    """A document as of now, read from its frozen content; never the reason of a revocation."""

    code: str
    kind: str
    words: KindWords
    title: str
    content: dict[str, Any]
    in_force: bool
    issued_at: datetime
    revoked_at: datetime | None
    checked_at: datetime
    sha256: str
    history: tuple[Step, ...]

    @property
    def about(self) -> str:
        """What it bears on: a module, or a whole action."""
        return self.content.get("module") or self.content.get("action", "")

    @property
    def starts_on(self) -> date | None:
        return self._day("starts_on")

    @property
    def ends_on(self) -> date | None:
        return self._day("ends_on")

    @property
    def facts_template(self) -> str:
        return TEMPLATES[DocumentKind(self.kind)][0]

    @property
    def grounds_template(self) -> str:
        return TEMPLATES[DocumentKind(self.kind)][1]

    def _day(self, name: str) -> date | None:
        written = self.content.get(name)
        return date.fromisoformat(written) if written else None


def verification(code: str, now: datetime) -> Verification | None:
    """What is known today of a code; None if no document has it. Two queries."""
    document = Document.objects.filter(code=code).prefetch_related("events").first()
    if document is None:
        return None
    revoked_at = next(
        (event.at for event in document.events.all() if event.state == DocumentState.REVOKED), None
    )
    return Verification(
        code=document.code,
        kind=document.kind,
        words=KIND_WORDS[document.kind],
        title=document.title,
        content=document.content,
        in_force=document.state == DocumentState.IN_FORCE,
        issued_at=document.issued_at,
        revoked_at=revoked_at,
        checked_at=now,
        sha256=document.sha256,
        history=_history(document, revoked_at, now),
    )


def _history(document: Document, revoked_at: datetime | None, now: datetime) -> tuple[Step, ...]:
    """Newest first: today's state, the delivery, and what the content dates."""
    words = KIND_WORDS[document.kind]
    revoked = words.revoked.capitalize()
    steps = [Step(revoked, revoked_at, undone=True) if revoked_at else Step("En vigueur", now)]
    steps.append(Step(words.issued.capitalize(), document.issued_at))
    for part, day, label in (
        ("synthesis", "graded_on", "Écrit de synthèse corrigé"),
        ("quiz", "passed_on", "Quiz réussi"),
    ):
        if written := (document.content.get(part) or {}).get(day):
            steps.append(Step(label, date.fromisoformat(written)))
    return tuple(steps)
