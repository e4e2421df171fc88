"""When a session can be recorded, and how long it lasted."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from records.rules.french import PARIS

LONGEST = timedelta(hours=12)


def session_minutes(starts_at: datetime, ends_at: datetime) -> int:
    """Whole minutes between two instants; a clock change in between does not falsify them."""
    return elapsed(starts_at, ends_at) // timedelta(minutes=1)


def elapsed(starts_at: datetime, ends_at: datetime) -> timedelta:
    """Time that really went by: counted in UTC, for two local times ignore the clock change."""
    return ends_at.astimezone(UTC) - starts_at.astimezone(UTC)


def hours_problem(starts_at: datetime, ends_at: datetime) -> str:
    """Why no session has these hours, in French; empty if one can."""
    start, end = starts_at.astimezone(PARIS), ends_at.astimezone(PARIS)
    if session_minutes(starts_at, ends_at) < 1:
        return "La fin doit venir après le début, d’une minute au moins."
    if elapsed(starts_at, ends_at) > LONGEST:
        return "Une séance dure 12 heures au plus : vérifiez le début et la fin."
    if start.date() != end.date():
        return "Une séance commence et finit le même jour : enregistrez une séance par jour."
    return ""


def session_problem(starts_at: datetime, ends_at: datetime, now: datetime) -> str:
    """Why a session with these hours cannot be recorded, in French; empty if it can."""
    if problem := hours_problem(starts_at, ends_at):
        return problem
    if ends_at > now:
        return "Cette séance n’est pas finie : elle s’enregistre une fois terminée."
    return ""


def plan_problem(starts_at: datetime, ends_at: datetime, now: datetime, closed: str) -> str:
    """Why a session cannot be planned at these hours, in French; `closed` says why the day is."""
    if problem := hours_problem(starts_at, ends_at):
        return problem
    if starts_at <= now:
        return "Cette heure est passée : une séance se prévoit à l’avance."
    if closed:
        return f"Rien n’est prévu ce jour-là : {closed}. Choisissez un autre jour."
    return ""


def people_text(names: Iterable[str]) -> str:
    """« A », « A et B », « A, B et C »: names in a sentence."""
    *head, last = names
    return f"{', '.join(head)} et {last}" if head else last
