"""A table of presences noted in one go."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from training.enums import SessionState
from training.models import Cohort, Enrolment, TrainingSession
from training.permissions import can_record_session
from training.queries.attendance_import import Noted, presence_preview
from training.rules.attendance import Mark
from training.rules.attendance_import import PresenceRow
from training.services.attendance import lock_learners
from training.services.roll_call import correct_marks, hold_session

MOST_NAMED = 10


class PresencesMoved(StaleForm):
    message = (
        "Des présences ou des séances ont changé depuis l’aperçu : rien n’est enregistré. "
        "Relisez-le ci-dessous, puis confirmez de nouveau."
    )

    def __init__(self, elsewhere: Sequence[int] = ()) -> None:
        """`elsewhere`: the rows about somebody who counts elsewhere at the same hours by now."""
        super().__init__(self.message + (_elsewhere(elsewhere) if elsewhere else ""))


def _elsewhere(numbers: Sequence[int]) -> str:
    told = ", ".join(str(number) for number in numbers[:MOST_NAMED])
    more = f" et {len(numbers) - MOST_NAMED} autres" if len(numbers) > MOST_NAMED else ""
    return f" Déjà présent ailleurs aux mêmes heures : ligne {told}{more}."


class NothingToNote(ServiceError):
    message = (
        "Aucune ligne n’ajoute une présence : corrigez le fichier, puis déposez-le de nouveau."
    )


@transaction.atomic
def import_presences(
    *, actor: Membership, cohort: Cohort, rows: Sequence[PresenceRow], seen: str, now: datetime
) -> int:
    """Note the presences of the rows that can be taken, all of these or none; gives how many.

    `seen` is the mark of the preview. An announced session is held by it; what stood already is
    corrected with the reason of its row. Somebody present elsewhere at the same hours is a problem
    of the row: sessions and people are locked before the rows are looked at again. Raises
    PresencesMoved (naming such rows), NothingToNote, and what the roll call raises.
    """
    if not can_record_session(actor, cohort):
        raise NotAllowed
    row = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
    _lock(row, rows)
    preview = presence_preview(row, rows, now)
    if preview.mark != seen:
        raise PresencesMoved(preview.elsewhere)
    if not preview.good:
        raise NothingToNote
    for session, lines in _by_session(preview.good):
        _note(actor, session, lines, preview.marks[session.pk], now)
    audit(actor, "training.presences.imported", cohort, at=now, rows=len(preview.good))
    return len(preview.good)


def _lock(cohort: Cohort, rows: Sequence[PresenceRow]) -> None:
    """Sessions before people, as a roll call does, so that neither waits for the other."""
    list(cohort.sessions.order_by("pk").select_for_update().values_list("pk", flat=True))
    found = cohort.enrolments.filter(learner__email__in={row.email for row in rows})
    lock_learners(found.values_list("learner", flat=True))


def _by_session(lines: Iterable[Noted]) -> list[tuple[TrainingSession, list[Noted]]]:
    found: dict[TrainingSession, list[Noted]] = {}
    for line in lines:
        assert line.session  # a row without it has a problem
        found.setdefault(line.session, []).append(line)
    return sorted(found.items(), key=lambda item: item[0].starts_at)


def _note(
    actor: Membership, session: TrainingSession, lines: list[Noted], count: int, now: datetime
) -> None:
    """New marks at once; each reason of a correction on its own, for the person reads it."""
    if session.state != SessionState.HELD:
        hold_session(actor=actor, session=session, marks=_marks(lines), now=now)
        return
    groups: dict[str, list[Noted]] = {}
    for line in lines:
        groups.setdefault(line.row.reason if line.correction else "", []).append(line)
    for reason, group in groups.items():
        made = correct_marks(
            actor=actor, session=session, marks=_marks(group), seen=count, reason=reason, now=now
        )
        count += len(made)


def _marks(lines: Iterable[Noted]) -> dict[Enrolment, Mark]:
    return {line.enrolment: line.row.mark for line in lines if line.enrolment}
