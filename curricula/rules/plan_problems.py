"""What keeps a version of a track from being published: each finding says it in French.

The worked tables are in `docs/rules/tracks.md`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from curricula.enums import BudgetCategory, Mastery
from curricula.rules.plan import ModulePlan, TrackPlan
from records.rules.french import duration

LONGEST_SPACING = 365
LONGEST_REFRESH = 104
# Where the reflexive phase of training at work can take place, apart from the work itself.
ACCOMPANIED = (BudgetCategory.IN_PERSON, BudgetCategory.VIRTUAL, BudgetCategory.SUPPORT)


class Where(Enum):
    """Where a finding is mended: in the head of the version, in a module, in its coverage."""

    HEAD = "head"
    MODULE = "module"
    COVERAGE = "coverage"


@dataclass(frozen=True)
class Finding:
    """What is wrong, in French, and where; `module` is its code."""

    text: str
    where: Where = Where.HEAD
    module: str = ""

    def __str__(self) -> str:
        return self.text


def plan_problems(plan: TrackPlan, expected: Mapping[str, str]) -> list[Finding]:
    """All that is missing or wrong before publication; empty when it can be published.

    `expected`: key to name (« C1 Accueillir ») of each competency of the reference followed.
    """
    if not plan.modules:
        return [Finding("Le parcours n’a aucun module.")]
    head = [*_sums(plan), *_caps(plan), *_twice(plan)]
    return [
        *(Finding(text) for text in head),
        *(
            Finding(text, Where.MODULE, module.code)
            for module in plan.modules
            for text in (*_module(module, plan), *_prerequisites(module, plan))
        ),
        *(Finding(text) for text in _cycle(plan)),
        *(Finding(text, Where.COVERAGE) for text in _coverage(plan, expected)),
    ]


def _sums(plan: TrackPlan) -> Iterator[str]:
    total = sum(module.minutes for module in plan.modules)
    if total != plan.minutes:
        yield (
            f"Les modules font {duration(total)} au lieu de {duration(plan.minutes)} : "
            f"{_gap(total, plan.minutes)}."
        )


def _gap(found: int, wanted: int) -> str:
    if found < wanted:
        return f"il manque {duration(wanted - found)}"
    return f"il y a {duration(found - wanted)} de trop"


def _caps(plan: TrackPlan) -> Iterator[str]:
    used = category_totals(plan)
    for category in BudgetCategory:
        cap = plan.caps.get(category)
        if cap is not None and used[category] > cap:
            yield (
                f"« {category.label} » : {duration(used[category])} prévues, "
                f"le plafond est de {duration(cap)}."
            )


def category_totals(plan: TrackPlan) -> Counter[BudgetCategory]:
    """Minutes of the whole track in each category."""
    total: Counter[BudgetCategory] = Counter()
    for module in plan.modules:
        total.update(module.budget)
    return total


def _module(module: ModulePlan, plan: TrackPlan) -> Iterator[str]:
    name = f"Module {module.code}"
    if not module.title.strip():
        yield f"{name} : il manque le titre."
    if module.minutes < 1:
        yield f"{name} : sa durée est d’au moins une minute."
    shared = sum(module.budget.values())
    if shared != module.minutes:
        yield (
            f"{name} : ses catégories font {duration(shared)} au lieu de "
            f"{duration(module.minutes)}, {_gap(shared, module.minutes)}."
        )
    distance = module.budget.get(BudgetCategory.DISTANCE, 0)
    if module.lesson_minutes > distance:
        yield (
            f"{name} : ses leçons durent {duration(module.lesson_minutes)}, "
            f"mais {duration(distance)} sont prévues à distance."
        )
    if module.budget.get(BudgetCategory.WORK):
        yield from _work(name, module, plan)
    if module.spacing_days > LONGEST_SPACING:
        yield f"{name} : {LONGEST_SPACING} jours au plus entre deux séances."
    if module.refresh_weeks > LONGEST_REFRESH:
        yield f"{name} : le rappel vient {LONGEST_REFRESH} semaines au plus après le quiz."
    if module.refresh_weeks and not module.quiz:
        yield f"{name} : un rappel refait le quiz, et ses leçons n’ont pas de question qui compte."
    if module.unpublished:
        yield f"{name} : leçon non publiée, {', '.join(module.unpublished)}."


def _work(name: str, module: ModulePlan, plan: TrackPlan) -> Iterator[str]:
    """Training at work: its four conditions, and a reflexive phase apart (D6313-3-2)."""
    if not plan.work.complete:
        yield (
            f"{name} : des heures en situation de travail demandent l’analyse du travail, un "
            "formateur-tuteur désigné, des phases réflexives et des évaluations (D6313-3-2)."
        )
    if not any(module.budget.get(category) for category in ACCOMPANIED):
        yield (
            f"{name} : la phase réflexive se fait à part de la situation de travail (D6313-3-2), "
            "et aucune heure n’est prévue pour elle : présentiel, classe virtuelle ou "
            "accompagnement."
        )


def _twice(plan: TrackPlan) -> Iterator[str]:
    for code, times in Counter(module.code for module in plan.modules).items():
        if times > 1:
            yield f"Module {code} : ce code est écrit {times} fois."
    lessons = Counter(lesson for module in plan.modules for lesson in module.lessons)
    for lesson, times in lessons.items():
        if times > 1:
            yield f"La leçon {lesson} est dans {times} modules."


def _prerequisites(module: ModulePlan, plan: TrackPlan) -> Iterator[str]:
    modules = {known.code: known for known in plan.modules}
    ranks = {known.code: rank for rank, known in enumerate(plan.modules)}
    for code, mastery in module.requires.items():
        if code not in modules:
            yield f"Module {module.code} : il demande le module {code}, qui n’existe pas."
            continue
        yield from _reachable(module.code, modules[code], mastery)
        if ranks[code] > ranks[module.code]:
            yield f"Module {module.code} : il demande le module {code}, qui vient après lui."


def _cycle(plan: TrackPlan) -> Iterator[str]:
    if cycle := prerequisite_cycle(plan):
        yield f"Les prérequis tournent en rond : {' → '.join(cycle)}."


def _reachable(asking: str, required: ModulePlan, mastery: Mastery) -> Iterator[str]:
    """A mastery that nobody could show would close the module for ever."""
    if mastery != Mastery.ADVISED and not required.quiz:
        yield (
            f"Module {asking} : il demande le quiz du module {required.code}, "
            "dont les leçons n’ont pas de question qui compte."
        )
    if mastery == Mastery.ALL and required.assignment is None:
        yield (f"Module {asking} : il demande l’écrit du module {required.code}, qui n’en a pas.")


def prerequisite_cycle(plan: TrackPlan) -> list[str]:
    """One cycle of prerequisites, its first code again at its end; empty when there is none."""
    requires = {module.code: list(module.requires) for module in plan.modules}
    done: set[str] = set()
    for start in requires:
        if cycle := _walk(start, requires, done):
            return cycle
    return []


def _walk(start: str, requires: Mapping[str, list[str]], done: set[str]) -> list[str]:
    """Depth first without recursion: a chain of modules may be long."""
    path, left = [start], [list(requires.get(start, ()))]
    while path:
        if path[-1] in done or not left[-1]:
            done.add(path.pop())
            left.pop()
            continue
        following = left[-1].pop(0)
        if following in path:
            return [*path[path.index(following) :], following]
        path.append(following)
        left.append(list(requires.get(following, ())))
    return []


def _coverage(plan: TrackPlan, expected: Mapping[str, str]) -> Iterator[str]:
    covered = covered_competencies(plan)
    for key, name in expected.items():
        if key not in covered and not plan.absences.get(key, "").strip():
            yield (
                f"Aucun module ne couvre « {name} » : ajoutez-la à un module, "
                "ou acceptez son absence avec un motif."
            )
        if key in covered and key in plan.absences:
            yield (
                f"L’absence de « {name} » est acceptée, mais un module la couvre : "
                "retirez l’une ou l’autre."
            )
    if unknown := sorted((covered | set(plan.absences)) - set(expected)):
        yield f"Compétence absente du référentiel suivi : {', '.join(unknown)}."


def covered_competencies(plan: TrackPlan) -> frozenset[str]:
    """Keys that a module aims at, or that the rubric of its synthesis looks at."""
    return frozenset(
        key for module in plan.modules for key in module.competencies | module.evaluated
    )
