"""Sessions that took place, with those present."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from curricula.models import Module
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from training.enums import HoursCategory, HoursState
from training.models import Attendance, Cohort, Enrolment, HoursEntry, TrainingSession
from training.permissions import can_record_session
from training.rules.session import people_text, session_minutes, session_problem


class SessionRefused(ServiceError):
    message = "Cette séance ne peut pas être enregistrée."


class NobodyPresent(ServiceError):
    message = "Cochez au moins une personne présente."


class NotOfCohort(ServiceError):
    message = "Le module ou une personne cochée n’est pas de cette promotion."


class AlreadyElsewhere(ServiceError):
    """Somebody ticked is present at another session at the same hours."""

    def __init__(self, names: list[str], titles: list[str]) -> None:
        super().__init__(
            f"Déjà présent à une autre séance aux mêmes heures : {people_text(names)} "
            f"(« {people_text(titles)} »). Décochez, ou corrigez les heures."
        )


@transaction.atomic
def record_session(
    *,
    actor: Membership,
    cohort: Cohort,
    module: Module,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    present: Sequence[Enrolment],
    form_key: str,
    now: datetime,
) -> TrainingSession:
    """Record a session that is over; each person present gets its minutes, accepted.

    The same form sent twice makes one session. Nobody is at two sessions at once.
    """
    if not can_record_session(actor, cohort):
        raise NotAllowed
    present = list(dict.fromkeys(present))
    if known := TrainingSession.objects.filter(form_key=form_key).first():
        return _same_session(known, cohort)
    if problem := session_problem(starts_at, ends_at, now):
        raise SessionRefused(problem)
    _check_cohort(cohort, module, present)
    _check_elsewhere(present, starts_at, ends_at)
    session, created = TrainingSession.objects.get_or_create(
        form_key=form_key,
        defaults={
            "cohort": cohort, "module": module, "title": " ".join(title.split()),
            "starts_at": starts_at, "ends_at": ends_at, "trainer": actor, "recorded_at": now,
        },
    )  # fmt: skip
    if not created:
        return _same_session(session, cohort)
    _add_present(actor, session, present, now)
    audit(actor, "training.session.recorded", session, at=now, present=len(present))
    return session


def _same_session(session: TrainingSession, cohort: Cohort) -> TrainingSession:
    if session.cohort_id != cohort.pk:
        raise StaleForm
    return session


def _check_cohort(cohort: Cohort, module: Module, present: Sequence[Enrolment]) -> None:
    if not present:
        raise NobodyPresent
    if module.track_version_id != cohort.track_version_id:
        raise NotOfCohort
    if any(enrolment.cohort_id != cohort.pk for enrolment in present):
        raise NotOfCohort


def _check_elsewhere(present: Sequence[Enrolment], starts_at: datetime, ends_at: datetime) -> None:
    """The rows of the learners are locked, so that two sessions recorded at once see each other."""
    learners = {enrolment.learner_id for enrolment in present}
    list(
        Enrolment.objects.filter(learner__in=learners)
        .order_by("pk").select_for_update().values_list("pk", flat=True)
    )  # fmt: skip
    elsewhere = (
        Attendance.objects.filter(
            enrolment__learner__in=learners,
            session__starts_at__lt=ends_at,
            session__ends_at__gt=starts_at,
        )
        .select_related("enrolment__learner", "session")
        .order_by("enrolment__learner__last_name", "pk")
    )
    if clashes := list(elsewhere):
        names = list(dict.fromkeys(str(clash.enrolment.learner) for clash in clashes))
        raise AlreadyElsewhere(names, list(dict.fromkeys(c.session.title for c in clashes)))


def _add_present(
    actor: Membership, session: TrainingSession, present: Sequence[Enrolment], now: datetime
) -> None:
    minutes = session_minutes(session.starts_at, session.ends_at)
    Attendance.objects.bulk_create(
        Attendance(session=session, enrolment=enrolment, minutes=minutes) for enrolment in present
    )
    HoursEntry.objects.bulk_create(
        HoursEntry(
            enrolment=enrolment, module_id=session.module_id, category=HoursCategory.SESSION,
            state=HoursState.ACCEPTED, minutes=minutes, label=session.title,
            occurred_on=timezone.localdate(session.starts_at), posted_by=actor, posted_at=now,
            source_key=f"training.session:{session.pk}:{enrolment.pk}",
        )
        for enrolment in present
    )  # fmt: skip
