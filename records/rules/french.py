"""Durations, days and hours as they are written in French; no locale needed."""

from datetime import date, datetime

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORT_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
SHORT_MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)


def duration(minutes: int) -> str:
    """198 h 30, 45 min, 0 h; a deficit keeps its sign."""
    sign = "− " if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), 60)
    if not rest:
        return f"{sign}{hours} h"
    return f"{sign}{hours} h {rest:02}" if hours else f"{sign}{rest} min"


def day_number(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def day_and_month(day: date) -> str:
    """lundi 1er mars"""
    return f"{DAYS[day.weekday()]} {day_number(day)} {MONTHS[day.month - 1]}"


def long_date(day: date) -> str:
    """lundi 23 novembre 2026"""
    return f"{day_and_month(day)} {day.year}"


def short_date(day: date) -> str:
    """lun. 23 nov."""
    return f"{SHORT_DAYS[day.weekday()]} {day_number(day)} {SHORT_MONTHS[day.month - 1]}"


def clock(moment: datetime) -> str:
    """14 h 32, 18 h"""
    return f"{moment.hour} h {moment.minute:02}" if moment.minute else f"{moment.hour} h"
