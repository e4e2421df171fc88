"""What is noted of those present, what it adds to the hours, and where they were."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import Membership
from people.services import ServiceError
from training.enums import HoursState, Presence
from training.models import Attendance, Enrolment, HeldInterval, HoursEntry, TrainingSession
from training.queries.sessions import session_gaps
from training.rules.attendance import Mark, attended_minutes, mark_problem, session_key
from training.rules.plan import posted_as
from training.rules.session import people_text, session_minutes


class MarkRefused(ServiceError):
    message = "Cette présence ne peut pas être notée."


class CorrectionReasonMissing(ServiceError):
    message = "Dites pourquoi la présence est corrigée : le motif reste avec la correction."


class NotFollowing(ServiceError):
    """Somebody was suspended, or had left, on the day of the session."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            f"Ne suivait pas la formation ce jour-là (suspension ou départ) : {people_text(names)}."
        )


class AlreadyElsewhere(ServiceError):
    """Somebody marked as present counts elsewhere at the same hours."""

    def __init__(self, names: Sequence[str], titles: Sequence[str]) -> None:
        super().__init__(
            f"Déjà présent à une autre séance aux mêmes heures : {people_text(names)} "
            f"(« {people_text(titles)} »). Décochez, ou corrigez les heures."
        )


@transaction.atomic
def write_marks(
    *,
    actor: Membership,
    session: TrainingSession,
    marks: Mapping[Enrolment, Mark],
    reason: str = "",
    now: datetime,
) -> list[Attendance]:
    """Add what is noted of these people: presence, hours, and where they were; in one go.

    What already stands is not written again; a change of it is a further row and asks for a reason.
    Returns the rows added. Raises MarkRefused, CorrectionReasonMissing, NotFollowing,
    AlreadyElsewhere.
    """
    length = session_minutes(session.starts_at, session.ends_at)
    for mark in marks.values():
        if problem := mark_problem(length, mark):
            raise MarkRefused(problem)
    lock_learners(enrolment.learner_id for enrolment in marks)
    standing = {row.enrolment_id: row for row in session.attendances.standing()}
    changed = {
        enrolment: mark for enrolment, mark in marks.items() if not _same(standing, enrolment, mark)
    }
    if not reason and any(enrolment.pk in standing for enrolment in changed):
        raise CorrectionReasonMissing
    _check_followed(session, [one for one in changed if one.pk not in standing])
    _write_intervals(session, changed)
    rows = [
        Attendance(
            session=session, enrolment=enrolment, presence=mark.presence, late_minutes=mark.late,
            early_minutes=mark.early, minutes=attended_minutes(length, mark), reason=reason,
            number=standing[enrolment.pk].number + 1 if enrolment.pk in standing else 1,
            marked_by=actor, marked_at=now,
        )
        for enrolment, mark in changed.items()
    ]  # fmt: skip
    Attendance.objects.bulk_create(rows)
    _post(actor, session, rows, now)
    return rows


def _check_followed(session: TrainingSession, noted: Sequence[Enrolment]) -> None:
    """Nobody is noted for the first time at a session of a day on which they were out."""
    keys = {one.pk for one in noted}
    day = timezone.localdate(session.starts_at)
    there = set(Enrolment.objects.filter(pk__in=keys).expected_on(day).values_list("pk", flat=True))
    if out := [str(one.learner) for one in noted if one.pk not in there]:
        raise NotFollowing(out)


def _same(standing: Mapping[int, Attendance], enrolment: Enrolment, mark: Mark) -> bool:
    row = standing.get(enrolment.pk)
    return row is not None and row.mark == mark


def lock_learners(learner_ids: Iterable[int]) -> None:
    """The rows of these learners, so that two sessions recorded at once see each other."""
    list(
        Enrolment.objects.filter(learner__in=set(learner_ids))
        .order_by("pk").select_for_update().values_list("pk", flat=True)
    )  # fmt: skip


def _write_intervals(session: TrainingSession, marks: Mapping[Enrolment, Mark]) -> None:
    """Where these people were, written anew; refuses somebody who counts elsewhere."""
    keys = [session_key(session.pk, enrolment.pk) for enrolment in marks]
    HeldInterval.objects.filter(source_key__in=keys).delete()
    there = [
        HeldInterval(
            learner_id=enrolment.learner_id, source_key=session_key(session.pk, enrolment.pk),
            starts_at=start, ends_at=end, label=session.title,
        )
        for enrolment, mark in marks.items()
        if mark.presence == Presence.PRESENT
        for start, end in [mark.attended(session.starts_at, session.ends_at)]
    ]  # fmt: skip
    _check_elsewhere(session, there)
    try:
        with transaction.atomic():
            HeldInterval.objects.bulk_create(there)
    except IntegrityError as refusal:
        names = [str(enrolment.learner) for enrolment in marks]
        raise AlreadyElsewhere(names, [session.title]) from refusal


def _check_elsewhere(session: TrainingSession, there: Sequence[HeldInterval]) -> None:
    wanted = {interval.learner_id: interval for interval in there}
    found = (
        HeldInterval.objects.filter(
            learner__in=wanted, starts_at__lt=session.ends_at, ends_at__gt=session.starts_at
        )
        .select_related("learner")
        .order_by("learner__last_name", "pk")
    )
    clashes = [
        other
        for other in found
        if other.starts_at < wanted[other.learner_id].ends_at
        and other.ends_at > wanted[other.learner_id].starts_at
    ]
    if clashes:
        names = list(dict.fromkeys(str(clash.learner) for clash in clashes))
        raise AlreadyElsewhere(names, list(dict.fromkeys(clash.label for clash in clashes)))


def _post(
    actor: Membership, session: TrainingSession, rows: Sequence[Attendance], now: datetime
) -> None:
    """One line of the ledger for each row; the first of an absence is none."""
    category = posted_as(session.category, session_gaps(session))
    HoursEntry.objects.bulk_create(
        HoursEntry(
            enrolment=row.enrolment, module_id=session.module_id, category=category,
            budget=session.category, state=HoursState.ACCEPTED, minutes=row.minutes,
            label=session.title, occurred_on=timezone.localdate(session.starts_at),
            posted_by=actor, posted_at=now, source_key=session_key(session.pk, row.enrolment_id),
            version=row.number,
        )
        for row in rows
        if row.minutes or row.number > 1
    )  # fmt: skip
