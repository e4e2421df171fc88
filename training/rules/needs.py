"""The need of a person and the adaptation of a training. Worked tables: docs/rules/needs.md."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from training.enums import AdaptationAct, ExchangeParty


@dataclass(frozen=True)
class Exchange:
    """What one party said, on which day, and the name of who said it, as typed."""

    party: ExchangeParty
    said: str
    met_on: date
    with_whom: str


def missing_exchanges(parties: Collection[str], *, funded: bool) -> list[str]:
    """Whose words an analysis lacks, in French; a funder counts where the enrolment names one.

    Qualiopi, indicator 4: the need is analysed with the employer and the funder.
    """
    expected = [ExchangeParty.LEARNER, ExchangeParty.EMPLOYER]
    if funded:
        expected.append(ExchangeParty.FUNDER)
    return [party.label for party in expected if party not in parties]


def unheard_problem(missing: Collection[str], why: str) -> str:
    """Why an agreement cannot follow from an analysis that lacks these parties; empty if it can.

    `missing`: as `missing_exchanges` gives them; `why`: the reason that a lead gives for it.
    """
    if not missing or why:
        return ""
    who, told = "cette partie", "elle ne l’a pas été"
    if len(missing) > 1:
        who, told = "ces parties", "elles ne l’ont pas été"
    return (
        f"L’analyse du besoin n’a pas entendu : {', '.join(missing)}. Entendez {who}, dans "
        f"une nouvelle version de l’analyse, ou dites pourquoi {told}."
    )


def adaptation_choices(
    last: AdaptationAct | None, *, own: bool, leads: bool
) -> list[AdaptationAct]:
    """What somebody may say of an adaptation, after what was said last.

    The person says a need or that there is none; the lead may say it with them, and decides once
    a need is said. Who leads cannot answer a need by « none asked ».
    """
    asked = last in (AdaptationAct.NEED, AdaptationAct.DECIDED)
    found = []
    if own or leads:
        found.append(AdaptationAct.NEED)
    if own or (leads and not asked):
        found.append(AdaptationAct.NONE)
    if leads and asked:
        found.insert(0, AdaptationAct.DECIDED)
    return found


def adaptation_waits(last: AdaptationAct | None) -> bool:
    """A need was said and nothing is decided yet."""
    return last == AdaptationAct.NEED
