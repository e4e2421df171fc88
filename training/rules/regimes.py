"""Until when the training is followed, the qualification held. Worked tables: docs/rules/delays.md.

The delays are dated rules of several texts, each with how sure it is; a person is under one.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Regime:
    """A delay that a text sets, for people recruited from a day on.

    `certainty`: A the text was read, B an excerpt or several sources, C one source, U none.

    Years are counted from recruitment; None: the text sets no such delay. `carers` says for whom
    the rule proposes it: holders of a carer's diploma, the others, or nobody (None).
    """

    code: str
    label: str
    follow_years: int | None
    qualify_years: int | None
    since: date
    source: str
    certainty: str
    carers: bool | None = None

    @property
    def years(self) -> int:
        """The delay that is counted down first."""
        return self.follow_years or self.qualify_years or 0


AVENANT_7 = Regime(
    code="avenant-7",
    label="Avenant n° 7 de la convention collective",
    follow_years=2,
    qualify_years=3,
    since=date(2019, 6, 20),
    source="Avenant n° 7 du 20 juin 2019, article 9-2",
    certainty="B",
    carers=False,
)
ORDER_2019 = Regime(
    code="arrete-2019",
    label="Arrêté du 7 novembre 2019",
    follow_years=3,
    qualify_years=None,
    since=date(2019, 11, 7),
    source="Arrêté du 7 novembre 2019, article 2 : formation d’adaptation à l’emploi",
    certainty="A",
    carers=True,
)
CONVENTION_2024 = Regime(
    code="convention-2024",
    label="Convention médicale de 2024",
    follow_years=2,
    qualify_years=2,
    since=date(2024, 6, 22),
    source="Un article de presse ; le texte de la convention n’a pas été lu",
    certainty="C",
)
SLIDES_2022 = Regime(
    code="document-004",
    label="Deux ans après le recrutement",
    follow_years=2,
    qualify_years=None,
    since=date.min,
    # Document 004, line 66.
    source="Diaporama « L’assistant médical » de SEXTANT 76, vers fin 2022",
    certainty="U",
)
REGIMES = {one.code: one for one in (AVENANT_7, ORDER_2019, CONVENTION_2024, SLIDES_2022)}
LONGEST = max(max(one.follow_years or 0, one.qualify_years or 0) for one in REGIMES.values())


@dataclass(frozen=True)
class Delays:
    """The last days that a regime gives to a person; None where it sets none."""

    regime: Regime
    recruited_on: date
    follow_by: date | None
    qualify_by: date | None

    @property
    def due(self) -> date:
        """The last day to have followed the training, or else to be qualified."""
        found = self.follow_by or self.qualify_by
        assert found is not None  # every regime sets one of both
        return found

    @property
    def last(self) -> date:
        """The day after which nothing of the regime runs any more."""
        return max(day for day in (self.follow_by, self.qualify_by) if day)


def proposed_regime(carer: bool, recruited_on: date) -> Regime:
    """The regime of the surest text for a profile, in force on the day of recruitment.

    Who was recruited before every text is under the delay of document 004, as it was shown before.
    """
    for one in REGIMES.values():
        if one.carers == carer and recruited_on >= one.since:
            return one
    return SLIDES_2022


def possible_regimes(recruited_on: date) -> list[Regime]:
    """Those that may be chosen: their text was there on the day of recruitment."""
    return [one for one in REGIMES.values() if recruited_on >= one.since]


def delays(regime: Regime, recruited_on: date) -> Delays:
    """The same day so many years later; 29 February becomes 28 where the year has no 29th."""
    follow, qualify = regime.follow_years, regime.qualify_years
    return Delays(
        regime=regime,
        recruited_on=recruited_on,
        follow_by=years_later(recruited_on, follow) if follow else None,
        qualify_by=years_later(recruited_on, qualify) if qualify else None,
    )


def years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def earlier(mine: Regime, recruited_on: date) -> list[Delays]:
    """What other texts ask sooner, or ask alone: shown beside, never counted, unless chosen."""
    own = delays(mine, recruited_on)
    others = [delays(one, recruited_on) for one in possible_regimes(recruited_on) if one != mine]
    return [
        one
        for one in others
        if _sooner(one.follow_by, own.follow_by) or _sooner(one.qualify_by, own.qualify_by)
    ]


def _sooner(other: date | None, own: date | None) -> bool:
    return other is not None and (own is None or other < own)
