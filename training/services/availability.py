"""The half-days of a week that a trainer gives, said in versions."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from people.models import Membership
from people.services import ServiceError, StaleForm, audit
from training.enums import DayPart
from training.models import TrainerWeek
from training.rules.availability import GivenWeek, WeekHalf, week_problem
from training.services.calendar_settings import check_says


class WeekRefused(ServiceError):
    message = "Cette semaine type ne peut pas être enregistrée."


@transaction.atomic
def say_week(
    *,
    actor: Membership,
    trainer: Membership,
    since: date,
    until: date | None,
    halves: Collection[WeekHalf],
    seen: int,
    now: datetime,
) -> TrainerWeek:
    """The half-days of each week that a trainer gives, from a day on; `until` is the last day.

    It replaces what was said before from its first day on; no session moves. A trainer says their
    own, a lead that of a trainer of the same training body. `seen` is the number of the newest week
    that the page showed; the same twice is said once. Raises TrainerUnknown, WeekRefused,
    StaleForm.
    """
    check_says(actor, trainer)
    wanted = GivenWeek(since, until, frozenset(halves))
    if problem := week_problem(wanted, timezone.localdate(now)):
        raise WeekRefused(problem)
    # One at a time for a trainer: the number that was seen is compared with the newest.
    row = Membership.objects.select_for_update(of=("self",)).get(pk=trainer.pk)
    said = TrainerWeek.objects.filter(organisation=row.organisation_id, person=row.user_id)
    newest = said.first()
    if newest and newest.week == wanted:
        return newest
    if (newest.number if newest else 0) != seen:
        raise StaleForm
    made = TrainerWeek.objects.create(
        organisation_id=row.organisation_id, person_id=row.user_id, number=seen + 1, since=since,
        until=until, mornings=_digits(wanted, DayPart.MORNING),
        afternoons=_digits(wanted, DayPart.AFTERNOON), said_by=actor, said_at=now,
    )  # fmt: skip
    audit(actor, "training.trainer_week.said", made, at=now, number=made.number)
    return made


def _digits(week: GivenWeek, part: DayPart) -> str:
    return "".join(str(weekday) for weekday, met in sorted(week.halves) if met == part)
