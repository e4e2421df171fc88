"""Contract dates, and who shares a post on a day. Worked tables: docs/rules/contract.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from training.enums import ShareState

# No source of ours says a lower limit: a week has no more minutes than these.
WEEK_MINUTES = 7 * 24 * 60


@dataclass(frozen=True)
class Share:
    """A practice shares a post from a day on, that day included, to `until`, that day excluded.

    Without `until` it has no end; `until` on the first day is a share that was taken back.
    """

    practice: int
    since: date
    until: date | None = None


def holds_on(day: date, share: Share) -> bool:
    """Half-open: the first day counts, `until` no longer does."""
    return share.since <= day and (share.until is None or day < share.until)


def sharing_on(day: date, shares: Iterable[Share]) -> set[int]:
    """The practices that share a post on a day, beside the main one."""
    return {share.practice for share in shares if holds_on(day, share)}


def shared_week(
    monday: date, shares: Iterable[tuple[Share, int]], agreed: Mapping[int, int]
) -> int:
    """Minutes that further practices add to an ISO week: each share with its minutes a week.

    `agreed`: by practice, what its own agreement says of that week, which takes the place of them.
    Else a share that holds on a day of the week counts whole; a practice counts once, with its
    most (docs/rules/convention.md, « Shared week »).
    """
    week = [monday + timedelta(days=number) for number in range(7)]
    most: dict[int, int] = {}
    for share, minutes in shares:
        if any(holds_on(day, share) for day in week):
            most[share.practice] = max(minutes, most.get(share.practice, 0))
    return sum(agreed.get(practice, minutes) for practice, minutes in most.items())


def share_state(day: date, share: Share) -> ShareState:
    """Where a share stands on a day."""
    if share.until is not None and share.until <= share.since:
        return ShareState.WITHDRAWN
    if day < share.since:
        return ShareState.COMING
    return ShareState.HELD if holds_on(day, share) else ShareState.OVER


def shares_overlap(one: Share, other: Share) -> bool:
    """A day on which both hold; one may begin on the day on which the other no longer holds."""
    first = max(one.since, other.since)
    return holds_on(first, one) and holds_on(first, other)


def share_problem(wanted: Share, main: int, standing: Iterable[Share]) -> str:
    """Why a share cannot be noted beside the standing ones, in French; empty if it can."""
    if wanted.practice == main:
        return "Ce cabinet est déjà le cabinet principal de l’inscription."
    if wanted.until is not None and wanted.until <= wanted.since:
        return "La fin vient après le premier jour."
    if any(one.practice == wanted.practice and shares_overlap(one, wanted) for one in standing):
        return "Ce cabinet partage déjà le poste pendant une partie de ce temps."
    return ""


def end_problem(share: Share, standing: Iterable[Share]) -> str:
    """Why a share cannot have this end, in French; empty if it can.

    The end may be the first day: nothing was ever shared, what was noted by mistake is taken back.
    """
    if share.until is not None and share.until < share.since:
        return f"La fin ne peut pas venir avant le premier jour ({share.since:%d/%m/%Y})."
    if any(one.practice == share.practice and shares_overlap(one, share) for one in standing):
        return "Ce cabinet partage déjà le poste pendant une partie de ce temps."
    return ""


def weekly_problem(minutes: int) -> str:
    """Why minutes a week cannot be, in French; the limits are « choix de l’organisme »."""
    if minutes <= 0:
        return "La durée par semaine est de quelques minutes au moins."
    if minutes > WEEK_MINUTES:
        return "Une semaine n’a que 168 heures."
    return ""


def contract_problem(starts_on: date, ends_on: date | None, minutes: int) -> str:
    """Why the dates and hours of a contract cannot be, in French; `ends_on` is its last day."""
    if ends_on is not None and ends_on < starts_on:
        return "Le contrat ne peut pas finir avant d’avoir commencé."
    return weekly_problem(minutes)


def outside_training(starts_on: date, ends_on: date | None, first: date, last: date) -> list[str]:
    """What of a training, from its first to its last day, the contract does not cover, in French.

    It is shown, never refused: a person may be trained before or after their contract.
    """
    found = []
    if starts_on > first:
        found.append("Le contrat commence après le début de la formation.")
    if ends_on is not None and ends_on < last:
        found.append("Le contrat finit avant la fin prévue de la formation.")
    return found
