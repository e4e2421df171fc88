"""ISO weeks of a livret: which exist, which may be written, how they are called."""

from datetime import date, timedelta
from typing import NamedTuple

from records.rules.french import DAYS, day_and_month, day_number, long_date

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


class IsoWeek(NamedTuple):
    """A week as ISO 8601 numbers it: it begins on Monday and belongs to its Thursday's year."""

    year: int
    number: int

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    def day(self, weekday: int) -> date:
        """A day of the week, Monday being 0."""
        return self.monday + timedelta(days=weekday)


def week_exists(year: int, number: int) -> bool:
    """Week 53 exists in long ISO years only; a date knows the years 1 to 9999."""
    try:
        date.fromisocalendar(year, number, 7)
    except (ValueError, OverflowError):
        return False
    return True


def week_of(day: date) -> IsoWeek:
    year, number, _ = day.isocalendar()
    return IsoWeek(year, number)


def weeks_between(first: date, last: date) -> list[IsoWeek]:
    """Every week from the one that holds the first day to the one that holds the last."""
    monday, end, found = week_of(first).monday, week_of(last).monday, []
    while monday <= end:
        found.append(week_of(monday))
        monday += timedelta(days=7)
    return found


def refusal_to_write(week: IsoWeek, starts_on: date, today: date) -> str:
    """A week may be written from the one in which the cohort starts to the current one.

    Returns the reason in French, or nothing. `today` is the day in Europe/Paris.
    """
    if week.monday < week_of(starts_on).monday:
        return "Cette semaine précède le début de la promotion."
    if week.monday > today:
        return f"Cette semaine n’a pas commencé : elle s’ouvre le {long_date(week.monday)}."
    return ""


def days_to_write(week: IsoWeek, today: date) -> list[date]:
    """Days that a situation may bear: Monday to Saturday, none to come."""
    days = [week.day(weekday) for weekday in range(SATURDAY + 1)]
    return [day for day in days if day <= today]


def default_day(week: IsoWeek, today: date) -> date:
    """Today; on a Sunday and in a past week, Friday."""
    return today if today in days_to_write(week, today) else week.day(FRIDAY)


def week_label(week: IsoWeek) -> str:
    """« du lundi 1er au vendredi 5 mars 2027 »: month and year are said once if they are one."""
    first, last = week.monday, week.day(FRIDAY)
    if first.year != last.year:
        start = long_date(first)
    elif first.month != last.month:
        start = day_and_month(first)
    else:
        start = f"{DAYS[0]} {day_number(first)}"
    return f"du {start} au {long_date(last)}"
