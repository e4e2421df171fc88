"""One module: as its learner sees it, and as the training body may read it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from assessments.queries import module_results
from assessments.queries.refresher import RefresherLine, refresher_of
from curricula.models import Assignment, LessonPage, Module, RubricCriterion
from lms.queries.track import ModuleSheet, sheet_of
from lms.sentences import amount
from people.models import Membership
from portfolio.models import ModuleAttestation
from portfolio.queries import Readiness, attestation_readiness
from training.models import Cohort, Enrolment
from training.queries import read_lesson_ids, withdrawn_lessons


@dataclass(frozen=True)
class LearnerModule:
    enrolment: Enrolment
    sheet: ModuleSheet
    number: int
    count: int
    readiness: Readiness
    attestations: list[ModuleAttestation]
    withdrawn: list[tuple[LessonPage, bool]]
    refresher: RefresherLine | None

    @property
    def heading(self) -> str:
        """The state of the module in a sentence."""
        if not self.sheet.steps or self.readiness.unwritten:
            return "contenus à rédiger"
        if self.readiness.document:
            return "module attesté"
        if self.sheet.gate.closed:
            return "pas encore ouvert"
        if self.readiness.ready:
            return "tout est fait, attestation à délivrer"
        left = self.sheet.units.count("vide")
        return amount(left, "pas à faire", "pas à faire") or "écrit en attente de correction"

    @property
    def spine(self) -> list[tuple[str, str]]:
        """One stitch a step; the next one is where the learner stands."""
        steps, here = self.sheet.steps, self.sheet.next_step
        return [
            ("ici", str(rank)) if step == here else ("" if step.state == "vide" else step.state, "")
            for rank, step in enumerate(steps, start=1)
        ]

    @property
    def spine_title(self) -> str:
        here = self.sheet.next_step
        steps = self.sheet.steps
        return f"pas {steps.index(here) + 1 if here else len(steps)} sur {len(steps)}"


def learner_module(enrolment: Enrolment, module: Module, today: date) -> LearnerModule:
    """What the learner sees; `withdrawn`: lessons taken off the site, with « read or not »."""
    read = read_lesson_ids(enrolment)
    results = module_results([enrolment.pk])
    track = Module.objects.filter(track_version=enrolment.track_version_id)
    modules = list(track.values_list("pk", flat=True))
    return LearnerModule(
        enrolment=enrolment,
        sheet=sheet_of(enrolment, module, results),
        number=modules.index(module.pk) + 1,
        count=len(modules),
        readiness=attestation_readiness(enrolment, module, results=results),
        attestations=list(
            ModuleAttestation.objects.filter(
                enrolment=enrolment, module__code=module.code
            ).select_related("document", "module")
        ),
        withdrawn=[(p.lesson, p.lesson_id in read) for p in withdrawn_lessons(module.pk)],
        refresher=refresher_of(enrolment, module, today),
    )


@dataclass(frozen=True)
class StaffModule:
    module: Module
    lessons: list[LessonPage]
    assignment: Assignment | None
    criteria: list[RubricCriterion]
    withdrawn: list[tuple[LessonPage, bool]]

    @property
    def questions(self) -> int:
        return sum(lesson.question_count for lesson in self.lessons)


def taught_modules(actor: Membership) -> QuerySet[Module]:
    """Modules of the tracks that the training body runs."""
    tracks = Cohort.objects.visible_to(actor).values("track_version")
    return Module.objects.filter(track_version__in=tracks).select_related(
        "track_version__track", "assignment__rubric"
    )


def staff_module(module: Module) -> StaffModule:
    assignment = getattr(module, "assignment", None)
    lessons = module.lessons.filter(live=True).defer("body").order_by("module_lessons__order")
    return StaffModule(
        module=module,
        lessons=list(lessons.annotate(question_count=Count("questions", distinct=True))),
        assignment=assignment,
        criteria=list(assignment.rubric.criteria.all()) if assignment else [],
        withdrawn=[(place.lesson, False) for place in withdrawn_lessons(module.pk)],
    )
