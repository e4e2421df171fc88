"""Diploma, certificates and delays of an enrolment, and those of a whole cohort."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from people.models import Membership
from training.enums import CertificateState, Situation
from training.models import (
    CheckedDiploma,
    Cohort,
    Enrolment,
    ExternalCertificate,
    RegimeChoice,
)
from training.permissions import RIGHTS_ROLES
from training.queries.file_part import FilePart
from training.rules.certificates import certificate_state
from training.rules.regimes import Delays, earlier


@dataclass(frozen=True)
class HeldCertificate:
    """A certificate with whether it holds on a day."""

    certificate: ExternalCertificate
    state: CertificateState


@dataclass(frozen=True)
class Rights:
    """What a person may be enrolled and work with, on a day."""

    delays: Delays
    sooner: list[Delays]
    needs_diploma: bool
    diplomas: list[CheckedDiploma]
    withdrawn: list[CheckedDiploma]
    certificates: list[HeldCertificate]
    choices: list[RegimeChoice]

    @property
    def lacks_diploma(self) -> bool:
        return self.needs_diploma and not self.diplomas

    @property
    def ending(self) -> list[HeldCertificate]:
        """Certificates that have expired or soon will."""
        return [one for one in self.certificates if one.state != CertificateState.VALID]


def rights_of(enrolment: Enrolment, today: date) -> Rights:
    """Everything on the page of one enrolment loaded with `for_screen()`; three queries."""
    checked = list(enrolment.diplomas.select_related("seen_by__user", "withdrawn_by__user"))
    return Rights(
        delays=enrolment.delays,
        sooner=earlier(enrolment.delays.regime, enrolment.recruited_on),
        needs_diploma=enrolment.track_version.track.for_carers,
        diplomas=[one for one in checked if one.withdrawn_at is None],
        withdrawn=[one for one in checked if one.withdrawn_at],
        certificates=_held(
            enrolment.certificates.filter(withdrawn_at=None).select_related("noted_by__user"), today
        ),
        choices=list(enrolment.regimes.select_related("chosen_by__user")),
    )


def lacks_diploma(enrolment: Enrolment) -> bool:
    """A track for carers is followed and no diploma was seen; at most one query."""
    if not enrolment.track_version.track.for_carers:
        return False
    return not enrolment.diplomas.filter(withdrawn_at=None).exists()


def _held(found: QuerySet[ExternalCertificate], today: date) -> list[HeldCertificate]:
    return [HeldCertificate(one, certificate_state(one.expires_on, today)) for one in found]


@dataclass(frozen=True)
class DelayLine:
    """A learner of a cohort with their delays and what ends."""

    enrolment: Enrolment
    lacks_diploma: bool
    ending: list[HeldCertificate]

    @property
    def delays(self) -> Delays:
        return self.enrolment.delays


def delay_lines(actor: Membership, cohort: Cohort, today: date) -> list[DelayLine]:
    """The learners of a cohort who have not left, the nearest deadline first; three queries."""
    seen = Enrolment.objects.visible_to(actor).filter(cohort=cohort)
    people = list(seen.exclude(situation=Situation.LEFT).for_screen())
    of_people = {"enrolment__in": people, "withdrawn_at": None}
    checked = set(CheckedDiploma.objects.filter(**of_people).values_list("enrolment", flat=True))
    ending = defaultdict(list)
    for one in _held(ExternalCertificate.objects.filter(**of_people), today):
        if one.state != CertificateState.VALID:
            ending[one.certificate.enrolment_id].append(one)
    lines = [
        DelayLine(one, one.track_version.track.for_carers and one.pk not in checked, ending[one.pk])
        for one in people
    ]
    return sorted(lines, key=lambda line: (line.delays.due, str(line.enrolment.learner)))


def rights_part(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    """The part of the file: what is to be checked or renewed."""
    if actor.role not in RIGHTS_ROLES:
        return None
    mine = rights_of(enrolment, today)
    missing = []
    if mine.lacks_diploma:
        missing.append("le diplôme est à contrôler")
    if mine.ending:
        missing.append("un certificat expire ou a expiré")
    state = "Le diplôme, les certificats, le délai pour se former."
    if missing:
        state = f"{', '.join(missing)}."
        state = f"{state[0].upper()}{state[1:]}"
    url = reverse("training:rights", args=[enrolment.pk])
    return FilePart("Diplôme, certificats et échéances", state, url, missing=bool(missing))
