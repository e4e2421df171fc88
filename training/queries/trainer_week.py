"""What is known of trainers when sessions are planned: the weeks they give, their absences."""

from collections import defaultdict
from collections.abc import Collection

from training.models import TrainerAway, TrainerWeek
from training.rules.availability import Availability


def availability_of(organisation_id: int, users: Collection[int]) -> dict[int, Availability]:
    """What is known of some people, by user; those of whom nothing is known are left out.

    The weeks are those they give to the training body; an absence is one wherever it was noted. Two
    queries.
    """
    weeks, away = defaultdict(list), defaultdict(list)
    for said in TrainerWeek.objects.filter(organisation=organisation_id, person__in=users):
        weeks[said.person_id].append(said.week)
    noted = TrainerAway.objects.filter(trainer__user__in=users).select_related("trainer")
    for row in noted:
        away[row.trainer.user_id].append(row.away)
    known = weeks.keys() | away.keys()
    return {user: Availability(tuple(weeks[user]), tuple(away[user])) for user in known}
