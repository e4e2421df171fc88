"""A cohort and its learners go on to a newer version of their track."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from curricula.enums import VersionState
from curricula.models import TrackVersion
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import refuse_patient_data
from training.models import Cohort, Enrolment, EnrolmentMove
from training.permissions import can_move_cohort
from training.queries.moving import finished_enrolments, published_versions

MAX_REASON = 500


class VersionNotNewer(ServiceError):
    message = "On ne passe que vers une version plus récente du même parcours."


class VersionNotOpen(ServiceError):
    message = "Cette version n’est pas publiée : personne ne peut la suivre."


class OtherReference(ServiceError):
    message = (
        "Cette version suit un autre référentiel. Les personnes inscrites gardent le leur : "
        "ouvrez une nouvelle promotion pour celles qui commencent."
    )


class NotOfThisCohort(ServiceError):
    message = "Une personne cochée n’est pas de cette promotion."


class AlreadyFinished(ServiceError):
    """Somebody ticked has done everything that their version asks."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            f"Parcours terminé : {', '.join(names)}. Une version plus récente ne le rouvre pas."
        )


class MoveReasonNeeded(ServiceError):
    message = f"Donnez le motif du changement, en {MAX_REASON} caractères au plus."


class CohortMoved(StaleForm):
    message = (
        "La promotion ou le parcours a changé depuis que vous avez ouvert la page. Personne n’a "
        "changé de version : relisez la différence, puis confirmez de nouveau."
    )


@transaction.atomic
def move_cohort(
    *,
    actor: Membership,
    cohort: Cohort,
    version: TrackVersion,
    enrolments: Sequence[Enrolment],
    seen: int,
    newest: int,
    reason: str,
    now: datetime,
) -> list[EnrolmentMove]:
    """New enrolments follow the version from now on, and so do those chosen; nothing else moves.

    No fact is rewritten: what was done counts by its code (docs/rules/moving.md). `seen` is the
    version that the cohort followed on the form and `newest` the highest number published then;
    the same confirmation twice moves once and answers the same moves.
    """
    row = (
        Cohort.objects.select_for_update(of=("self",))
        .select_related("track_version")
        .get(pk=cohort.pk)
    )
    if not can_move_cohort(actor, row):
        raise NotAllowed
    _check_version(row, version)
    chosen = _chosen(row, enrolments)
    if row.track_version_id == version.pk and all(
        enrolment.track_version_id == version.pk for enrolment in chosen
    ):
        return list(EnrolmentMove.objects.filter(enrolment__in=chosen, to_version=version))
    highest = published_versions(row).values_list("number", flat=True).first()
    if row.track_version_id != seen or highest != newest:
        raise CohortMoved
    _check_people(chosen, version)
    reason = _reason(reason)
    row.track_version = version
    row.save(update_fields=["track_version"])
    moves = _move(actor, chosen, version, reason, now)
    audit(
        actor, "training.cohort.moved", row, at=now, start=seen, to=version.pk, reason=reason,
        enrolments=[move.enrolment_id for move in moves],
    )  # fmt: skip
    return moves


def _check_version(cohort: Cohort, version: TrackVersion) -> None:
    held = cohort.track_version
    if version.track_id != held.track_id or version.number < held.number:
        raise VersionNotNewer
    if version.state != VersionState.PUBLISHED:
        raise VersionNotOpen
    if version.qualification_id != held.qualification_id:
        raise OtherReference


def _chosen(cohort: Cohort, enrolments: Sequence[Enrolment]) -> list[Enrolment]:
    """The rows as they are now, locked until the end."""
    ids = {enrolment.pk for enrolment in enrolments}
    rows = Enrolment.objects.filter(pk__in=ids, cohort=cohort).order_by("pk")
    found = list(rows.select_for_update(of=("self",)).select_related("track_version", "learner"))
    if len(found) != len(ids):
        raise NotOfThisCohort
    return found


def _check_people(chosen: Sequence[Enrolment], version: TrackVersion) -> None:
    if any(enrolment.track_version.number >= version.number for enrolment in chosen):
        raise CohortMoved
    if any(enrolment.qualification_id != version.qualification_id for enrolment in chosen):
        raise OtherReference
    finished = finished_enrolments(chosen)
    if names := [str(e.learner) for e in chosen if e.pk in finished]:
        raise AlreadyFinished(names)


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason or len(reason) > MAX_REASON:
        raise MoveReasonNeeded
    refuse_patient_data(reason)
    return reason


def _move(
    actor: Membership,
    chosen: Sequence[Enrolment],
    version: TrackVersion,
    reason: str,
    now: datetime,
) -> list[EnrolmentMove]:
    moves = EnrolmentMove.objects.bulk_create(
        EnrolmentMove(
            enrolment=enrolment,
            from_version_id=enrolment.track_version_id,
            to_version=version,
            reason=reason,
            moved_by=actor,
            moved_at=now,
        )
        for enrolment in chosen
    )
    Enrolment.objects.filter(pk__in=[enrolment.pk for enrolment in chosen]).update(
        track_version=version
    )
    return moves
