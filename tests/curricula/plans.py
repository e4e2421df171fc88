"""Plans of tracks for tests: read from the notation of docs/rules/tracks.md, or thought of."""

import re

from hypothesis import strategies as st

from curricula.enums import BudgetCategory, Mastery
from curricula.rules.plan import AssignmentPlan, ModulePlan, TrackPlan, WorkFrame, competency_key

CATEGORIES = dict(zip("PVDTES", BudgetCategory, strict=True))
MASTERIES = {"": Mastery.ADVISED, "!": Mastery.QUIZ, "!!": Mastery.ALL}
FRAME = WorkFrame("Analyse", "Tuteur", "Réflexion", "Évaluation")
SYNTHESIS = AssignmentPlan("Écrit", "Racontez.", 100, 500, "R1")


def module_of(text: str) -> ModulePlan:
    """`A 120: P60 D60 l60 q w >B! +k =m ~14 @8 u` as a plan."""
    head, _, rest = text.partition(":")
    code, minutes = head.split()
    words = rest.split()
    numbers = {word[0]: int(word[1:]) for word in words if re.fullmatch(r"[PVDTESl~@]\d+", word)}
    return ModulePlan(
        code=code,
        title=f"Module {code}",
        minutes=int(minutes),
        budget={CATEGORIES[key]: n for key, n in numbers.items() if key in CATEGORIES},
        lessons=("L1",) if "u" in words else (),
        competencies=keys(words, "+"),
        requires=dict(required(word) for word in words if word[0] == ">"),
        spacing_days=numbers.get("~", 0),
        refresh_weeks=numbers.get("@", 0),
        assignment=SYNTHESIS if "w" in words else None,
        lesson_minutes=numbers.get("l", 0),
        unpublished=("L1",) if "u" in words else (),
        quiz="q" in words,
        evaluated=keys(words, "="),
    )


def keys(words: list[str], sign: str) -> frozenset[str]:
    return frozenset(competency_key("B", word[1:]) for word in words if word[0] == sign)


def required(word: str) -> tuple[str, Mastery]:
    code = word[1:].rstrip("!")
    return code, MASTERIES[word[1 + len(code) :]]


def plan(*modules: str, minutes: int | None = None, **changes) -> TrackPlan:
    """A plan of these modules; it lasts what they last unless told otherwise."""
    read = tuple(module_of(text) for text in modules)
    total = sum(module.minutes for module in read) if minutes is None else minutes
    return TrackPlan(minutes=total, modules=read, **changes)


CODES = st.text("ABCDEFGH", min_size=1, max_size=2)
BUDGETS = st.dictionaries(st.sampled_from(BudgetCategory), st.integers(1, 600), min_size=1)


@st.composite
def sound_plans(draw: st.DrawFn) -> TrackPlan:
    """Plans against which nothing is found, when nothing is expected of them."""
    modules: list[ModulePlan] = []
    for code in draw(st.lists(CODES, min_size=1, max_size=6, unique=True)):
        budget = draw(BUDGETS)
        if BudgetCategory.WORK in budget:
            budget[BudgetCategory.SUPPORT] = budget.get(BudgetCategory.SUPPORT, 30)
        before = [module.code for module in modules]
        asked = draw(st.lists(st.sampled_from(before), unique=True)) if before else []
        modules.append(
            ModulePlan(
                code=code,
                title=f"Module {code}",
                minutes=sum(budget.values()),
                budget=budget,
                requires={code: draw(st.sampled_from(Mastery)) for code in asked},
                spacing_days=draw(st.integers(0, 365)),
                refresh_weeks=draw(st.integers(0, 104)),
                assignment=SYNTHESIS,
                lesson_minutes=draw(st.integers(0, budget.get(BudgetCategory.DISTANCE, 0))),
                quiz=True,
            )
        )
    return TrackPlan(
        minutes=sum(module.minutes for module in modules), work=FRAME, modules=tuple(modules)
    )
