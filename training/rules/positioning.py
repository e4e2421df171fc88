"""What a positioning proposes, and what is due. Worked tables: docs/rules/positioning.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from curricula.enums import FactStatus
from records.rules.french import duration
from training.enums import PositionLevel

WHOLE = 100


@dataclass(frozen=True)
class Policy:
    """Figures that no source gives: a choice of the training body, « à vérifier ».

    `recent_years`: how old a prior result may be; `step`: percentages go by so many; `floor`:
    below so many percent of its questions, the positioning quiz of a module proposes nothing.
    """

    recent_years: int = 5
    step: int = 5
    floor: int = 70
    source: str = "choix de l’organisme"
    status: FactStatus = FactStatus.TO_CHECK


POLICY = Policy()


@dataclass(frozen=True)
class Placed:
    """One competency that a module aims at, as each rater placed it; None: not yet placed."""

    learner: PositionLevel | None = None
    trainer: PositionLevel | None = None

    @property
    def kept(self) -> PositionLevel | None:
        """The lower of the two; nothing while one is missing."""
        if self.learner is None or self.trainer is None:
            return None
        return min(self.learner, self.trainer)


@dataclass(frozen=True)
class Prior:
    """Hours followed elsewhere for a module, and the day they were obtained."""

    minutes: int
    obtained_on: date


@dataclass(frozen=True)
class QuizScore:
    """What the positioning quiz of a module gave: points out of so many questions, at least one."""

    score: int
    out_of: int

    def reaches(self, percent: int) -> bool:
        return self.score * WHOLE >= percent * self.out_of


@dataclass(frozen=True)
class Proposal:
    """What the lead is offered for one module: a percentage of its hours, prior minutes, why."""

    percentage: int
    prior: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Relief:
    """What is taken off one module or a whole track; all in minutes."""

    planned: int = 0
    exempted: int = 0
    prior: int = 0

    @property
    def due(self) -> int:
        return max(0, self.planned - self.exempted - self.prior)

    @property
    def taken_off(self) -> int:
        return self.planned - self.due


@dataclass(frozen=True)
class Decision:
    """What the lead decided of a module; of one module the highest number counts."""

    module: str
    number: int
    percentage: int
    prior: int


def is_recent(obtained_on: date, today: date, policy: Policy = POLICY) -> bool:
    """Obtained at most so many years ago, to the day; from 29 February: until the 28th."""
    year = obtained_on.year + policy.recent_years
    try:
        last = obtained_on.replace(year=year)
    except ValueError:
        last = obtained_on.replace(year=year, day=28)
    return obtained_on <= today <= last


def recent_minutes(prior: Iterable[Prior], today: date, policy: Policy = POLICY) -> int:
    """The prior minutes that a decision may take into account."""
    return sum(p.minutes for p in prior if is_recent(p.obtained_on, today, policy))


def relief(planned: int, percentage: int, prior: int) -> Relief:
    """due = max(0, planned − exempted − prior); prior hours fill what is not exempted."""
    exempted = planned * percentage // WHOLE
    return Relief(planned, exempted, min(prior, planned - exempted))


def total(parts: Iterable[Relief]) -> Relief:
    """The sum over the modules: what is too much in one lowers no other."""
    rows = list(parts)
    return Relief(
        sum(row.planned for row in rows),
        sum(row.exempted for row in rows),
        sum(row.prior for row in rows),
    )


def standing(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The newest decision of each module, in whatever order they come."""
    best: dict[str, Decision] = {}
    for decision in decisions:
        known = best.get(decision.module)
        if known is None or decision.number > known.number:
            best[decision.module] = decision
    return best


def proposal(
    planned: int,
    aimed: Sequence[Placed],
    prior: Sequence[Prior],
    today: date,
    quiz: QuizScore | None = None,
    policy: Policy = POLICY,
) -> Proposal:
    """The share of the aimed competencies that both place at level 2, rounded down to a step.

    A competency that one of the two has not placed counts as not held. A quiz below the floor
    takes the percentage to 0; it never raises it, nor is it needed. Prior hours are proposed
    if they are recent, up to what the percentage leaves.
    """
    held = sum(placed.kept == PositionLevel.ORGANISES for placed in aimed)
    share = WHOLE * held // len(aimed) if aimed else 0
    if quiz and not quiz.reaches(policy.floor):
        share = 0
    percentage = share - share % policy.step
    recent = recent_minutes(prior, today, policy)
    kept = relief(planned, percentage, recent).prior
    reasons = (
        *_position_reasons(aimed, held),
        *_quiz_reasons(quiz, policy),
        *_prior_reasons(prior, recent, policy),
    )
    return Proposal(percentage, kept, reasons)


def _position_reasons(aimed: Sequence[Placed], held: int) -> list[str]:
    if not aimed:
        return ["Ce module ne vise aucune compétence : le positionnement n’y propose rien."]
    found = [f"{held} sur {len(aimed)} compétences visées au niveau 2 pour les deux."]
    if waiting := sum(placed.kept is None for placed in aimed):
        found.append(f"{waiting} sur {len(aimed)} sans les deux positions.")
    return found


def _quiz_reasons(quiz: QuizScore | None, policy: Policy) -> list[str]:
    if quiz is None:
        return []
    found = f"Quiz de positionnement : {quiz.score} sur {quiz.out_of}"
    if quiz.reaches(policy.floor):
        return [f"{found}."]
    return [f"{found}, moins de {policy.floor} % : la règle ne propose pas d’allègement."]


def _prior_reasons(prior: Sequence[Prior], recent: int, policy: Policy) -> list[str]:
    found = []
    if recent:
        found.append(f"{duration(recent)} suivies ailleurs, {policy.recent_years} ans au plus.")
    if old := sum(p.minutes for p in prior) - recent:
        found.append(f"{duration(old)} ailleurs, trop anciennes : elles ne comptent pas.")
    return found


def percentage_problem(percentage: int, policy: Policy = POLICY) -> str:
    """Why a percentage cannot be decided, in French; empty if it can."""
    if not 0 <= percentage <= WHOLE or percentage % policy.step:
        return f"Un pourcentage va de 0 à 100, de {policy.step} en {policy.step}."
    return ""
