"""Cohorts and who is in them."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from curricula.enums import VersionState
from curricula.models import TrackVersion
from people.enums import OrganisationKind, Role
from people.models import Membership, Organisation, User
from people.services import NotAllowed, ServiceError, add_membership, audit
from training.enums import DistanceRule
from training.models import Cohort, Enrolment
from training.permissions import can_create_cohort, can_enrol
from training.rules.deadline import recruitment_problem
from training.rules.regimes import proposed_regime
from training.services.rights import SeenDiploma, check_diploma


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
    distance_rule: str = DistanceRule.MEASURED,
    now: datetime,
) -> Cohort:
    """Open a cohort on a published version of a track; the same one twice is made once.

    `distance_rule` says what of a distance lesson counts (docs/rules/distance.md); it stays.
    """
    if not can_create_cohort(actor):
        raise NotAllowed
    if track_version.state != VersionState.PUBLISHED:
        raise VersionNotPublished
    if ends_on <= starts_on:
        raise CohortDatesWrong
    wanted = {
        "track_version": track_version, "starts_on": starts_on, "ends_on": ends_on,
        "distance_rule": DistanceRule(distance_rule),
    }  # fmt: skip
    cohort, created = Cohort.objects.get_or_create(
        organisation=actor.organisation, title=" ".join(title.split()), defaults=wanted
    )
    if created:
        audit(actor, "training.cohort.created", cohort, at=now)
    elif any(getattr(cohort, name) != value for name, value in wanted.items()):
        raise CohortTitleTaken
    return cohort


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
    today = timezone.localdate(now)
    _check_organisations(practice, funder)
    if problem := recruitment_problem(recruited_on, today):
        raise RecruitmentDateWrong(problem)
    carer = cohort.track_version.track.for_carers
    if carer and diploma is None:
        raise DiplomaMissing
    _make_assistant(actor, learner, practice, min(recruited_on, today), now)
    wanted = {"practice": practice, "funder": funder, "recruited_on": recruited_on}
    version = cohort.track_version
    enrolment, created = Enrolment.objects.get_or_create(
        learner=learner,
        cohort=cohort,
        defaults={
            **wanted,
            "track_version": version,
            "qualification_id": version.qualification_id,
            "enrolled_at": now,
            "regime": proposed_regime(carer, recruited_on).code,
        },
    )
    if carer and diploma:
        check_diploma(actor=actor, enrolment=enrolment, seen=diploma, now=now)
    if created:
        audit(actor, "training.enrolment.made", enrolment, at=now, cohort=cohort.pk)
    elif any(getattr(enrolment, name) != value for name, value in wanted.items()):
        raise AlreadyEnrolled
    return enrolment


def _check_organisations(practice: Organisation, funder: Organisation | None) -> None:
    if practice.kind != OrganisationKind.PRACTICE:
        raise WrongOrganisation
    if funder and funder.kind != OrganisationKind.FUNDER:
        raise WrongOrganisation


def _make_assistant(
    actor: Membership, learner: User, practice: Organisation, start: date, now: datetime
) -> None:
    held = Membership.objects.filter(user=learner, organisation=practice, role=Role.LEARNER)
    if not held.active(timezone.localdate(now)).exists():
        add_membership(
            actor=actor, user=learner, organisation=practice, role=Role.LEARNER, start=start,
            now=now,
        )  # fmt: skip
