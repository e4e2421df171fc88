"""Sessions named to make up for those that a learner missed."""

from datetime import datetime

from django.db import transaction

from people.models import Membership
from people.services import NotAllowed, ServiceError, audit
from training.enums import SessionState
from training.models import Enrolment, MakeUp, TrainingSession
from training.permissions import can_name_make_up
from training.queries.debt import debts_of
from training.services.notices import tell_make_up


class NoDebtThere(ServiceError):
    message = "Cette personne ne doit pas d’heures de cette séance."


class NotASessionForThis(ServiceError):
    message = (
        "Cette séance ne peut pas servir de rattrapage : elle est d’une autre promotion, annulée, "
        "en projet, ou c’est celle qui est à rattraper."
    )


@transaction.atomic
def name_make_up(
    *,
    actor: Membership,
    enrolment: Enrolment,
    missed: TrainingSession,
    session: TrainingSession,
    now: datetime,
) -> MakeUp:
    """Say which session makes up for a missed one; twice names it once.

    Where the session is kept for make-up, the person is told.

    Raises NotAllowed, NoDebtThere, NotASessionForThis.
    """
    if not can_name_make_up(actor, enrolment):
        raise NotAllowed
    known = MakeUp.objects.filter(
        enrolment=enrolment, missed=missed, session=session, withdrawn_at=None
    ).first()
    if known:
        return known
    if all(debt.missed.session_id != missed.pk for debt in debts_of(enrolment) if debt.left):
        raise NoDebtThere
    fits = session.state in {SessionState.ANNOUNCED, SessionState.HELD}
    if not fits or session.cohort_id != enrolment.cohort_id or session.pk == missed.pk:
        raise NotASessionForThis
    made, created = MakeUp.objects.get_or_create(
        enrolment=enrolment,
        missed=missed,
        session=session,
        withdrawn_at=None,
        defaults={"named_by": actor, "named_at": now},
    )
    if created:
        audit(actor, "training.make_up.named", made, at=now, session=session.pk, missed=missed.pk)
        tell_make_up(actor=actor, make_up=made, now=now)
    return made


@transaction.atomic
def withdraw_make_up(*, actor: Membership, make_up: MakeUp, now: datetime) -> MakeUp:
    """Take a naming back: the debt is due again; twice takes it back once."""
    if not can_name_make_up(actor, make_up.enrolment):
        raise NotAllowed
    named = MakeUp.objects.filter(pk=make_up.pk, withdrawn_at=None)
    if named.update(withdrawn_by=actor, withdrawn_at=now):
        audit(actor, "training.make_up.withdrawn", make_up, at=now)
        make_up.refresh_from_db()
        tell_make_up(actor=actor, make_up=make_up, now=now)
    make_up.refresh_from_db()
    return make_up
