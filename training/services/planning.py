"""One session planned by hand, beside those that the planner proposes."""

from datetime import datetime

from django.db import transaction

from curricula.models import Module
from people.models import Membership
from people.services import StaleForm, audit
from records.services import refuse_patient_data
from training.enums import SessionState
from training.models import Cohort, Room, TrainingSession
from training.queries.calendar import cohort_conflicts
from training.rules.planner import category_problem
from training.services.calendar import InTheWay, PlanRefused, check_hours, locked_cohort


@transaction.atomic
def plan_session(
    *,
    actor: Membership,
    cohort: Cohort,
    module: Module,
    category: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    trainer: Membership | None,
    room: Room | None,
    form_key: str,
    make_up_only: bool = False,
    anyway: bool = False,
    now: datetime,
) -> TrainingSession:
    """Put one session in project: nobody is told before it is announced.

    The same form twice plans it once. `make_up_only`: for those who will be named to it. Raises
    PlanRefused, NotOfTheBody, InTheWay (unless `anyway`).
    """
    row = locked_cohort(actor, cohort)
    if known := TrainingSession.objects.filter(form_key=form_key).first():
        if known.cohort_id != row.pk:
            raise StaleForm
        return known
    if module.track_version_id != row.track_version_id:
        raise PlanRefused("Ce module n’est pas du parcours de la promotion.")
    planned = set(module.budgets.values_list("category", flat=True))
    if problem := category_problem(category, planned):
        raise PlanRefused(problem)
    title = " ".join(title.split())[:200]
    refuse_patient_data(title)
    made = TrainingSession(
        cohort=row, module=module, state=SessionState.PLANNED, category=category, title=title,
        starts_at=starts_at, ends_at=ends_at, trainer=trainer, room=room, form_key=form_key,
        make_up_only=make_up_only,
    )  # fmt: skip
    check_hours(made, trainer, room, now)
    made.save()
    if (found := [one.text for one in cohort_conflicts(row, now, only=made)]) and not anyway:
        raise InTheWay(found)
    audit(actor, "training.session.planned", made, at=now)
    return made
