"""What becomes of an obstacle: its kind, taken to whom, solved or not, met again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.enums import EntryKind, WeekState
from portfolio.models import LogbookEntry, ObstacleFact
from portfolio.permissions import can_follow_obstacle
from portfolio.rules.obstacle import NewFact, fact_problem, tidy_fact
from portfolio.services.logbook import locked_entry
from records.services import confirm_weak_identifiers, refuse_patient_data

GONE = "Cette situation a été retirée : rien n’est noté."


class FactRefused(ServiceError):
    message = "Cette suite n’a pas pu être notée."


class NotAnObstacle(FactRefused):
    message = "Cette situation n’est pas un empêchement : rien n’est noté."


class WeekNotHandedIn(FactRefused):
    message = "La semaine n’est pas encore remise : les suites se notent après."


@transaction.atomic
def note_obstacle(
    *,
    actor: Membership,
    entry: LogbookEntry,
    new: NewFact,
    seen: int,
    confirmed: str = "",
    now: datetime,
) -> ObstacleFact:
    """Note what became of an obstacle; `seen` is how many facts the form showed.

    The same fact sent twice is noted once. `confirmed`: why a name in it is no patient’s.
    Raises `NotAllowed`, `WeekNotHandedIn`, `NotAnObstacle`, `StaleForm`, `FactRefused`,
    `PatientData`, `WhyMissing`.
    """
    stored = locked_entry(entry, FactRefused(GONE))
    if not can_follow_obstacle(actor, stored):
        raise NotAllowed
    if stored.kind != EntryKind.OBSTACLE:
        raise NotAnObstacle
    if stored.week.state == WeekState.DRAFT:
        raise WeekNotHandedIn
    new, facts = tidy_fact(new), list(stored.obstacle_facts.all())
    if facts and len(facts) == seen + 1 and _same(facts[-1], new, actor):
        return facts[-1]
    if len(facts) != seen:
        raise StaleForm
    if problem := fact_problem(new, stored.day, facts, timezone.localdate(now)):
        raise FactRefused(problem)
    refuse_patient_data(new.whom, new.note, confirmed=confirmed)
    made = ObstacleFact.objects.create(
        entry=stored, number=seen + 1, act=new.act, kind=new.kind, on=new.on, whom=new.whom,
        note=new.note, noted_by=actor, noted_at=now,
    )  # fmt: skip
    if confirmed:
        confirm_weak_identifiers(
            actor=actor, source_key=f"portfolio.obstacle:{made.pk}", texts=[new.whom, new.note],
            why=confirmed, now=now,
        )  # fmt: skip
    audit(actor, "portfolio.obstacle.noted", made, at=now, act=new.act, entry=stored.pk)
    return made


def _same(last: ObstacleFact, new: NewFact, actor: Membership) -> bool:
    known = NewFact(last.act, last.kind, last.on, last.whom, last.note)
    return known == new and last.noted_by_id == actor.pk
