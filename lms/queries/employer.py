"""The assistants of a practice: hours, deadline, competencies, attestations."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from lms.queries.competencies import Shown, shown_counts
from lms.queries.deadline import Deadline, deadline
from lms.queries.waiting import Entry, entries
from lms.sentences import amount, sentence
from people.models import Membership
from portfolio.models import ModuleAttestation
from portfolio.queries.practice import weeks_that_wait
from records.enums import DocumentState
from records.rules.french import long_date
from training.models import Enrolment
from training.queries import exempted_minutes, hours_totals
from training.queries.waiting import waiting_for
from training.rules.hours import HoursTotals
from training.rules.totals import minimum

SHORT_MONTHS = 3


@dataclass(frozen=True)
class Assistant:
    """What an employer needs to know about one assistant."""

    enrolment: Enrolment
    hours: HoursTotals
    due: int  # minutes
    deadline: Deadline
    shown: Shown
    attestations: list[ModuleAttestation]

    @property
    def done(self) -> bool:
        return self.hours.accepted >= self.due

    @property
    def late(self) -> bool:
        return self.deadline.over and not self.done

    @property
    def short(self) -> bool:
        """Less than three months are left and hours are missing."""
        return not self.late and not self.done and self.deadline.months_left < SHORT_MONTHS


def assistants_of(actor: Membership) -> QuerySet[Enrolment]:
    return (
        Enrolment.objects.visible_to(actor)
        .for_screen()
        .with_further_practices()
        .order_by("learner__last_name", "learner__first_name", "pk")
    )


def assistant_cards(
    actor: Membership, enrolments: Iterable[Enrolment], today: date
) -> list[Assistant]:
    found = list(enrolments)
    hours, shown = hours_totals(e.pk for e in found), shown_counts(found)
    off = exempted_minutes(e.pk for e in found)
    held: dict[int, list[ModuleAttestation]] = defaultdict(list)
    attestations = ModuleAttestation.objects.visible_to(actor).filter(enrolment__in=found)
    for attestation in attestations.select_related("document", "module"):
        held[attestation.enrolment_id].append(attestation)
    return [
        Assistant(
            enrolment=enrolment,
            hours=hours[enrolment.pk],
            due=minimum(enrolment.track_version.minutes, off[enrolment.pk]),
            deadline=deadline(enrolment, today),
            shown=shown[enrolment.pk],
            attestations=held[enrolment.pk],
        )
        for enrolment in found
    ]


def assistants_sentence(count: int) -> str:
    part = amount(count, "assistant en formation", "assistants en formation")
    return sentence([part], "Aucun assistant n’est encore inscrit.")


def employer_waiting(actor: Membership, now: datetime) -> list[Entry]:
    """What waits of an employer, the oldest first: two queries whatever waits."""
    found = entries(actor, waiting_for(actor, now))
    many, oldest = weeks_that_wait(actor)
    if oldest:
        title = amount(many, "semaine du livret à signer", "semaines du livret à signer", True)
        first = "La plus ancienne depuis" if many > 1 else "Depuis"
        found.append(
            Entry(
                since=oldest, to_come=False, late=False, title=f"{title[0].upper()}{title[1:]}",
                note=f"{first} le {long_date(timezone.localdate(oldest))}.",
                url=reverse("portfolio:weeks_to_confirm"), action="Lire et signer",
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: one.since)


def employer_sentence(assistants: list[Assistant]) -> str:
    """« Un assistant en formation, une attestation en vigueur. »"""
    in_force = sum(
        a.document.state == DocumentState.IN_FORCE for one in assistants for a in one.attestations
    )
    late = sum(one.late for one in assistants)
    short = sum(one.short for one in assistants)
    parts = (
        amount(late, "échéance dépassée", "échéances dépassées", True),
        amount(short, "échéance proche", "échéances proches", True),
        amount(len(assistants), "assistant en formation", "assistants en formation"),
        amount(in_force, "attestation en vigueur", "attestations en vigueur", True),
    )
    return sentence(parts, "Aucun assistant n’est encore inscrit.")
