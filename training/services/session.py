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
from training.enums import SESSION_CATEGORIES, Presence
from training.models import Attendance, ClosedPeriod, Cohort, Enrolment, TrainingSession
from training.permissions import can_record_session
from training.rules.attendance import Mark
from training.rules.rhythm import closed_because
from training.rules.session import session_problem
from training.rules.spacing import too_close
from training.services.attendance import write_marks


class SessionRefused(ServiceError):
    message = "Cette séance ne peut pas être enregistrée."


class NobodyPresent(ServiceError):
    message = "Cochez au moins une personne présente."


class NotOfCohort(ServiceError):
    message = "Le module ou une personne cochée n’est pas de cette promotion."


class CategoryMissing(ServiceError):
    message = "Choisissez la catégorie de la séance : ce module prévoit ses heures par catégorie."


class SessionToConfirm(ServiceError):
    """The day is closed, or too close to another; the trainer may record it all the same."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(
            f"{' '.join(reasons)} Si c’est bien ainsi, cochez « Enregistrer quand même », puis "
            "enregistrez."
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
    only_present: bool = False,
) -> TrainingSession:
    """Record a session that is over; each person present gets its minutes, accepted.

    The same form sent twice makes one session. Nobody is at two sessions at once. Training at work
    without its conditions is posted as practice (D6313-3-2). A session on a closed day, or of a
    module closer than planned, is refused unless `close_anyway`, every reason said at once.
    `only_present`: kept for make-up, nobody is absent.
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
    _check_texts(tutor, title, reflection)
    if not close_anyway:
        _check_day(cohort, module, present, timezone.localdate(starts_at))
    session, created = TrainingSession.objects.get_or_create(
        form_key=form_key,
        defaults={
            "cohort": cohort, "module": module, "title": " ".join(title.split()),
            "starts_at": starts_at, "ends_at": ends_at, "trainer": actor, "recorded_at": now,
            "category": category, "make_up_only": only_present,
            **_work(category, tutor, reflection),
        },
    )  # fmt: skip
    if not created:
        return _same_session(session, cohort)
    write_marks(actor=actor, session=session, marks=_marks(session, present, only_present), now=now)
    audit(actor, "training.session.recorded", session, at=now, present=len(present))
    return session


def _work(category: str, tutor: str, reflection: str) -> dict[str, str]:
    """What training at work alone says: who guided, what was thought over."""
    if category != BudgetCategory.WORK:
        return {}
    return {"tutor": " ".join(tutor.split())[:160], "reflection": reflection.strip()}


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


def _check_texts(tutor: str, *others: str) -> None:
    refuse_patient_data(tutor, staff=True)
    refuse_patient_data(*others)


def _category(module: Module, category: str) -> str:
    """The category of the session; none where the module plans nothing by category."""
    if not module.budgets.exists():
        return ""
    if category not in SESSION_CATEGORIES:
        raise CategoryMissing
    return category


def _check_day(cohort: Cohort, module: Module, present: Sequence[Enrolment], day: date) -> None:
    unusual = (_closed(cohort, day), _too_close(module, present, day))
    if reasons := [reason for reason in unusual if reason]:
        raise SessionToConfirm(reasons)


def _closed(cohort: Cohort, day: date) -> str:
    """That nothing could be planned on this day, and why; empty on an open one."""
    closed = ClosedPeriod.objects.of(cohort)
    because = closed_because(day, [one.days for one in closed])
    return f"Le {long_date(day)} est un jour fermé : {because}." if because else ""


def _too_close(module: Module, present: Sequence[Enrolment], day: date) -> str:
    there = Attendance.objects.attended().filter(
        session__module__code=module.code, enrolment__in=present
    )
    days = {timezone.localdate(at) for at in there.values_list("session__starts_at", flat=True)}
    other = too_close(day, days, module.spacing_days)
    if other is None:
        return ""
    return (
        f"Ce module prévoit {module.spacing_days} jours au moins entre deux séances, et ces "
        f"personnes en ont une le {long_date(other)}."
    )


def _marks(
    session: TrainingSession, present: Sequence[Enrolment], only_present: bool
) -> dict[Enrolment, Mark]:
    """Those ticked were there; whoever was enrolled by then and is not ticked was absent.

    At a session that makes up for another, the others were not expected.
    """
    if only_present:
        return dict.fromkeys(present, Mark())
    by_then = session.cohort.enrolments.filter(enrolled_at__lt=session.ends_at).expected_on(
        timezone.localdate(session.starts_at)
    )
    absent = by_then.select_related("learner").exclude(pk__in=[one.pk for one in present])
    return {
        **{enrolment: Mark() for enrolment in present},
        **{enrolment: Mark(Presence.ABSENT) for enrolment in absent},
    }
