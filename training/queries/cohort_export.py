"""The hours and deadlines of a cohort as rows of a spreadsheet, read a few at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.utils import timezone

from people.models import Membership
from training.enums import HoursState
from training.models import Cohort, Enrolment, HoursEntry
from training.queries.cohort_arrival import (
    ARRIVAL,
    CONFLICTS,
    CONVOCATIONS,
    arrival_rows,
    conflict_rows,
    convocation_rows,
)
from training.queries.cohort_facts import (
    ASSISTANCE,
    DEBTS,
    DECISIONS,
    PRESENCES,
    SESSIONS,
    assistance_rows,
    debt_rows,
    decision_rows,
    presence_rows,
    session_rows,
)
from training.queries.cohort_history import (
    POSITIONS,
    SHEETS,
    VERSIONS,
    position_rows,
    sheet_rows,
    version_rows,
)
from training.queries.hours import cohort_plans, kind_words, standing, verified_by, verified_words
from training.queries.rights import delay_lines
from training.queries.totals import learners_totals
from training.queries.weeks import cohort_people, standings, week_lines, weeks_until
from training.rules.hours import Line
from training.rules.plan import accepted_by_source

CHUNK = 2000
LINES = (
    "Nom", "Prénom", "Date", "Nature", "Code du module", "Module", "Libellé", "Minutes", "État",
    "Vérifiée, avant plafonds", "Accepté après plafonds (min)", "Vérifiée par", "Origine",
)  # fmt: skip
TOTALS = (
    "Nom", "Prénom", "Cabinet", "Minimum (min)", "Planifié (min)", "Déclaré (min)",
    "Vérifié (min)", "Accepté (min)", "Au-delà du prévu (min)", "Au-delà du plafond du jour (min)",
)  # fmt: skip
WHO = ("Nom", "Prénom", "Accepté (min)", "Écart au plan (min)", "À rattraper (min)")
DELAYS = (
    "Nom", "Prénom", "Cabinet", "Recruté le", "Formation à suivre avant le",
    "Qualification avant le", "Régime", "Source", "Certitude", "À contrôler ou à renouveler",
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A sheet: its title, its columns, and its rows as they are asked for."""

    title: str
    columns: tuple[str, ...]
    rows: Iterator[tuple[object, ...]]


def table(actor: Membership, cohort: Cohort, what: str, today: date) -> Table | None:
    """A table of a cohort by its name in an address; None for anything else."""
    if what == "lignes":
        return Table("Lignes d’heures", LINES, ledger_rows(actor, cohort))
    if what == "totaux":
        return Table("Totaux", TOTALS, totals_rows(actor, cohort))
    if what == "semaines":
        weeks = weeks_until(cohort, today)
        return Table("Semaines", week_columns(weeks), week_rows(actor, cohort, weeks, today))
    if what == "echeances":
        return Table("Échéances", DELAYS, delay_rows(actor, cohort, today))
    return _facts(actor, cohort, what, today)


def _facts(actor: Membership, cohort: Cohort, what: str, today: date) -> Table | None:
    if what == "presences":
        return Table("Présences", PRESENCES, presence_rows(actor, cohort))
    if what == "rattrapages":
        return Table("Heures à rattraper", DEBTS, debt_rows(actor, cohort))
    if what == "seances":
        return Table("Séances", SESSIONS, session_rows(actor, cohort))
    if what == "assistance":
        return Table("Assistance", ASSISTANCE, assistance_rows(actor, cohort, today))
    if what == "positionnement":
        return Table("Décisions de positionnement", DECISIONS, decision_rows(actor, cohort))
    return _history(actor, cohort, what) or _arrival(cohort, what)


def _history(actor: Membership, cohort: Cohort, what: str) -> Table | None:
    if what == "corrections":
        return Table("Présences et corrections", VERSIONS, version_rows(actor, cohort))
    if what == "feuilles":
        return Table("Feuilles signées", SHEETS, sheet_rows(actor, cohort))
    if what == "positions":
        return Table("Positions à l’entrée", POSITIONS, position_rows(actor, cohort))
    return None


def _arrival(cohort: Cohort, what: str) -> Table | None:
    """What the staff of the training body sees of the whole cohort."""
    if what == "convocations":
        return Table("Convocations", CONVOCATIONS, convocation_rows(cohort))
    if what == "accueil":
        return Table("Accueil", ARRIVAL, arrival_rows(cohort))
    if what == "conflits":
        return Table("Conflits du calendrier", CONFLICTS, conflict_rows(cohort, timezone.now()))
    return None


def ledger_rows(actor: Membership, cohort: Cohort) -> Iterator[tuple[object, ...]]:
    """Every line that stands, by name and day; two queries.

    The lines of one learner at a time are in memory: what remains of each after the caps is known
    from all of them, and adds up to « Accepté ».
    """
    seen = Enrolment.objects.visible_to(actor).filter(cohort=cohort)
    entries = HoursEntry.objects.filter(enrolment__in=seen.order_by().values("pk"))
    rows = (
        standing(entries)
        .filter(minutes__gt=0)
        .order_by(
            "enrolment__learner__last_name", "enrolment__learner__first_name", "enrolment",
            "occurred_on", "pk",
        )
        .values_list(
            "enrolment", "module", "enrolment__learner__last_name",
            "enrolment__learner__first_name", "occurred_on", "category", "budget", "module__code",
            "module__title", "label", "minutes", "state", "source_key", named=True,
        )
    )  # fmt: skip
    plans = cohort_plans(entries)
    for _, mine in groupby(rows.iterator(chunk_size=CHUNK), key=attrgetter("enrolment")):
        lines = list(mine)
        counted = accepted_by_source(map(_line, lines), plans)
        for one in lines:
            yield (
                one.enrolment__learner__last_name, one.enrolment__learner__first_name,
                one.occurred_on, kind_words(one.category, one.budget), one.module__code or "",
                one.module__title or "", one.label, one.minutes, HoursState(one.state).label,
                verified_words(one.category, one.state), counted.get(one.source_key, 0),
                verified_by(one.category, one.state, one.budget), one.source_key,
            )  # fmt: skip


def _line(row: Any) -> Line:
    return Line(
        row.source_key, row.category, row.state, row.minutes, row.module, row.budget,
        row.module__code or "", on=row.occurred_on,
    )  # fmt: skip


def totals_rows(actor: Membership, cohort: Cohort) -> Iterator[tuple[object, ...]]:
    """The five totals of each learner."""
    people = list(cohort_people(actor, cohort))
    found = learners_totals(people)
    for one in people:
        five = found[one.pk]
        yield (
            one.learner.last_name, one.learner.first_name, one.practice.name, five.minimum,
            five.planned, five.submitted, five.verified, five.accepted, five.beyond, five.over_day,
        )  # fmt: skip


def week_columns(weeks: Iterable[date]) -> tuple[str, ...]:
    return (*WHO, *(f"Semaine du {week:%d/%m/%Y} (min)" for week in weeks))


def week_rows(
    actor: Membership, cohort: Cohort, weeks: list[date], today: date
) -> Iterator[tuple[object, ...]]:
    """The minutes verified of each learner in each week, with drift and what is to catch up."""
    for line in week_lines(standings(cohort_people(actor, cohort), today), weeks):
        one = line.standing
        learner = one.enrolment.learner
        yield (
            learner.last_name, learner.first_name, one.situation.accepted, one.drift.minutes,
            one.lost, *(week.minutes for week in line.weeks),
        )  # fmt: skip


def delay_rows(actor: Membership, cohort: Cohort, today: date) -> Iterator[tuple[object, ...]]:
    """The deadlines of each learner, the nearest first; an empty day is one that no text sets."""
    for line in delay_lines(actor, cohort, today):
        one, mine = line.enrolment, line.delays
        waits = ["diplôme à contrôler"] if line.lacks_diploma else []
        waits += [f"{held.certificate.title} : {held.state.label}" for held in line.ending]
        yield (
            one.learner.last_name, one.learner.first_name, one.practice.name, mine.recruited_on,
            mine.follow_by, mine.qualify_by, mine.regime.label, mine.regime.source,
            mine.regime.certainty, ", ".join(waits),
        )  # fmt: skip
