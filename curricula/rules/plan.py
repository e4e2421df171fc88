"""A track version as plain values: what its editor fills in and what its rules look at."""

from dataclasses import dataclass, field

from curricula.enums import BudgetCategory, Domain, Mastery


def competency_key(block: str, code: str) -> str:
    """« B1/C1 »: a competency among all of its reference; codes are unique in a block only."""
    return f"{block}/{code}"


@dataclass(frozen=True)
class WorkFrame:
    """What training at work needs before its minutes count (Code du travail, D6313-3-2).

    The analysis of the work, the tutor named beforehand, reflexive phases apart from the work,
    and specific evaluations: each in words, empty when nothing is said.
    """

    analysis: str = ""
    tutor: str = ""
    reflection: str = ""
    evaluation: str = ""

    @property
    def complete(self) -> bool:
        return all((self.analysis, self.tutor, self.reflection, self.evaluation))


@dataclass(frozen=True)
class AssignmentPlan:
    """The written synthesis of a module; `rubric` is its code."""

    title: str
    prompt: str
    min_words: int
    max_words: int
    rubric: str


@dataclass(frozen=True)
class ModulePlan:
    """A module; minutes, days and weeks are whole numbers, codes name the rest.

    `budget` has no zero; `requires` maps the code of an earlier module to the mastery it asks;
    `competencies` are the keys of those it aims at. The last four are not written in the plan but
    found where they are: two plans that differ only by them are equal.

    - `lesson_minutes`: declared duration of its published lessons;
    - `unpublished`: codes of its other lessons;
    - `quiz`: whether its lessons have a question that counts;
    - `evaluated`: keys of the competencies that the rubric of its synthesis looks at.
    """

    code: str
    title: str
    summary: str = ""
    domain: str = ""
    minutes: int = 0
    budget: dict[BudgetCategory, int] = field(default_factory=dict)
    lessons: tuple[str, ...] = ()
    competencies: frozenset[str] = frozenset()
    requires: dict[str, Mastery] = field(default_factory=dict)
    spacing_days: int = 0
    refresh_weeks: int = 0
    assignment: AssignmentPlan | None = None
    lesson_minutes: int = field(default=0, compare=False)
    unpublished: tuple[str, ...] = field(default=(), compare=False)
    quiz: bool = field(default=False, compare=False)
    evaluated: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def aims(self) -> list[str]:
        """The keys of its competencies, in order."""
        return sorted(self.competencies)

    @property
    def domain_word(self) -> str:
        return Domain(self.domain).label if self.domain else ""


@dataclass(frozen=True)
class TrackPlan:
    """A version of a track; `absences` maps the key of a competency to the reason given.

    `qualification` is the name of the reference followed, for the reader only.
    """

    minutes: int
    qualification: str = field(default="", compare=False)
    note: str = ""
    source: str = ""
    caps: dict[BudgetCategory, int] = field(default_factory=dict)
    work: WorkFrame = field(default_factory=WorkFrame)
    modules: tuple[ModulePlan, ...] = ()
    absences: dict[str, str] = field(default_factory=dict)
