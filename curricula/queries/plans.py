"""A version of a track as plain values, and which of its modules covers which competency."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch

from curricula.enums import BudgetCategory, Mastery, QuestionKind
from curricula.models import (
    Block,
    Competency,
    Module,
    ModuleLesson,
    Prerequisite,
    Question,
    TrackVersion,
)
from curricula.queries.references import blocks_of
from curricula.rules.plan import (
    AssignmentPlan,
    ModulePlan,
    TrackPlan,
    WorkFrame,
    competency_key,
)


def plan_of(version: TrackVersion) -> TrackPlan:
    """The version as its rules see it; nine queries, however many modules it has."""
    return TrackPlan(
        minutes=version.minutes,
        qualification=str(version.qualification),
        note=version.note,
        source=version.source,
        caps={BudgetCategory(cap.category): cap.minutes for cap in version.caps.all()},
        work=WorkFrame(
            version.work_analysis,
            version.work_tutor,
            version.work_reflection,
            version.work_evaluation,
        ),
        modules=tuple(_module(module) for module in modules_of(version)),
        absences={
            key_of(absence.competency): absence.reason
            for absence in version.absences.select_related("competency__block")
        },
    )


def modules_of(version: TrackVersion) -> list[Module]:
    """The modules with all that makes their plan; seven queries."""
    counted = Question.objects.exclude(kind=QuestionKind.OPEN).filter(lesson=OuterRef("lesson"))
    competencies = Competency.objects.select_related("block")
    places = ModuleLesson.objects.select_related("lesson").defer("lesson__body")
    return list(
        version.modules.select_related("assignment__rubric").prefetch_related(
            "budgets",
            Prefetch("competencies", competencies),
            Prefetch("prerequisites", Prerequisite.objects.select_related("required")),
            Prefetch("assignment__rubric__criteria__competencies", competencies),
            Prefetch("module_lessons", places.annotate(asks=Exists(counted))),
        )
    )


def _module(module: Module) -> ModulePlan:
    places = list(module.module_lessons.all())
    lessons = [place.lesson for place in places]
    live = [place for place in places if place.lesson.live]
    return ModulePlan(
        code=module.code,
        title=module.title,
        summary=module.summary,
        domain=module.domain,
        minutes=module.minutes,
        budget={BudgetCategory(row.category): row.minutes for row in module.budgets.all()},
        lessons=tuple(lesson.code for lesson in lessons),
        competencies=frozenset(map(key_of, module.competencies.all())),
        requires={row.required.code: Mastery(row.mastery) for row in module.prerequisites.all()},
        spacing_days=module.spacing_days,
        refresh_weeks=module.refresh_weeks,
        assignment=_assignment(module),
        lesson_minutes=sum(place.lesson.minutes for place in live),
        unpublished=tuple(lesson.code for lesson in lessons if not lesson.live),
        quiz=any(getattr(place, "asks", False) for place in live),
        evaluated=frozenset(map(key_of, _evaluated(module))),
    )


def _assignment(module: Module) -> AssignmentPlan | None:
    assignment = getattr(module, "assignment", None)
    if assignment is None:
        return None
    return AssignmentPlan(
        title=assignment.title,
        prompt=assignment.prompt,
        min_words=assignment.min_words,
        max_words=assignment.max_words,
        rubric=assignment.rubric.code,
    )


def _evaluated(module: Module) -> set[Competency]:
    assignment = getattr(module, "assignment", None)
    if assignment is None:
        return set()
    criteria = assignment.rubric.criteria.all()
    return {competency for criterion in criteria for competency in criterion.competencies.all()}


def expected_competencies(version: TrackVersion) -> dict[str, str]:
    """Key to name of each competency that the track has to cover; one query."""
    found = Competency.objects.filter(block__qualification=version.qualification_id)
    ordered = found.select_related("block").order_by("block__order", "order")
    return {key_of(competency): str(competency) for competency in ordered}


def key_of(competency: Competency) -> str:
    """Its key among all of its reference; reads its block."""
    return competency_key(competency.block.code, competency.code)


@dataclass(frozen=True)
class Cell:
    """Whether a module aims at a competency, and whether its synthesis looks at it."""

    aimed: bool
    evaluated: bool

    @property
    def words(self) -> str:
        if self.aimed and self.evaluated:
            return "visée et évaluée"
        if self.aimed:
            return "visée"
        return "évaluée" if self.evaluated else ""


@dataclass(frozen=True)
class CoverageLine:
    """A competency and its cells, one a module; `reason` if its absence is accepted."""

    competency: Competency
    cells: list[tuple[Module, Cell]]
    reason: str

    @property
    def covered(self) -> bool:
        return any(cell.words for _, cell in self.cells)


@dataclass(frozen=True)
class Coverage:
    """The matrix: modules across, competencies down, block by block."""

    modules: list[Module]
    blocks: list[tuple[Block, list[CoverageLine]]]

    @property
    def lines(self) -> list[CoverageLine]:
        return [line for _, lines in self.blocks for line in lines]

    @property
    def uncovered(self) -> list[CoverageLine]:
        return [line for line in self.lines if not line.covered]


def coverage_matrix(version: TrackVersion) -> Coverage:
    """Which module covers which competency; the same number of queries at 3 × 5 and 40 × 60."""
    modules = modules_of(version)
    aimed = {module.pk: {c.pk for c in module.competencies.all()} for module in modules}
    evaluated = {module.pk: {c.pk for c in _evaluated(module)} for module in modules}
    reasons = dict(version.absences.values_list("competency_id", "reason"))

    def line(competency: Competency) -> CoverageLine:
        cells = [
            (m, Cell(competency.pk in aimed[m.pk], competency.pk in evaluated[m.pk]))
            for m in modules
        ]
        return CoverageLine(competency, cells, reasons.get(competency.pk, ""))

    blocks = [
        (block, [line(competency) for competency in block.competencies.all()])
        for block in blocks_of(version.qualification)
    ]
    return Coverage(modules, blocks)
