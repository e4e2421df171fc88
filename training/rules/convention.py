"""A version of the agreement signed on paper. Worked table: docs/rules/convention.md."""

from datetime import date

from records.rules.french import long_date


def paper_date_problem(signed_on: date, written_on: date, today: date) -> str:
    """Why the date on a paper cannot be that of a version, in French; empty if it can.

    `written_on` is the day on which the version was written here.
    """
    if signed_on > today:
        return "La date écrite sur le papier est à venir."
    if signed_on < written_on:
        return (
            f"Cette version a été écrite le {long_date(written_on)} : elle n’a pas pu être signée "
            "avant."
        )
    return ""
