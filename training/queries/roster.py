"""Who is in a cohort, and what their hours are."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from people.enums import Role
from people.models import Membership
from training.models import Cohort, Enrolment
from training.queries.hours import hours_totals
from training.queries.positioning import exempted_minutes
from training.rules.hours import HoursTotals
from training.rules.totals import minimum

SHOWN = 20


@dataclass(frozen=True)
class RosterLine:
    """A learner with their hours, the minutes due of them and their deadline."""

    enrolment: Enrolment
    totals: HoursTotals
    due: int
    deadline: date


def roster(enrolments: list[Enrolment]) -> list[RosterLine]:
    """Lines for enrolments loaded with `for_screen()`; three queries more."""
    return roster_lines(enrolments, hours_totals(enrolment.pk for enrolment in enrolments))


def roster_lines(enrolments: list[Enrolment], hours: dict[int, HoursTotals]) -> list[RosterLine]:
    """The same with hours already read, two queries; who is no key of them has none."""
    off = exempted_minutes(enrolment.pk for enrolment in enrolments)
    return [
        RosterLine(
            enrolment,
            hours.get(enrolment.pk, HoursTotals()),
            minimum(enrolment.track_version.minutes, off[enrolment.pk]),
            enrolment.delays.due,
        )
        for enrolment in enrolments
    ]


def cohort_roster(actor: Membership, cohort: Cohort) -> list[RosterLine]:
    """The learners of a cohort by name, as far as the actor may see them; four queries."""
    enrolments = (
        Enrolment.objects.visible_to(actor)
        .filter(cohort=cohort)
        .for_screen()
        .order_by("learner__last_name", "learner__first_name", "pk")
    )
    return roster(list(enrolments))


def assistants_to_enrol(
    actor: Membership, cohort: Cohort, search: str, today: date, posted: str | None = None
) -> list[Membership]:
    """Assistants of practices who are not in the cohort yet, found by name, address or practice.

    Twenty at most; `posted` is the one that a form names, kept whatever the search (and even if
    just enrolled, so that a form sent twice is answered as the first time).
    """
    found = (
        Membership.objects.visible_to(actor)
        .active(today)
        .filter(role=Role.LEARNER)
        .select_related("user", "organisation")
        .order_by("user__last_name", "user__first_name", "pk")
    )
    if posted is not None:
        return list(found.filter(pk=posted))
    for word in search.split():
        found = found.filter(_any_of(word))
    return list(found.exclude(user__in=cohort.enrolments.values("learner"))[:SHOWN])


def _any_of(word: str) -> Q:
    return (
        Q(user__last_name__icontains=word)
        | Q(user__first_name__icontains=word)
        | Q(user__email__icontains=word)
        | Q(organisation__name__icontains=word)
    )
