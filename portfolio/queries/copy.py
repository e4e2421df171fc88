"""The last written week before another, and what of it may be taken up; constant queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from curricula.models import Competency
from people.models import Membership
from portfolio.models import LogbookEntry, LogbookWeek, WeekDay
from portfolio.queries.hours import contract_term, practices_by_day
from portfolio.rules.copy import Target, refusal_of_entry, refusal_of_hours, to_take_up
from portfolio.rules.entry import WrittenEntry
from portfolio.rules.weeks import IsoWeek, week_label
from records.rules.patient_data import find_identifiers
from training.enums import Situation, SituationAct
from training.models import Enrolment
from training.queries.agreed_week import parts_of
from training.rules.agreed_week import minutes_on
from training.rules.holidays import public_holiday
from training.rules.situation import Change, situation_on

NAMED = "un nom s’y trouve : reprenez-la seule, en disant pourquoi ce n’est pas un patient"


@dataclass(frozen=True)
class CopiedDay:
    """Minutes at a practice, the day they would come to, and why they do not."""

    stored: WeekDay
    to: date
    refusal: str

    @property
    def key(self) -> str:
        return str(self.stored.pk)


@dataclass(frozen=True)
class CopiedEntry:
    """A situation, the day it would come to, and why it does not."""

    stored: LogbookEntry
    to: date
    refusal: str

    @property
    def key(self) -> str:
        return str(self.stored.pk)

    def written(self, known: Iterable[int]) -> WrittenEntry:
        """What is added; `known`: the competencies of the reference that is followed now."""
        one, may = self.stored, set(known)
        named = ("kind", "text", "context", "moment", "audience")
        ticked = [claim.competency_id for claim in one.claims.all()]
        return to_take_up(
            WrittenEntry(
                day=self.to,
                axes=frozenset(one.axes),
                claims=dict.fromkeys(pk for pk in ticked if pk in may),
                missions=frozenset(mission.pk for mission in one.missions.all()),
                practice=one.practice_id,
                **{name: getattr(one, name) for name in named},
            )
        )


@dataclass(frozen=True)
class LastWeek:
    """The week that may be taken up, with its days at a practice and its situations."""

    row: LogbookWeek
    days: list[CopiedDay]
    entries: list[CopiedEntry]

    @property
    def label(self) -> str:
        return week_label(IsoWeek(self.row.iso_year, self.row.iso_week))

    @property
    def anything(self) -> bool:
        """Whether one line at least may be taken up."""
        refusals = [*(one.refusal for one in self.days), *(one.refusal for one in self.entries)]
        return not all(refusals)


def last_week(
    actor: Membership, enrolment: Enrolment, iso: IsoWeek, today: date
) -> LastWeek | None:
    """The newest week before `iso` of which something is written; None without any.

    `today` is a Europe/Paris date. Ten queries at most, whatever the number of lines.
    """
    row = _source(enrolment, iso)
    if row is None:
        return None
    source = IsoWeek(row.iso_year, row.iso_week)
    later = timedelta(days=(iso.monday - source.monday).days)
    targets = _targets(enrolment, iso, today)
    days = [
        CopiedDay(one, day, refusal_of_hours(one.practice_id or 0, one.minutes, targets[day]))
        for one in row.days.exclude(practice=None).select_related("practice")
        if (day := one.day + later) in targets
    ]
    written = LogbookEntry.objects.visible_to(actor).filter(week=row).select_related("practice")
    entries = [
        CopiedEntry(one, day, refusal_of_entry(one.practice_id, targets[day]) or _named(one))
        for one in written.with_links()
        if (day := one.day + later) in targets
    ]
    return LastWeek(row, days, entries)


def known_competencies(enrolment: Enrolment) -> set[int]:
    """Those of the reference that the enrolment follows; one query."""
    found = Competency.objects.filter(block__qualification=enrolment.qualification_id)
    return set(found.values_list("pk", flat=True))


def _source(enrolment: Enrolment, iso: IsoWeek) -> LogbookWeek | None:
    before = Q(iso_year__lt=iso.year) | Q(iso_year=iso.year, iso_week__lt=iso.number)
    written = Q(days__practice__isnull=False) | Q(entries__isnull=False)
    found = enrolment.logbook_weeks.filter(before, written)
    return found.order_by("-iso_year", "-iso_week").first()


def _targets(enrolment: Enrolment, iso: IsoWeek, today: date) -> dict[date, Target]:
    """What is known of each day of the week; eight queries at most."""
    employing, term = practices_by_day(enrolment, iso), contract_term(enrolment)
    parts = parts_of([enrolment.pk]).get(enrolment.pk, [])
    noted = set(
        WeekDay.objects.filter(
            week__enrolment=enrolment, week__iso_year=iso.year, week__iso_week=iso.number
        ).values_list("day", flat=True)
    )
    moves = enrolment.situations.exclude(act=SituationAct.TRANSFERRED).order_by("number")
    changes = [Change(*one) for one in moves.values_list("since", "situation")]
    found = {}
    for day, practices in employing.items():
        agreed = {part.practice: minutes_on(part, day) for part in parts}
        found[day] = Target(
            future=day > today,
            following=situation_on(day, changes) == Situation.ACTIVE,
            in_contract=term.holds(day),
            noted=day in noted,
            holiday=public_holiday(day),
            employing={practice.pk for practice in practices},
            agreed={pk: minutes for pk, minutes in agreed.items() if minutes is not None},
        )
    return found


def _named(entry: LogbookEntry) -> str:
    """Why a text is not taken up without its author looking at it."""
    return NAMED if any(find_identifiers(text) for text in (entry.text, entry.context)) else ""
