"""Sessions that took place, with those present."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from curricula.enums import BudgetCategory
from curricula.models import Module
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.rules.french import long_date
from records.services import refuse_patient_data
from training.enums import SESSION_CATEGORIES, HoursState
from training.models import Attendance, Cohort, Enrolment, HoursEntry, TrainingSession
from training.permissions import can_record_session
from training.queries.sessions import session_gaps
from training.rules.plan import posted_as
from training.rules.session import people_text, session_minutes, session_problem
from training.rules.spacing import too_close


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


class CategoryMissing(ServiceError):
    message = "Choisissez la catégorie de la séance : ce module prévoit ses heures par catégorie."


class SessionsTooClose(ServiceError):
    """Sessions of one module are closer than planned; the trainer may record it all the same."""

    def __init__(self, other: date, spacing_days: int) -> None:
        super().__init__(
            f"Ce module prévoit {spacing_days} jours au moins entre deux séances, et ces personnes "
            f"en ont une le {long_date(other)}. Si c’est bien ainsi, cochez « Enregistrer quand "
            "même », puis enregistrez."
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
    category: str = "",
    tutor: str = "",
    reflection: str = "",
    close_anyway: bool = False,
) -> TrainingSession:
    """Record a session that is over; each person present gets its minutes, accepted.

    The same form sent twice makes one session. Nobody is at two sessions at once. Training at work
    that does not meet its conditions is posted as practice, beside the account (D6313-3-2).
    Sessions of a module closer than planned are refused unless `close_anyway`.
    """
    if not can_record_session(actor, cohort):
        raise NotAllowed
    present = list(dict.fromkeys(present))
    if known := TrainingSession.objects.filter(form_key=form_key).first():
        return _same_session(known, cohort)
    if problem := session_problem(starts_at, ends_at, now):
        raise SessionRefused(problem)
    _check_cohort(cohort, module, present)
    category = _category(module, category)
    refuse_patient_data(tutor, reflection)
    _check_elsewhere(present, starts_at, ends_at)
    if not close_anyway:
        _check_spacing(module, present, timezone.localdate(starts_at))
    work = category == BudgetCategory.WORK
    session, created = TrainingSession.objects.get_or_create(
        form_key=form_key,
        defaults={
            "cohort": cohort, "module": module, "title": " ".join(title.split()),
            "starts_at": starts_at, "ends_at": ends_at, "trainer": actor, "recorded_at": now,
            "category": category, "tutor": " ".join(tutor.split())[:160] if work else "",
            "reflection": reflection.strip() if work else "",
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


def _category(module: Module, category: str) -> str:
    """The category of the session; none where the module plans nothing by category."""
    if not module.budgets.exists():
        return ""
    if category not in SESSION_CATEGORIES:
        raise CategoryMissing
    return category


def _check_spacing(module: Module, present: Sequence[Enrolment], day: date) -> None:
    starts = TrainingSession.objects.filter(
        module__code=module.code, attendances__enrolment__in=present
    )
    days = {timezone.localdate(at) for at in starts.values_list("starts_at", flat=True)}
    if other := too_close(day, days, module.spacing_days):
        raise SessionsTooClose(other, module.spacing_days)


def _add_present(
    actor: Membership, session: TrainingSession, present: Sequence[Enrolment], now: datetime
) -> None:
    minutes = session_minutes(session.starts_at, session.ends_at)
    category = posted_as(session.category, session_gaps(session))
    Attendance.objects.bulk_create(
        Attendance(session=session, enrolment=enrolment, minutes=minutes) for enrolment in present
    )
    HoursEntry.objects.bulk_create(
        HoursEntry(
            enrolment=enrolment, module_id=session.module_id, category=category,
            budget=session.category, state=HoursState.ACCEPTED, minutes=minutes,
            label=session.title,
            occurred_on=timezone.localdate(session.starts_at), posted_by=actor, posted_at=now,
            source_key=f"training.session:{session.pk}:{enrolment.pk}",
        )
        for enrolment in present
    )  # fmt: skip
