"""A cohort week by week: minutes of each learner, who is late, who cannot reach the total."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q, QuerySet, Sum

from curricula.models import ModuleBudget
from people.models import Membership
from training.models import Cohort, Enrolment, HoursEntry
from training.queries.foreseen import foreseen, place
from training.queries.hours import ACCEPTED, COUNTED, hours_cells, standing
from training.queries.outlook import drift_of, situation
from training.queries.positioning import exempted_minutes
from training.rules.day import within_day
from training.rules.forecast import Situation, lost
from training.rules.hours import Line
from training.rules.pace import WEEK, Drift, accepted_by_week, monday, mondays, shade

WEEKS_SHOWN = 12
ALERTS_SHOWN = 20
CHUNK = 2000


@dataclass(frozen=True)
class Week:
    """The minutes verified of one learner in one week."""

    monday: date
    minutes: int

    @property
    def shade(self) -> int:
        return shade(self.minutes)


@dataclass(frozen=True)
class Standing:
    """A learner beside the plan: how late, and what only make-up sessions can bring."""

    enrolment: Enrolment
    situation: Situation
    drift: Drift
    lost: int

    @property
    def alert(self) -> bool:
        return self.drift.threshold is not None or self.lost > 0


@dataclass(frozen=True)
class WeeksLine:
    """A learner with some weeks."""

    standing: Standing
    weeks: list[Week]


def cohort_people(actor: Membership, cohort: Cohort) -> QuerySet[Enrolment]:
    """The learners of a cohort by name, as far as the actor may see them."""
    return (
        Enrolment.objects.visible_to(actor)
        .filter(cohort=cohort)
        .for_screen()
        .order_by("learner__last_name", "learner__first_name", "pk")
    )


def standings(
    people: Iterable[Enrolment], today: date, weekly: Mapping[int, dict[date, int]] | None = None
) -> list[Standing]:
    """Where each stands, in the order given; nine queries, whatever their number.

    `weekly`: what `accepted_weeks` gives, for the pace of each; without it none has any.
    """
    everybody, done = list(people), weekly or {}
    keys = [one.pk for one in everybody]
    plans, mine, off = foreseen(everybody), hours_cells(keys), exempted_minutes(keys)
    lines = []
    for one in everybody:
        plan = plans[place(one)]
        each = done.get(one.pk, {})
        found = situation(one, mine.get(one.pk, ()), plan, each, today, off[one.pk])
        late = drift_of(found, plan, today)
        lines.append(Standing(one, found, late, lost(found, today)))
    return lines


def accepted_weeks(people: Sequence[Enrolment]) -> dict[int, dict[date, int]]:
    """By learner, what each week added to the accepted minutes, by Monday; two queries.

    The twin, for many, of what the forecast of one learner stands on; one person at a time.
    """
    keys = [one.pk for one in people]
    entries = HoursEntry.objects.filter(enrolment__in=keys)
    plan: dict[int, dict[str, int]] = {}
    budgets = ModuleBudget.objects.filter(
        Q(module__in=entries.order_by().values("module"))
        | Q(module__track_version__in={one.track_version_id for one in people})
    )
    for module, category, minutes in budgets.values_list("module", "category", "minutes"):
        plan.setdefault(module, {})[category] = minutes
    rows = standing(entries.filter(minutes__gt=0)).order_by("enrolment", "-occurred_on", "-pk")
    lines = rows.values_list(
        "enrolment", "source_key", "category", "state", "minutes", "module", "budget",
        "module__code", "occurred_on",
    )  # fmt: skip
    return {
        pk: accepted_by_week(within_day(_as_line(*row[1:]) for row in own), plan)
        for pk, own in groupby(lines.iterator(chunk_size=CHUNK), key=lambda row: row[0])
    }


def _as_line(
    key: str, category: str, state: str, minutes: int, module: int | None, budget: str,
    code: str | None, on: date,
) -> Line:  # fmt: skip
    return Line(key, category, state, minutes, module, budget, code or "", on=on)


def alerts(found: Iterable[Standing]) -> list[Standing]:
    """Those who need somebody and follow the training, the furthest behind first."""
    late = [one for one in found if one.alert and one.enrolment.follows]
    return sorted(late, key=lambda x: (-x.lost, -x.drift.late))


def weeks_until(cohort: Cohort, today: date) -> list[date]:
    """The Mondays of a cohort from its first week to this one, or to its last; one at least."""
    return mondays(cohort.starts_on, max(cohort.starts_on, min(today, cohort.ends_on)))


def pages_of_weeks(cohort: Cohort, today: date) -> list[list[date]]:
    """The weeks of a cohort up to this one, twelve at a time, the newest page first."""
    weeks = weeks_until(cohort, today)
    return [weeks[max(0, end - WEEKS_SHOWN) : end] for end in range(len(weeks), 0, -WEEKS_SHOWN)]


def week_lines(found: Iterable[Standing], weeks: Sequence[date]) -> list[WeeksLine]:
    """The minutes verified in these weeks, before any plan holds them; one query."""
    shown = list(found)
    done = weekly_minutes([one.enrolment.pk for one in shown], weeks)
    return [
        WeeksLine(one, [Week(week, done.get((one.enrolment.pk, week), 0)) for week in weeks])
        for one in shown
    ]


def weekly_minutes(
    enrolment_ids: Iterable[int], weeks: Sequence[date]
) -> dict[tuple[int, date], int]:
    """Minutes verified by learner and Monday; a week without any is no key."""
    rows = (
        standing(
            HoursEntry.objects.filter(
                COUNTED & ACCEPTED,
                enrolment__in=enrolment_ids,
                occurred_on__gte=weeks[0],
                occurred_on__lt=weeks[-1] + WEEK,
            )
        )
        .order_by()
        .values_list("enrolment", "occurred_on")
        .annotate(total=Sum("minutes"))
    )
    found: dict[tuple[int, date], int] = {}
    for enrolment, day, minutes in rows:
        key = enrolment, monday(day)
        found[key] = found.get(key, 0) + minutes
    return found
