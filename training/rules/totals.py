"""The five totals: minimum, planned, submitted, verified, accepted. Tables: docs/rules/hours.md."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields

from training.rules.plan import Cell


@dataclass(frozen=True)
class Five:
    """Minutes of a learner, a module, a category or a cohort; what does not count stands beside.

    Always accepted ≤ verified ≤ submitted.
    """

    minimum: int = 0
    planned: int = 0
    submitted: int = 0
    verified: int = 0
    accepted: int = 0
    beyond: int = 0
    over_day: int = 0

    def __add__(self, other: "Five") -> "Five":
        names = [field.name for field in fields(self)]
        return Five(*(getattr(self, name) + getattr(other, name) for name in names))


def minimum(required: int, exempted: int = 0) -> int:
    """What is owed: the minutes that versions ask, less the exempted and prior ones."""
    return max(0, required - exempted)


def five(
    mine: Iterable[Cell],
    foreseen: Iterable[Cell],
    required: int,
    exempted: int = 0,
    learners: int = 1,
) -> Five:
    """The five totals of some cells, beside what is foreseen for the same modules.

    What is required and foreseen is that of one learner; `mine` holds the cells of all of them,
    `exempted` the exempted and prior minutes of all of them.
    """
    submitted = verified = accepted = beyond = over = 0
    for cell in mine:
        share = cell.share
        submitted += cell.submitted
        verified += cell.verified
        accepted += share.accepted
        beyond += share.beyond
        over += cell.over_accepted + cell.over_pending
    planned = learners * sum(cell.share.accepted for cell in foreseen)
    owed = minimum(learners * required, exempted)
    return Five(owed, planned, submitted, verified, accepted, beyond, over)


def of_code(cell: Cell) -> str:
    return cell.code


def of_category(cell: Cell) -> str:
    return cell.category


def fives(
    key: Callable[[Cell], str],
    mine: Iterable[Cell],
    foreseen: Iterable[Cell],
    required: Mapping[str, int],
    exempted: Mapping[str, int],
    learners: int = 1,
) -> dict[str, Five]:
    """The five totals by module or by category; what is required first, in its order.

    `exempted`: minutes taken off each, of all the learners.

    Practice alone makes no row: it stands beside the account.
    """
    own: dict[str, list[Cell]] = {name: [] for name in required}
    plan: dict[str, list[Cell]] = {}
    for cell in mine:
        if cell.submitted:
            own.setdefault(key(cell), []).append(cell)
    for cell in foreseen:
        own.setdefault(key(cell), [])
        plan.setdefault(key(cell), []).append(cell)
    return {
        name: five(
            group, plan.get(name, ()), required.get(name, 0), exempted.get(name, 0), learners
        )
        for name, group in own.items()
    }
