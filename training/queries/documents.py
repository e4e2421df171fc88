"""The documents of an enrolment, and what a new one would state."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from curricula.enums import BudgetCategory
from people.models import Membership
from records.enums import DocumentKind, DocumentState
from training.enums import HoursCategory, HoursState
from training.models import Enrolment, EnrolmentDocument
from training.queries.hours import hours_lines, plans_of
from training.queries.positioning import exempted_minutes
from training.queries.presence_lines import presence_lines
from training.queries.rights import lacks_diploma
from training.rules.statement import (
    DocumentFacts,
    PeriodRow,
    missing_for_document,
    period_rows,
)
from training.rules.totals import minimum

HOURS_KINDS = (
    DocumentKind.CERTIFICATE,
    DocumentKind.HOURS_STATEMENT,
    DocumentKind.ATTENDANCE_SHEET,
)
# Those that state accepted hours; a sheet states presences.
STATING = (DocumentKind.CERTIFICATE, DocumentKind.HOURS_STATEMENT)
NOT_A_TITLE = (
    "n’est pas une certification. Il n’est pas le CQP Assistant médical (RNCP40913) et ne le "
    "remplace pas : seul le certificateur délivre ce titre. La pratique au cabinet n’est pas "
    "comptée dans ces heures."
)
CERTIFIED = (
    "L’organisme de formation atteste que la personne nommée a suivi cette action, dans la période "
    "et pour la durée écrites ci-dessous."
)
NOT_A_CERTIFICATE = (
    "n’est pas un certificat de réalisation, et elle n’atteste aucun titre. Les heures acceptées "
    "sont celles du compte d’heures, que le certificat et le relevé disent."
)
ATTENDED = (
    "L’organisme de formation a noté cette présence, séance par séance. Une correction remplace ce "
    "qui était noté et demande de nouvelles signatures."
)
STATED = (
    "L’organisme de formation atteste que ces heures sont acceptées dans le compte d’heures de la "
    "personne nommée, dans la période écrite ci-dessous."
)


@dataclass(frozen=True)
class PeriodHours:
    """Minutes accepted in a period, and what they stand on."""

    rows: list[PeriodRow]
    titles: dict[str, str]
    sessions: int
    lessons: int
    so_far: int

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)

    @property
    def beyond(self) -> int:
        return sum(row.beyond for row in self.rows)


@dataclass(frozen=True)
class Draft:
    """What a document would state now; `missing` says in French why it cannot be delivered."""

    kind: DocumentKind
    since: date
    until: date
    content: dict[str, Any]
    missing: list[str]

    @property
    def fingerprint(self) -> str:
        """The same as long as the document would state the same."""
        written = json.dumps(self.content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()


def documents_of(actor: Membership, enrolment: Enrolment) -> QuerySet[EnrolmentDocument]:
    """The documents of an enrolment that the actor may open, newest first; one query."""
    visible = EnrolmentDocument.objects.visible_to(actor)
    return visible.filter(enrolment=enrolment).select_related("document")


def moved_since(enrolment: Enrolment, documents: Iterable[EnrolmentDocument]) -> dict[int, int]:
    """By document in force that states accepted hours, those of its period now, in minutes.

    Only where they are others than it states, whether corrected or added since. Two queries.
    """
    lines, plan = [line.as_line for line in hours_lines(enrolment)], plans_of(enrolment).all
    found = {}
    for one in documents:
        if one.document.kind in STATING and one.document.state != DocumentState.REVOKED:
            rows = period_rows(lines, plan, one.since, one.until)
            now = sum(row.minutes for row in rows)
            if now != one.document.content["minutes"]:
                found[one.pk] = now
    return found


def period_hours(enrolment: Enrolment, since: date, until: date) -> PeriodHours:
    """The accepted hours of a period as the ledger has them now; two queries."""
    lines, plan = hours_lines(enrolment), plans_of(enrolment).all
    ledger = [line.as_line for line in lines]
    inside = [
        line
        for line in lines
        if since <= line.occurred_on <= until and line.state == HoursState.ACCEPTED
    ]
    return PeriodHours(
        rows=period_rows(ledger, plan, since, until),
        titles={line.module_code: line.module for line in reversed(lines)},
        sessions=sum(line.category == HoursCategory.SESSION for line in inside),
        lessons=sum(line.category == HoursCategory.DISTANCE for line in inside),
        so_far=sum(row.minutes for row in period_rows(ledger, plan, date.min, until)),
    )


def nature_label(nature: str) -> str:
    """« présentiel »; « séance » where the module plans nothing by category."""
    if nature == HoursCategory.SESSION:
        return HoursCategory.SESSION.label
    return BudgetCategory(nature).label


def document_draft(
    enrolment: Enrolment, kind: DocumentKind, since: date, until: date, today: date
) -> Draft:
    """What a document of this kind would state of a period; four queries at most.

    `enrolment` comes with its learner, practice, funder, cohort and training body.
    """
    own = _OWN_PART[kind](enrolment, since, until)
    learner, sheet = enrolment.learner, kind == DocumentKind.ATTENDANCE_SHEET
    facts = DocumentFacts(
        first_name=learner.first_name,
        last_name=learner.last_name,
        since=since,
        until=until,
        today=today,
        minutes=own["minutes"],
        needs_funder=kind == DocumentKind.HOURS_STATEMENT,
        has_funder=enrolment.funder_id is not None,
        needs_sessions=sheet,
        sessions=len(own["lines"]) if sheet else 0,
        lacks_diploma=kind == DocumentKind.CERTIFICATE and lacks_diploma(enrolment),
    )
    content = _common(enrolment, since, until) | own
    return Draft(kind, since, until, content, missing_for_document(facts))


def _common(enrolment: Enrolment, since: date, until: date) -> dict[str, Any]:
    body, practice = enrolment.cohort.organisation, enrolment.practice
    return {
        "site": settings.SITE_URL,
        "holder_name": str(enrolment.learner),
        "organisation": body.name,
        "city": body.city,
        "employer": practice.name,
        "employer_city": practice.city,
        "action": str(enrolment.track_version),
        "starts_on": since.isoformat(),
        "ends_on": until.isoformat(),
    }


def _certificate(enrolment: Enrolment, since: date, until: date) -> dict[str, Any]:
    hours = period_hours(enrolment, since, until)
    sums: dict[str, int] = {}
    for row in hours.rows:
        sums[row.nature] = sums.get(row.nature, 0) + row.minutes
    return {
        "title": "Certificat de réalisation",
        "minutes": hours.minutes,
        "first_name": enrolment.learner.first_name,
        "last_name": enrolment.learner.last_name,
        "planned_from": enrolment.cohort.starts_on.isoformat(),
        "planned_to": enrolment.cohort.ends_on.isoformat(),
        "hours": [
            {"nature": nature_label(nature), "minutes": minutes}
            for nature, minutes in sums.items()
            if minutes
        ],
        "statement": CERTIFIED,
        "is_not": f"Ce certificat de réalisation {NOT_A_TITLE}",
    }


def _statement(enrolment: Enrolment, since: date, until: date) -> dict[str, Any]:
    hours = period_hours(enrolment, since, until)
    off = exempted_minutes([enrolment.pk])[enrolment.pk]
    funder = enrolment.funder
    return {
        "title": "Relevé d’heures",
        "minutes": hours.minutes,
        "funder": funder.name if funder else "",
        "funder_city": funder.city if funder else "",
        "hours": [
            {
                "module": hours.titles[row.module] or "Sans module",
                "nature": nature_label(row.nature),
                "minutes": row.minutes,
            }
            for row in hours.rows
            if row.minutes
        ],
        "beyond": hours.beyond,
        "sessions": hours.sessions,
        "lessons": hours.lessons,
        "so_far": hours.so_far,
        "due": minimum(enrolment.track_version.minutes, off),
        "statement": STATED,
        "is_not": f"Ce relevé d’heures {NOT_A_TITLE}",
    }


def _sheet(enrolment: Enrolment, since: date, until: date) -> dict[str, Any]:
    lines = presence_lines(enrolment, since, until)
    return {
        "title": "Feuille d’émargement",
        "minutes": sum(line.minutes for line in lines),
        "lines": [asdict(line) for line in lines],
        "unsigned": sum(line.lacks_signature for line in lines),
        "statement": ATTENDED,
        "is_not": f"Cette feuille d’émargement {NOT_A_CERTIFICATE}",
    }


_OWN_PART = {
    DocumentKind.CERTIFICATE: _certificate,
    DocumentKind.HOURS_STATEMENT: _statement,
    DocumentKind.ATTENDANCE_SHEET: _sheet,
}
