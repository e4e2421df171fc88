"""A week on paper: what its sheet says, and what the code on a sheet names."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from curricula.enums import Moment
from portfolio.enums import Axis, EntryKind
from portfolio.models import LogbookWeek, WeekDay
from portfolio.queries.hours import practices_of_week
from portfolio.rules.paper import (
    PRACTICES,
    SITUATIONS,
    SheetName,
    next_number,
    sheet_name,
    shortened,
    token_in,
)
from portfolio.rules.weeks import SUNDAY, IsoWeek, week_label
from records.rules.french import day_and_month
from training.models import Enrolment

SALT = "portfolio.paper"
# What a sheet lets somebody tick.
WORDS = {
    "kinds": [kind.label.lower() for kind in EntryKind],
    "axes": [axis.label for axis in Axis],
    "moments": [moment.label for moment in Moment],
}


def token_of(name: SheetName) -> str:
    """What the code of a sheet says: which it is; nothing but the key of the site can make it."""
    return Signer(salt=SALT, sep=".").sign(str(name))


def sheet_of(token: str) -> SheetName | None:
    """Which sheet a token names; None if it was not made by this site."""
    try:
        return sheet_name(Signer(salt=SALT, sep=".").unsign(token))
    except BadSignature:
        return None


def sheets_in(codes: list[str]) -> set[SheetName]:
    """The sheets that the codes of a picture name; a code of something else names none."""
    found = (sheet_of(token_in(code)) for code in codes)
    return {name for name in found if name}


def address_of(name: SheetName) -> str:
    """The whole address in the code of a sheet."""
    return settings.SITE_URL + reverse("portfolio:paper_code", args=[token_of(name)])


def sheet_to_print(
    enrolment: Enrolment, iso: IsoWeek, rank: int, row: LogbookWeek | None
) -> dict[str, Any]:
    """What a sheet says of a week, as plain values, but its code; six queries at most.

    `rank`: the place of the week in the cohort. `enrolment` comes with `for_screen()`. Hours that
    are noted stand on it, none that are only agreed.
    """
    practices = practices_of_week(enrolment, iso)
    shown = practices[:PRACTICES]
    stored = list(row.days.all()) if row else []
    numbers = [one.number for one in row.sheets.kept()] if row else []
    names = [shortened(str(practice)) for practice in shown]
    return {
        "rank": rank,
        "label": week_label(iso),
        "name": SheetName(enrolment.pk, iso, next_number(numbers)),
        "number": next_number(numbers),
        "learner": shortened(str(enrolment.learner)),
        "cohort": shortened(enrolment.cohort.title),
        "training_body": shortened(str(enrolment.cohort.organisation)),
        "practices": names,
        "more": len(practices) - len(shown),
        "days": [
            _day(iso.day(number), stored, [one.pk for one in shown]) for number in range(SUNDAY + 1)
        ],
        "signatures": ["Signature de l’assistant", *(f"Cachet et signature, {n}" for n in names)],
        "already": _already(row, len(numbers)),
        "situations": SITUATIONS,
        "words": WORDS,
        "date": [iso.monday.year, iso.monday.month, iso.monday.day],
    }


def _day(day: date, stored: list[WeekDay], practices: list[int]) -> dict[str, Any]:
    """A line of the hours: minutes noted at each practice, or what kind of day it was."""
    noted = {one.practice_id: one.minutes for one in stored if one.day == day}
    off = next((one.get_kind_display() for one in stored if one.day == day and not one.minutes), "")
    return {
        "day": day_and_month(day),
        "minutes": [noted.get(practice, 0) for practice in practices],
        "off": off,
    }


def _already(row: LogbookWeek | None, sheets: int) -> str:
    """What the site already holds of the week, so that paper goes on from there."""
    situations = row.entries.count() if row else 0
    parts = [
        f"{count} {word}{'s' if count > 1 else ''}"
        for count, word in ((situations, "situation"), (sheets, "feuille"))
        if count
    ]
    return f"Déjà sur le site : {' et '.join(parts)}." if parts else ""
