"""What becomes of a plan when its editor changes one thing of it."""

from collections.abc import Callable
from dataclasses import replace

from curricula.rules.plan import ModulePlan, TrackPlan


def with_module(plan: TrackPlan, former: str | None, module: ModulePlan) -> TrackPlan:
    """The module in the place of `former`, or last when that is None.

    Modules that asked for the former code ask for the new one.
    """
    if former is None:
        return replace(plan, modules=(*plan.modules, module))
    modules = (module if known.code == former else known for known in plan.modules)
    return _renamed(replace(plan, modules=tuple(modules)), former, module.code)


def _renamed(plan: TrackPlan, former: str, code: str) -> TrackPlan:
    return _asking(plan, lambda asked: code if asked == former else asked)


def without_module(plan: TrackPlan, code: str) -> TrackPlan:
    """The plan without that module; nobody asks for it any more."""
    kept = tuple(module for module in plan.modules if module.code != code)
    return _asking(replace(plan, modules=kept), lambda asked: None if asked == code else asked)


def _asking(plan: TrackPlan, name: Callable[[str], str | None]) -> TrackPlan:
    """Prerequisites under their new name, those without a name left out."""
    modules = tuple(
        replace(
            module,
            requires={
                named: mastery
                for code, mastery in module.requires.items()
                if (named := name(code)) is not None
            },
        )
        for module in plan.modules
    )
    return replace(plan, modules=modules)


def moved(plan: TrackPlan, code: str, by: int) -> TrackPlan:
    """The module `by` places further (negative: earlier), within the track."""
    modules = list(plan.modules)
    place = next((i for i, module in enumerate(modules) if module.code == code), None)
    if place is None:
        return plan
    module = modules.pop(place)
    modules.insert(min(max(place + by, 0), len(modules)), module)
    return replace(plan, modules=tuple(modules))


def with_absence(plan: TrackPlan, key: str, reason: str) -> TrackPlan:
    """The absence of that competency is accepted for that reason."""
    return replace(plan, absences={**plan.absences, key: reason})


def without_absence(plan: TrackPlan, key: str) -> TrackPlan:
    """The absence of that competency is no longer accepted."""
    return replace(plan, absences={k: r for k, r in plan.absences.items() if k != key})


def following(plan: TrackPlan, keys: frozenset[str]) -> TrackPlan:
    """The plan with only the competencies of a reference, given by their keys."""
    modules = tuple(
        replace(module, competencies=module.competencies & keys) for module in plan.modules
    )
    absences = {key: reason for key, reason in plan.absences.items() if key in keys}
    return replace(plan, modules=modules, absences=absences)
