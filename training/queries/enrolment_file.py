"""The file of an enrolment: what it holds, part by part, and where each is read or filled."""

from datetime import date

from django.urls import reverse

from people.enums import Role
from people.models import Membership
from training.models import Enrolment
from training.permissions import can_open_module
from training.queries.assistance import assistance_part
from training.queries.commitments import commitments_part
from training.queries.contract import contract_part
from training.queries.convention import convention_part
from training.queries.convocation import convocations_part
from training.queries.entry import positioning_part
from training.queries.file_part import FilePart, PartReader
from training.queries.needs import adaptations_part, analysis_part
from training.queries.rights import rights_part
from training.queries.situation import situation_part
from training.queries.training_agreement import training_agreement_part
from training.queries.welcome import welcome_part


def _hours(actor: Membership, enrolment: Enrolment, today: date) -> FilePart:
    state = "Le compte des heures, la courbe et la date à laquelle il sera tenu."
    return FilePart("Heures", state, reverse("training:hours", args=[enrolment.pk]))


def _gates(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    if not can_open_module(actor, enrolment):
        return None
    state = "Les modules ouverts ou fermés pour cette personne."
    return FilePart("Modules", state, reverse("training:gates", args=[enrolment.pk]))


def _weeks(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    if not actor.leads:
        return None
    url = f"{reverse('portfolio:late_weeks')}?inscription={enrolment.pk}"
    state = "Les semaines non remises, et celles qui se rouvrent."
    return FilePart("Semaines du livret en retard", state, url)


def _documents(actor: Membership, enrolment: Enrolment, today: date) -> FilePart:
    state = "Les certificats, les relevés d’heures, les feuilles d’émargement, les conventions."
    return FilePart("Documents", state, reverse("training:documents", args=[enrolment.pk]))


def _accompaniment(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    if actor.role not in (Role.LEARNER, Role.COMPANION, Role.LEAD):
        return None
    state = "Les visites, les entretiens, les appels, et ce qui y est convenu."
    return FilePart("Accompagnement", state, f"/accompagnement/{enrolment.pk}/")


def _balance_sheets(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    if actor.role == Role.FUNDER:
        return None
    state = "Les bilans d’activité, le bilan personnel et professionnel."
    return FilePart("Bilans", state, reverse("portfolio:bilans", args=[enrolment.pk]))


PARTS: tuple[PartReader, ...] = (
    analysis_part,
    adaptations_part,
    contract_part,
    rights_part,
    convention_part,
    training_agreement_part,
    welcome_part,
    commitments_part,
    convocations_part,
    positioning_part,
    _hours,
    situation_part,
    assistance_part,
    _accompaniment,
    _balance_sheets,
    _gates,
    _weeks,
    _documents,
)


def file_parts(actor: Membership, enrolment: Enrolment, today: date) -> list[FilePart]:
    """The parts that the actor may see, in the order of the file; what is missing comes first."""
    parts = [part for read in PARTS if (part := read(actor, enrolment, today))]
    return sorted(parts, key=lambda part: not part.missing)
