"""What differs between two versions of a track, in words; codes tell which module is which."""

from collections.abc import Iterator
from dataclasses import dataclass

from curricula.enums import BudgetCategory, RowChange
from curricula.rules.plan import AssignmentPlan, ModulePlan, TrackPlan, WorkFrame
from curricula.rules.plan_problems import category_totals
from records.rules.french import duration

NOTHING = "rien"
WORDS = {
    RowChange.ADDED: "ajouté",
    RowChange.REMOVED: "retiré",
    RowChange.MOVED: "déplacé",
    RowChange.CHANGED: "modifié",
}


@dataclass(frozen=True)
class Side:
    """One thing that is said differently: its label, what was said, what is said now."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ModuleDifference:
    """What becomes of one module; `sides` is empty when it comes or goes as a whole."""

    change: RowChange
    code: str
    title: str
    sides: tuple[Side, ...] = ()

    @property
    def word(self) -> str:
        """What becomes of it, in the gender of « module »."""
        return WORDS[self.change]


@dataclass(frozen=True)
class PlanDifference:
    """What becomes of the whole and of each module that changes."""

    head: tuple[Side, ...]
    modules: tuple[ModuleDifference, ...]

    def __bool__(self) -> bool:
        return bool(self.head or self.modules)


def plan_differences(old: TrackPlan, new: TrackPlan) -> PlanDifference:
    """Every difference; modules in the order of the new version, then those that go."""
    before = {module.code: module for module in old.modules}
    after = {module.code: module for module in new.modules}
    ranks = _moved(old, new)
    changes = [
        *(_added_or_changed(module, before, ranks) for module in new.modules),
        *(
            ModuleDifference(RowChange.REMOVED, module.code, module.title)
            for module in old.modules
            if module.code not in after
        ),
    ]
    return PlanDifference(
        head=tuple(_changed(_head(old), _head(new))),
        modules=tuple(change for change in changes if change is not None),
    )


def _moved(old: TrackPlan, new: TrackPlan) -> dict[str, tuple[int, int]]:
    """Rank before and after of each module, among those that both versions have."""
    common = {m.code for m in old.modules} & {m.code for m in new.modules}
    before = [m.code for m in old.modules if m.code in common]
    after = [m.code for m in new.modules if m.code in common]
    return {code: (before.index(code) + 1, after.index(code) + 1) for code in before}


def _added_or_changed(
    module: ModulePlan, before: dict[str, ModulePlan], ranks: dict[str, tuple[int, int]]
) -> ModuleDifference | None:
    known = before.get(module.code)
    if known is None:
        return ModuleDifference(RowChange.ADDED, module.code, module.title)
    was, stands = ranks[module.code]
    sides = tuple(_changed(_module(known, was), _module(module, stands)))
    if not sides:
        return None
    only_moved = all(side.label == "rang" for side in sides)
    change = RowChange.MOVED if only_moved else RowChange.CHANGED
    return ModuleDifference(change, module.code, module.title, sides)


def _changed(old: dict[str, str], new: dict[str, str]) -> Iterator[Side]:
    for label in [*old, *(label for label in new if label not in old)]:
        was, stands = old.get(label, ""), new.get(label, "")
        if was != stands:
            yield Side(label, was or NOTHING, stands or NOTHING)


def _head(plan: TrackPlan) -> dict[str, str]:
    totals = category_totals(plan)
    return {
        "durée": duration(plan.minutes),
        "référentiel": plan.qualification,
        **{category.label: _minutes(totals[category]) for category in BudgetCategory},
        **{f"plafond, {c.label}": _cap(plan, c) for c in BudgetCategory},
        **_work(plan.work),
        "absences acceptées": "\n".join(f"{c} : {r}" for c, r in sorted(plan.absences.items())),
        "note": plan.note,
        "source": plan.source,
    }


def _minutes(minutes: int) -> str:
    return duration(minutes) if minutes else ""


def _cap(plan: TrackPlan, category: BudgetCategory) -> str:
    return duration(plan.caps[category]) if category in plan.caps else ""


def _work(work: WorkFrame) -> dict[str, str]:
    return {
        "analyse du travail": work.analysis,
        "formateur-tuteur": work.tutor,
        "phases réflexives": work.reflection,
        "évaluations de la situation de travail": work.evaluation,
    }


def _module(module: ModulePlan, rank: int) -> dict[str, str]:
    return {
        "rang": str(rank),
        "titre": module.title,
        "résumé": module.summary,
        "domaine": module.domain_word,
        "durée": duration(module.minutes),
        **{c.label: _minutes(module.budget.get(c, 0)) for c in BudgetCategory},
        "leçons": ", ".join(module.lessons),
        "compétences visées": ", ".join(module.aims),
        "prérequis": ", ".join(
            f"{code} ({mastery.label})" for code, mastery in sorted(module.requires.items())
        ),
        "jours entre deux séances": str(module.spacing_days or ""),
        "rappel après, en semaines": str(module.refresh_weeks or ""),
        **_assignment(module.assignment),
    }


def _assignment(assignment: AssignmentPlan | None) -> dict[str, str]:
    if assignment is None:
        return {}
    return {
        "écrit de synthèse": assignment.title,
        "consigne de l’écrit": assignment.prompt,
        "nombre de mots": f"{assignment.min_words} à {assignment.max_words}",
        "grille de l’écrit": assignment.rubric,
    }
