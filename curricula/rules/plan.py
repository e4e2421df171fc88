"""A track version as plain values: what its editor fills in and what its rules look at."""

from dataclasses import dataclass, field

from curricula.enums import BudgetCategory, Mastery


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
    `evaluated` are the competencies that the rubric of its synthesis looks at.
    """

    code: str
    title: str
    summary: str = ""
    domain: str = ""
    minutes: int = 0
    budget: dict[BudgetCategory, int] = field(default_factory=dict)
    lessons: tuple[str, ...] = ()
    lesson_minutes: int = 0
    competencies: frozenset[str] = frozenset()
    evaluated: frozenset[str] = frozenset()
    requires: dict[str, Mastery] = field(default_factory=dict)
    spacing_days: int = 0
    refresh_weeks: int = 0
    assignment: AssignmentPlan | None = None


@dataclass(frozen=True)
class TrackPlan:
    """A version of a track; `absences` maps the code of a competency to the reason given."""

    minutes: int
    qualification: str = ""
    note: str = ""
    source: str = ""
    caps: dict[BudgetCategory, int] = field(default_factory=dict)
    work: WorkFrame = field(default_factory=WorkFrame)
    modules: tuple[ModulePlan, ...] = ()
    absences: dict[str, str] = field(default_factory=dict)
