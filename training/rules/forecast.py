"""Whether and when a total is reached. Worked tables: docs/rules/forecast.md."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from curricula.enums import BudgetCategory
from records.rules.french import duration, long_date
from training.rules.pace import WEEK, monday
from training.rules.plan import Cell, widest

# Fewer whole weeks say nothing of a pace; a pace is not drawn further than five years. Both are
# ours, « choix de l’organisme ».
FEWEST_WEEKS = 4
MOST_WEEKS = 260

Key = tuple[str, str]  # code of a module, category


@dataclass(frozen=True)
class Coming:
    """What can still be added to the accepted minutes of a learner, as far as it would count."""

    pending: int = 0
    sessions: int = 0
    session_minutes: int = 0
    lessons: int = 0

    @property
    def minutes(self) -> int:
        return self.pending + self.session_minutes + self.lessons


@dataclass(frozen=True)
class Ahead:
    """What is announced and not held yet, and the lessons of the track, by module and category.

    `limits` holds what the modules plan; a key that is not there is not limited.
    """

    sessions: int
    minutes: Mapping[Key, int]
    lessons: Mapping[str, int]
    limits: Mapping[Key, int | None]


def coming(mine: Iterable[Cell], ahead: Ahead) -> Coming:
    """What waits first, then the sessions announced, then the lessons not read; plans hold.

    The lessons left in a module are those it has, less what was read in it.
    """
    done: dict[Key, int] = {}
    limits: dict[Key, int | None] = dict(ahead.limits)
    pending = 0
    left = dict(ahead.lessons)
    for cell in mine:
        key, share = (cell.code, cell.category), cell.share
        limits[key] = widest([cell.limit, ahead.limits.get(key, cell.limit)])
        done[key] = share.accepted + share.pending
        pending += share.pending
        if cell.category == BudgetCategory.DISTANCE and cell.code in left:
            left[cell.code] = max(0, left[cell.code] - cell.submitted)
    sessions = _filled(done, ahead.minutes, limits)
    distance = {(code, BudgetCategory.DISTANCE.value): n for code, n in left.items()}
    return Coming(
        pending, ahead.sessions if sessions else 0, sessions, _filled(done, distance, limits)
    )


def _filled(done: dict[Key, int], more: Mapping[Key, int], limits: Mapping[Key, int | None]) -> int:
    """How much of what comes still fits into the plans; `done` grows by it."""
    total = 0
    for key, minutes in more.items():
        known, limit = done.get(key, 0), limits.get(key)
        kept = minutes if limit is None else max(0, min(minutes, limit - known))
        done[key] = known + kept
        total += kept
    return total


@dataclass(frozen=True)
class Waits:
    """For what the pending minutes of a learner wait: the quiz, the message, measured time."""

    quiz: int = 0
    message: int = 0
    time: int = 0


def waits_for(
    mine: Iterable[Cell], passed: Collection[str], helped: Callable[[str], bool]
) -> Waits:
    """What each pending minute waits for, one thing at a time: quiz, then message, then time.

    `passed`: codes of the modules whose quiz is passed; `helped`: whether a message of the training
    body stands in the thread of a module, by its code (ADR 0034). As far as the plans leave room.
    """
    quiz = message = time = 0
    for cell in mine:
        minutes = cell.share.pending
        if cell.code not in passed:
            quiz += minutes
        elif not helped(cell.code):
            message += minutes
        else:
            time += minutes
    return Waits(quiz, message, time)


@dataclass(frozen=True)
class Pace:
    """Minutes accepted in the whole weeks since the start, and when they lead to the goal.

    `week` is the Monday of the week in which the goal is reached; None when nothing can be said.
    """

    weeks: int
    minutes: int
    week: date | None = None

    @property
    def average(self) -> int:
        return self.minutes // self.weeks if self.weeks else 0


def pace(goal: int, weekly: Mapping[date, int], start: date, today: date) -> Pace:
    """The average of the whole weeks since the start, holidays included, carried on."""
    this = monday(today)
    weeks = max(0, (this - monday(start)) // WEEK)
    done = sum(minutes for week, minutes in weekly.items() if week < this)
    if weeks < FEWEST_WEEKS or not done or done >= goal:
        return Pace(weeks, done)
    ahead = -(-(goal - done) * weeks // done)
    return Pace(weeks, done, this + WEEK * (ahead - 1) if ahead <= MOST_WEEKS else None)


@dataclass(frozen=True)
class Situation:
    """What a forecast is made of; minutes, and the last day on which hours can be made."""

    goal: int
    accepted: int
    planned: int
    coming: Coming
    pace: Pace
    until: date

    @property
    def left(self) -> int:
        return max(0, self.goal - self.accepted)

    @property
    def short(self) -> int:
        """Minutes that nothing foreseen can bring any more."""
        return max(0, self.left - self.coming.minutes)

    @property
    def unplanned(self) -> int:
        """Minutes of the goal that the calendar does not foresee for anybody."""
        return max(0, self.goal - self.planned)

    @property
    def to_catch_up(self) -> int:
        """What is missed in spite of the calendar: only make-up sessions bring it."""
        return max(0, self.short - self.unplanned)


def lost(found: Situation, today: date) -> int:
    """Minutes that only make-up sessions can bring; all that is short once the end has passed."""
    return found.short if today > found.until else found.to_catch_up


def pace_sentence(found: Situation) -> str:
    """« À ce rythme, 380 h dans la semaine du … », or why nothing is said."""
    goal, at = duration(found.goal), found.pace
    if not found.left:
        return f"Les {goal} sont acceptées."
    if at.weeks < FEWEST_WEEKS:
        return (
            f"Pas encore de rythme : il faut {FEWEST_WEEKS} semaines entières, "
            f"il y en a {at.weeks}."
        )
    if not at.minutes:
        return f"Aucune heure acceptée en {at.weeks} semaines : il n’y a pas de rythme à prolonger."
    if at.minutes >= found.goal:
        return f"Les {goal} viennent d’être atteintes."
    if at.week is None:
        return f"À ce rythme, les {goal} ne sont pas atteintes en cinq ans."
    late = f", après le {long_date(found.until)}" if at.week > found.until else ""
    return f"À ce rythme, {goal} dans la semaine du {long_date(at.week)}{late}."


def verdict(found: Situation, today: date) -> str:
    """Whether the total can still be reached by the end, in French; empty when it is reached."""
    if not found.left:
        return ""
    if not found.short:
        return "Atteignable avec ce qui est prévu."
    if missed := lost(found, today):
        return f"Plus atteignable sans rattrapage : il manque {duration(missed)}."
    return f"Le calendrier n’y suffit pas encore : il manque {duration(found.short)}."


def reasons(found: Situation, today: date, waits: Waits) -> list[str]:
    """What the verdict stands on: what waits for what, what is to come, what nothing brings."""
    if not found.left:
        return []
    said, more = [f"Il reste {duration(found.left)} à faire accepter."], found.coming
    for minutes, what in (
        (waits.quiz, "le quiz de leur module"),
        (waits.message, "un message de l’organisme dans leur module"),
        (waits.time, "du temps mesuré"),
    ):
        if minutes:
            said.append(f"{duration(minutes)} de leçons lues attendent {what}.")
    if more.sessions:
        said.append(_sessions(more))
    elif today <= found.until:
        said.append("Aucune séance annoncée ne peut encore compter.")
    if more.lessons:
        said.append(f"{duration(more.lessons)} de leçons restent à lire.")
    if found.short and found.unplanned:
        said.append(f"{duration(found.unplanned)} n’ont pas encore de séance annoncée.")
    if found.to_catch_up:
        said.append(f"{duration(found.to_catch_up)} sont à rattraper : le prévu ne les rend plus.")
    if today > found.until:
        said.append(f"La formation devait finir le {long_date(found.until)}.")
    return said


def _sessions(more: Coming) -> str:
    one = more.sessions == 1
    words = "séance annoncée" if one else "séances annoncées"
    return f"Il reste {more.sessions} {words}, {duration(more.session_minutes)}."
