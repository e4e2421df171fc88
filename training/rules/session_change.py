"""What a message says of a session that changed. Worked table: docs/rules/calendar.md."""

from dataclasses import dataclass
from datetime import datetime

from records.rules.french import clock, long_date
from training.rules.session import PARIS

KEPT = "Maintenant réservée aux personnes désignées pour un rattrapage : les autres n’y vont pas."
OPEN = "Maintenant pour toute la promotion."


@dataclass(frozen=True)
class Told:
    """A session as its people know it; without a room or a trainer, the text is empty."""

    title: str
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    trainer: str = ""
    make_up_only: bool = False

    @property
    def day(self) -> str:
        return long_date(self.starts_at.astimezone(PARIS).date())

    @property
    def hours(self) -> str:
        start, end = self.starts_at.astimezone(PARIS), self.ends_at.astimezone(PARIS)
        return f"{clock(start)} à {clock(end)}"


def change_lines(before: Told, after: Told) -> list[str]:
    """One line a fact: « before → after » where it changed, else what holds still.

    What was not said before and is not said now has no line.
    """
    lines = [
        f"Intitulé : {before.title} → {after.title}" if before.title != after.title else "",
        _line("Date", before.day, after.day),
        _line("Horaires", before.hours, after.hours),
        _room(before.room, after.room),
        _trainer(before.trainer, after.trainer),
    ]
    if before.make_up_only != after.make_up_only:
        lines.append(KEPT if after.make_up_only else OPEN)
    return [line for line in lines if line]


def _line(name: str, before: str, after: str) -> str:
    return f"{name} : {after}" if before == after else f"{name} : {before} → {after}"


def _room(before: str, after: str) -> str:
    if before and not after:
        return f"Salle retirée : {before}. Le lieu est à préciser."
    return _line("Salle", before or "à préciser", after) if after else ""


def _trainer(before: str, after: str) -> str:
    if before == after:
        return f"Formateur : {after}" if after else ""
    return _line("Formateur", before or "à nommer", after or "à nommer")
