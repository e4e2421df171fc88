"""Hours that learners owe, from what stands of their presence. Rule: training/rules/debt.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, FilteredRelation, Q, Value, When

from curricula.enums import BudgetCategory
from training.enums import SessionState
from training.models import Attendance, Enrolment, MakeUp, TrainingSession
from training.rules.debt import Debt, Missed, Naming, debts, owed_minutes
from training.rules.session import session_minutes

SHOWN = 100


def debts_of(enrolment: Enrolment) -> list[Debt]:
    """Of one learner, oldest first; one query."""
    return debts_by_enrolment([enrolment.pk]).get(enrolment.pk, [])


def owed_by(enrolment_ids: Iterable[int]) -> dict[int, int]:
    """Minutes that each of these enrolments still owes; one query."""
    ids = list(enrolment_ids)
    found = debts_by_enrolment(ids)
    return {pk: owed_minutes(found.get(pk, [])) for pk in ids}


def debts_by_enrolment(enrolment_ids: Iterable[int]) -> dict[int, list[Debt]]:
    """Debts of several learners; one query whatever their number.

    Training at work opens none: it is agreed and recorded for one person at a time. A session
    named to make up that has no mark yet repays nothing yet.
    """
    rows = (
        Attendance.objects.standing()
        .filter(enrolment__in=list(enrolment_ids), session__state=SessionState.HELD)
        .exclude(session__category=BudgetCategory.WORK)
        .annotate(named=FilteredRelation(
            "session__make_ups",
            condition=Q(
                session__make_ups__enrolment=F("enrolment"), session__make_ups__withdrawn_at=None
            ),
        ))
        .values_list("enrolment", "session", "minutes", "session__starts_at", "session__ends_at",
                     "named__missed")
    )  # fmt: skip
    missed: dict[int, dict[int, Missed]] = {}
    namings: dict[int, list[Naming]] = {}
    for enrolment, session, minutes, starts_at, ends_at, named in rows:
        lost = session_minutes(starts_at, ends_at) - minutes
        missed.setdefault(enrolment, {})[session] = Missed(session, starts_at, lost)
        if named is not None:
            naming = Naming(named, session, starts_at, minutes)
            namings.setdefault(enrolment, []).append(naming)
    return {key: debts(lost.values(), namings.get(key, [])) for key, lost in missed.items()}


def _named(enrolment_ids: list[int]) -> Iterable[MakeUp]:
    return MakeUp.objects.filter(enrolment__in=enrolment_ids, withdrawn_at=None).select_related(
        "session__module"
    )


def made_up_later(enrolment_ids: Iterable[int], today: date) -> set[tuple[int, int]]:
    """Enrolment and missed session of each make-up named for today or later; one query.

    Who has changed cohort since is not expected there any more.
    """
    coming = MakeUp.objects.filter(
        enrolment__in=list(enrolment_ids), withdrawn_at=None,
        session__cohort=F("enrolment__cohort"), session__state=SessionState.ANNOUNCED,
        session__starts_at__date__gte=today,
    )  # fmt: skip
    return set(coming.values_list("enrolment", "missed"))


@dataclass(frozen=True)
class DebtLine:
    """A debt with its session and the sessions named to make up for it."""

    debt: Debt
    session: TrainingSession
    make_ups: list[MakeUp]


def debt_lines(enrolment: Enrolment) -> list[DebtLine]:
    """Debts of a learner for their page, repaid ones too; three queries."""
    return lines_by_enrolment([enrolment.pk]).get(enrolment.pk, [])


def lines_by_enrolment(enrolment_ids: Iterable[int]) -> dict[int, list[DebtLine]]:
    """The same of several learners; three queries whatever their number."""
    ids = list(enrolment_ids)
    found = debts_by_enrolment(ids)
    sessions = TrainingSession.objects.select_related("module").in_bulk(
        {debt.missed.session_id for owed in found.values() for debt in owed}
    )
    named: dict[tuple[int, int], list[MakeUp]] = {}
    for one in _named(ids):
        named.setdefault((one.enrolment_id, one.missed_id), []).append(one)
    return {
        pk: [
            DebtLine(
                debt, sessions[debt.missed.session_id], named.get((pk, debt.missed.session_id), [])
            )
            for debt in owed
        ]
        for pk, owed in found.items()
    }


def sessions_to_name(enrolment: Enrolment, lines: Iterable[DebtLine]) -> list[TrainingSession]:
    """Sessions that may make up for one of these: later than the first, to come or attended.

    Those of the module and category of what is owed come first, each part the newest first; one
    query, none where nothing is owed.
    """
    owing = [line.session for line in lines if line.debt.left]
    if not owing:
        return []
    same = [
        When(module__code=one.module.code, category=one.category, then=Value(0)) for one in owing
    ]
    attended = Attendance.objects.attended().filter(enrolment=enrolment).values("session")
    found = TrainingSession.objects.filter(
        Q(state=SessionState.ANNOUNCED) | Q(state=SessionState.HELD, pk__in=attended),
        cohort=enrolment.cohort_id,
        starts_at__gt=min(one.starts_at for one in owing),
    )
    found = found.exclude(category=BudgetCategory.WORK).select_related("module")
    return list(found.order_by(Case(*same, default=Value(1)), "-starts_at", "-pk")[:SHOWN])
