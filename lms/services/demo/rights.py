"""What the people of the demo hold: a diploma seen, a certificate that ends; one stops."""

from datetime import date, datetime, timedelta

from curricula.enums import CarerDiploma
from people.models import Membership
from training.enums import DiplomaSeen, SituationAct, SituationReason
from training.models import Cohort, Enrolment
from training.services.rights import SeenDiploma, note_certificate
from training.services.situation import change_situation


def seen_diploma(cohort: Cohort, number: int, start: date) -> SeenDiploma | None:
    """One of the three diplomas in turn, for a track of carers."""
    if not cohort.track_version.track.for_carers:
        return None
    kinds = list(CarerDiploma)
    obtained_on = start - timedelta(days=900 + 40 * number)
    return SeenDiploma(kinds[number % len(kinds)], obtained_on, DiplomaSeen.ORIGINAL)


def hold_certificates(lead: Membership, enrolment: Enrolment, today: date, now: datetime) -> None:
    """An AFGSU that ends in two months; another that has ended."""
    for title, days in (("AFGSU, niveau 1 (exemple)", 60), ("Extincteurs (exemple)", -20)):
        note_certificate(
            actor=lead, enrolment=enrolment, title=title, issuer="Organisme d’exemple",
            obtained_on=today - timedelta(days=700), expires_on=today + timedelta(days=days),
            form_key=f"demo-{title}"[:40], now=now,
        )  # fmt: skip


def suspend(lead: Membership, enrolment: Enrolment, today: date, now: datetime) -> None:
    """The last person of the demo stops for a while."""
    change_situation(
        actor=lead, enrolment=enrolment, act=SituationAct.SUSPENDED, since=today,
        why=SituationReason.LEAVE, note="Congé (démonstration).", seen=0, now=now,
    )  # fmt: skip
