"""Writes the plan of a track version, whole, as a draft is always written (ADR 0017)."""

from datetime import datetime

from curricula.models import (
    AcceptedAbsence,
    Assignment,
    CategoryCap,
    Competency,
    LessonPage,
    Module,
    ModuleBudget,
    ModuleLesson,
    Prerequisite,
    Rubric,
    TrackVersion,
)
from curricula.queries.plans import key_of
from curricula.rules.plan import ModulePlan, TrackPlan
from people.models import Membership


def store_plan(
    version: TrackVersion, plan: TrackPlan, *, actor: Membership | None, now: datetime
) -> None:
    """Replace all that the version says; its codes name rows that exist (`unknown_codes`).

    An absence that was accepted for the same reason keeps who accepted it, and when.
    """
    version.minutes, version.note, version.source = plan.minutes, plan.note, plan.source
    version.work_analysis, version.work_tutor = plan.work.analysis, plan.work.tutor
    version.work_reflection, version.work_evaluation = plan.work.reflection, plan.work.evaluation
    version.save()
    version.modules.all().delete()
    version.caps.all().delete()
    CategoryCap.objects.bulk_create(
        CategoryCap(track_version=version, category=category, minutes=minutes)
        for category, minutes in plan.caps.items()
    )
    competencies = competencies_of(version)
    _store_absences(version, plan, competencies, actor, now)
    _store_modules(version, plan, competencies)


def competencies_of(version: TrackVersion) -> dict[str, Competency]:
    """The competencies of the reference followed, by their key."""
    found = Competency.objects.filter(block__qualification=version.qualification_id)
    return {key_of(competency): competency for competency in found.select_related("block")}


def unknown_codes(plan: TrackPlan, competencies: dict[str, Competency]) -> list[str]:
    """What the plan names and the site does not hold, in French; empty when it can be stored."""
    wanted = {code for module in plan.modules for code in module.lessons}
    lessons = set(LessonPage.objects.filter(code__in=wanted).values_list("code", flat=True))
    rubrics = set(Rubric.objects.values_list("code", flat=True))
    aimed = {key for module in plan.modules for key in module.competencies}
    return [
        *(f"Leçon inconnue : {code}." for code in sorted(wanted - lessons)),
        *(
            f"Grille inconnue : {module.assignment.rubric}."
            for module in plan.modules
            if module.assignment and module.assignment.rubric not in rubrics
        ),
        *(
            f"Compétence absente du référentiel suivi : {key}."
            for key in sorted((aimed | set(plan.absences)) - set(competencies))
        ),
    ]


def _store_absences(
    version: TrackVersion,
    plan: TrackPlan,
    competencies: dict[str, Competency],
    actor: Membership | None,
    now: datetime,
) -> None:
    known = {
        (row.competency_id, row.reason): (row.accepted_by_id, row.accepted_at)
        for row in version.absences.all()
    }
    version.absences.all().delete()
    for key, reason in plan.absences.items():
        competency = competencies[key]
        by, at = known.get((competency.pk, reason), (actor.pk if actor else None, now))
        AcceptedAbsence.objects.create(
            track_version=version,
            competency=competency,
            reason=reason,
            accepted_by_id=by,
            accepted_at=at,
        )


def _store_modules(
    version: TrackVersion, plan: TrackPlan, competencies: dict[str, Competency]
) -> None:
    codes = {code for module in plan.modules for code in module.lessons}
    lessons = {page.code: page for page in LessonPage.objects.filter(code__in=codes)}
    rubrics = {rubric.code: rubric for rubric in Rubric.objects.all()}
    modules = {}
    for rank, item in enumerate(plan.modules, start=1):
        module = _store_module(version, rank, item)
        module.competencies.set(competencies[key] for key in item.competencies)
        ModuleLesson.objects.bulk_create(
            ModuleLesson(module=module, lesson=lessons[code], order=place)
            for place, code in enumerate(item.lessons, start=1)
        )
        _store_assignment(module, item, rubrics)
        modules[item.code] = module
    Prerequisite.objects.bulk_create(
        Prerequisite(module=modules[item.code], required=modules[code], mastery=mastery)
        for item in plan.modules
        for code, mastery in item.requires.items()
    )


def _store_module(version: TrackVersion, rank: int, item: ModulePlan) -> Module:
    module = Module.objects.create(
        track_version=version,
        order=rank,
        code=item.code,
        title=item.title,
        summary=item.summary,
        domain=item.domain,
        minutes=item.minutes,
        spacing_days=item.spacing_days,
        refresh_weeks=item.refresh_weeks,
    )
    ModuleBudget.objects.bulk_create(
        ModuleBudget(module=module, category=category, minutes=minutes)
        for category, minutes in item.budget.items()
    )
    return module


def _store_assignment(module: Module, item: ModulePlan, rubrics: dict[str, Rubric]) -> None:
    if written := item.assignment:
        Assignment.objects.create(
            module=module,
            rubric=rubrics[written.rubric],
            title=written.title,
            prompt=written.prompt,
            min_words=written.min_words,
            max_words=written.max_words,
        )
