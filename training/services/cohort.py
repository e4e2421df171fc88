"""Cohorts and who is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from curricula.enums import VersionState
from curricula.models import TrackVersion
from people.enums import OrganisationKind, Role
from people.models import Membership, Organisation, User
from people.services import NotAllowed, ServiceError, add_memberships, audit, audit_all
from training.enums import DistanceRule
from training.models import Cohort, Enrolment
from training.permissions import can_create_cohort, can_enrol
from training.rules.deadline import recruitment_problem
from training.rules.regimes import proposed_regime
from training.services.rights import SeenDiploma, check_diploma, check_diplomas


class VersionNotPublished(ServiceError):
    message = "Cette version du parcours n’est pas publiée : on ne peut pas encore la suivre."


class CohortDatesWrong(ServiceError):
    message = "La fin prévue doit venir après le début."


class CohortTitleTaken(ServiceError):
    message = "Une autre promotion porte déjà ce nom : choisissez un nom différent."


class AlreadyEnrolled(ServiceError):
    message = "Cette personne est déjà inscrite dans cette promotion."


class WrongOrganisation(ServiceError):
    message = "Choisissez un cabinet pour l’employeur, et un financeur pour le financement."


class DiplomaMissing(ServiceError):
    message = (
        "Ce parcours est réservé aux soignants diplômés : notez le diplôme que vous avez vu "
        "(infirmier, aide-soignant ou auxiliaire de puériculture)."
    )


class RecruitmentDateWrong(ServiceError):
    message = "Cette date de recrutement ne peut pas être juste."


@transaction.atomic
def create_cohort(
    *,
    actor: Membership,
    title: str,
    track_version: TrackVersion,
    starts_on: date,
    ends_on: date,
    now: datetime,
) -> Cohort:
    """Open a cohort on a published version of a track; the same one twice is made once.

    Time at a distance is always measured there (docs/rules/distance.md): nobody chooses.
    """
    if not can_create_cohort(actor):
        raise NotAllowed
    if track_version.state != VersionState.PUBLISHED:
        raise VersionNotPublished
    if ends_on <= starts_on:
        raise CohortDatesWrong
    wanted = {
        "track_version": track_version, "starts_on": starts_on, "ends_on": ends_on,
        "distance_rule": DistanceRule.MEASURED,
    }  # fmt: skip
    cohort, created = Cohort.objects.get_or_create(
        organisation=actor.organisation, title=" ".join(title.split()), defaults=wanted
    )
    if created:
        audit(actor, "training.cohort.created", cohort, at=now)
    elif any(getattr(cohort, name) != value for name, value in wanted.items()):
        raise CohortTitleTaken
    return cohort


@dataclass(frozen=True)
class ToEnrol:
    """A person to enrol, with what `enrol` asks of each."""

    learner: User
    practice: Organisation
    recruited_on: date
    funder: Organisation | None = None
    diploma: SeenDiploma | None = None


@transaction.atomic
def enrol(
    *,
    actor: Membership,
    cohort: Cohort,
    learner: User,
    practice: Organisation,
    recruited_on: date,
    funder: Organisation | None = None,
    diploma: SeenDiploma | None = None,
    now: datetime,
) -> Enrolment:
    """Enrol a learner; the version of the track and of its reference are pinned (L6113-9).

    The learner becomes an assistant of the practice if they are not yet. The same enrolment
    twice is made once; another one in the same cohort is refused. A track for carers asks for the
    diploma that was seen; the regime of the delay is the one that the rule proposes.
    """
    if not can_enrol(actor, cohort):
        raise NotAllowed
    one = ToEnrol(learner, practice, recruited_on, funder, diploma)
    _check(cohort, one, timezone.localdate(now))
    _make_assistants(actor, [one], now)
    enrolment, created = Enrolment.objects.get_or_create(
        learner=learner, cohort=cohort, defaults=_values(cohort, one, now)
    )
    if cohort.track_version.track.for_carers and diploma:
        check_diploma(actor=actor, enrolment=enrolment, seen=diploma, now=now)
    if created:
        audit(actor, "training.enrolment.made", enrolment, at=now, cohort=cohort.pk)
    elif (enrolment.practice, enrolment.funder, enrolment.recruited_on) != (
        practice, funder, recruited_on
    ):  # fmt: skip
        raise AlreadyEnrolled
    return enrolment


@transaction.atomic
def enrol_all(
    *, actor: Membership, cohort: Cohort, people: Sequence[ToEnrol], now: datetime
) -> list[Enrolment]:
    """Enrol many as `enrol` does each, in the order of `people`; few queries for all of them.

    Nobody of them may be in the cohort yet: `django.db.IntegrityError` otherwise.
    """
    if not can_enrol(actor, cohort):
        raise NotAllowed
    for one in people:
        _check(cohort, one, timezone.localdate(now))
    _make_assistants(actor, people, now)
    made = Enrolment.objects.bulk_create(
        Enrolment(learner=one.learner, cohort=cohort, **_values(cohort, one, now)) for one in people
    )
    if cohort.track_version.track.for_carers:
        seen = [
            (enrolment, one.diploma)
            for enrolment, one in zip(made, people, strict=True)
            if one.diploma
        ]
        check_diplomas(actor=actor, seen=seen, now=now)
    audit_all(actor, "training.enrolment.made", made, at=now, cohort=cohort.pk)
    return made


def _check(cohort: Cohort, one: ToEnrol, today: date) -> None:
    _check_organisations(one.practice, one.funder)
    if problem := recruitment_problem(one.recruited_on, today):
        raise RecruitmentDateWrong(problem)
    if cohort.track_version.track.for_carers and one.diploma is None:
        raise DiplomaMissing


def _values(cohort: Cohort, one: ToEnrol, now: datetime) -> dict[str, Any]:
    version = cohort.track_version
    return {
        "practice": one.practice,
        "funder": one.funder,
        "recruited_on": one.recruited_on,
        "track_version": version,
        "qualification_id": version.qualification_id,
        "enrolled_at": now,
        "regime": proposed_regime(version.track.for_carers, one.recruited_on).code,
    }


def _check_organisations(practice: Organisation, funder: Organisation | None) -> None:
    if practice.kind != OrganisationKind.PRACTICE:
        raise WrongOrganisation
    if funder and funder.kind != OrganisationKind.FUNDER:
        raise WrongOrganisation


def _make_assistants(actor: Membership, people: Sequence[ToEnrol], now: datetime) -> None:
    """Those who are no assistant of their practice today become one, from their recruitment on."""
    today = timezone.localdate(now)
    held = Membership.objects.filter(
        user__in={one.learner.pk for one in people}, role=Role.LEARNER
    ).active(today)
    known = set(held.values_list("user", "organisation"))
    new = [one for one in people if (one.learner.pk, one.practice.pk) not in known]
    if not new:
        return
    wanted = [(one.learner, one.practice, min(one.recruited_on, today)) for one in new]
    add_memberships(actor=actor, role=Role.LEARNER, wanted=wanted, now=now)
