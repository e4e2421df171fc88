"""The hours that a document states for a period. Worked tables: docs/rules/documents.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from training.enums import COUNTED_CATEGORIES, HoursCategory, HoursState
from training.rules.day import within_day
from training.rules.hours import Line
from training.rules.plan import Plan, category_of, planned_for, widest, within

SESSION = HoursCategory.SESSION.value


@dataclass(frozen=True)
class PeriodRow:
    """A module in one nature of hours: minutes that count in the period, and those beyond the plan.

    `module` is the code of the module, empty for hours of none; `nature` a planned category, or
    « session » where the module plans nothing by category.
    """

    module: str
    nature: str
    minutes: int
    beyond: int


def period_rows(lines: Iterable[Line], plan: Plan, since: date, until: date) -> list[PeriodRow]:
    """What of the accepted hours falls in a period, both days included, sorted.

    Lines name their day; what is beyond the cap of a day is stated nowhere. Each module counts, in
    each nature, no more than it plans: the earliest hours count first. So a period cut in two
    states the same hours in two documents as in one.
    """
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in within_day(lines):
        nature = category_of(line.category, line.budget)
        groups.setdefault((line.module_code, nature), []).append(line)
    rows = []
    for (module, nature), group in sorted(groups.items()):
        limit = widest(planned_for(line, plan) for line in group)
        counted = [(line.on, line.minutes) for line in group if _counts(line) and line.on]
        before = sum(minutes for day, minutes in counted if day < since)
        inside = sum(minutes for day, minutes in counted if since <= day <= until)
        kept = within(limit, before + inside, 0).accepted - within(limit, before, 0).accepted
        if inside:
            rows.append(PeriodRow(module, nature or SESSION, kept, inside - kept))
    return rows


def _counts(line: Line) -> bool:
    return line.category in COUNTED_CATEGORIES and line.state == HoursState.ACCEPTED


@dataclass(frozen=True)
class DocumentFacts:
    """What decides whether a document of hours can be delivered.

    A sheet of presence needs sessions held, even without a minute of presence; the others need
    accepted minutes.
    """

    first_name: str
    last_name: str
    since: date
    until: date
    today: date
    minutes: int
    needs_funder: bool = False
    has_funder: bool = False
    needs_sessions: bool = False
    sessions: int = 0
    lacks_diploma: bool = False


def missing_for_document(facts: DocumentFacts) -> list[str]:
    """Why a document of hours cannot be delivered, in French; empty when it can."""
    named = bool(facts.first_name.strip() and facts.last_name.strip())
    ordered = facts.since <= facts.until
    checks = (
        (named, "Le prénom ou le nom de la personne manque dans son compte."),
        (
            not facts.lacks_diploma,
            "Le diplôme de soignant n’a pas été contrôlé : ce parcours le demande.",
        ),
        (ordered, "La période finit avant de commencer : corrigez les dates."),
        (
            facts.until <= facts.today,
            "La période n’est pas finie : elle va à ce jour au plus.",
        ),
        (
            facts.has_funder or not facts.needs_funder,
            "L’inscription ne nomme aucun financeur à qui ce relevé s’adresse.",
        ),
        (
            facts.sessions > 0 or not ordered or not facts.needs_sessions,
            "Aucune séance n’a été tenue dans cette période : il n’y a rien à attester.",
        ),
        (
            facts.minutes > 0 or not ordered or facts.needs_sessions,
            "Aucune heure n’est acceptée dans cette période : il n’y a rien à attester.",
        ),
    )
    return [sentence for good, sentence in checks if not good]
