"""A learner's track, module by module, and what comes next in each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Exists, OuterRef, Subquery

from assessments.enums import SubmissionState
from assessments.queries import ModuleResult, module_results
from assessments.queries.refresher import RefresherLine, last_tries, refresher_line
from assessments.queries.results import Results, with_synthesis
from assessments.queries.submission import AttemptSheet
from curricula.models import Assignment, LessonPage, Module, ModuleLesson
from lms.queries.competencies import Attempts
from lms.sentences import amount, sentence
from training.enums import EvaluationKind
from training.models import Enrolment, EvaluationDone, LessonRead
from training.queries import OPEN, Gate, gates_of, lesson_url, track_outline
from training.queries.positioning import relief_beside, with_decision
from training.queries.track import ModuleOutline
from training.rules.hours import HoursTotals
from training.rules.plan import CategoryHours
from training.rules.positioning import Relief


@dataclass(frozen=True)
class Step:
    """One thing to do in a module: read a lesson, pass the quiz, hand in the synthesis."""

    kind: str
    state: str  # ok, att or vide, as the stitches say
    title: str
    note: str
    url: str
    minutes: int = 0


@dataclass(frozen=True)
class ModuleSheet:
    """A module as its learner sees it."""

    module: Module
    steps: list[Step]
    hours: HoursTotals
    gate: Gate = OPEN
    categories: list[CategoryHours] = field(default_factory=list)
    refresher: RefresherLine | None = None
    relief: Relief = field(default_factory=Relief)

    @property
    def written(self) -> bool:
        """There is something to read or to hand in."""
        return bool(self.steps)

    @property
    def units(self) -> list[str]:
        return [step.state for step in self.steps]

    @property
    def done(self) -> int:
        return self.units.count("ok")

    @property
    def finished(self) -> bool:
        return bool(self.steps) and self.done == len(self.steps)

    @property
    def next_step(self) -> Step | None:
        """The first thing to do; nothing while the module is closed."""
        if self.gate.closed:
            return None
        return next((step for step in self.steps if step.state == "vide"), None)

    @property
    def label(self) -> str:
        return ", ".join(f"{step.title} : {step.note}" for step in self.steps)


def lesson_step(module: Module, lesson: LessonPage, read: bool) -> Step:
    return Step(
        kind="lesson",
        state="ok" if read else "vide",
        title=lesson.title,
        note="lue" if read else "à lire",
        url=lesson_url(module.pk, lesson.slug),
        minutes=lesson.minutes,
    )


def quiz_step(module: Module, result: ModuleResult) -> Step:
    note = "réussi" if result.quiz_passed else "à faire"
    if result.quiz_out_of:
        score = f"{result.quiz_points} sur {result.quiz_out_of}"
        note = f"réussi, {score}" if result.quiz_passed else f"pas encore réussi, {score}"
    return Step(
        kind="quiz",
        state="ok" if result.quiz_passed else "vide",
        title="Quiz",
        note=note,
        url=f"/parcours/modules/{module.pk}/quiz/",
    )


def synthesis_step(module: Module, assignment: Assignment, result: ModuleResult) -> Step:
    state, note = "vide", "à écrire"
    if result.synthesis_passed:
        state = "ok"
        note = f"réussie, {result.synthesis_points} sur {result.synthesis_out_of}"
    elif result.submission_state == SubmissionState.SUBMITTED:
        state, note = "att", "remise, en attente de correction"
    elif result.submission_state == SubmissionState.GRADED:
        note = f"à reprendre, {result.synthesis_points} sur {result.synthesis_out_of}"
    elif result.submission_state == SubmissionState.DRAFT:
        note = "commencée, à remettre"
    url = f"/parcours/modules/{module.pk}/synthese/"
    return Step(kind="synthesis", state=state, title=assignment.title, note=note, url=url)


def module_sheet(
    module: Module,
    lessons: Iterable[tuple[LessonPage, bool]],
    assignment: Assignment | None,
    result: ModuleResult,
    hours: HoursTotals,
    gate: Gate,
) -> ModuleSheet:
    """Lessons in their order, then the quiz that closes them, then the synthesis."""
    steps = [lesson_step(module, lesson, read) for lesson, read in lessons]
    if steps:
        steps.append(quiz_step(module, result))
    if assignment:
        steps.append(synthesis_step(module, assignment, result))
    return ModuleSheet(module=module, steps=steps, hours=hours, gate=gate)


def track_sheets(enrolment: Enrolment) -> list[ModuleSheet]:
    """Every module of the learner's track, in its order, with its hours. Eleven queries."""
    return _sheets(enrolment, track_outline(enrolment), module_results([enrolment.pk]))


def sheet_of(enrolment: Enrolment, module: Module, results: Results) -> ModuleSheet:
    """One module of the learner's track; `results` come from `module_results`. Eight queries."""
    (sheet,) = _sheets(enrolment, track_outline(enrolment, module), results)
    return sheet


def _sheets(
    enrolment: Enrolment, outlines: Iterable[ModuleOutline], results: Results
) -> list[ModuleSheet]:
    gates = gates_of(enrolment)
    assignments = Assignment.objects.filter(module__track_version=enrolment.track_version_id)
    by_module = {assignment.module_id: assignment for assignment in assignments}
    return [
        replace(
            module_sheet(
                outline.module,
                [(place.lesson, place.read) for place in outline.lessons],
                by_module.get(outline.module.pk),
                results.get((enrolment.pk, outline.module.pk), ModuleResult()),
                outline.hours,
                gates.get(outline.module.pk, OPEN),
            ),
            categories=outline.categories,
        )
        for outline in outlines
    ]


def next_sheets(enrolment: Enrolment, attempts: Attempts, today: date) -> list[ModuleSheet]:
    """The same modules and steps for the home page, without hours or scores. Three queries.

    With what is taken off each module.
    """
    gates = gates_of(enrolment)
    mine = {"enrolment": enrolment.pk, "module__code": OuterRef("code")}
    quiz_done = EvaluationDone.objects.filter(kind=EvaluationKind.QUIZ, **mine)
    read = LessonRead.objects.filter(enrolment=enrolment, lesson=OuterRef("lesson"))
    places: dict[int, list[tuple[LessonPage, bool]]] = defaultdict(list)
    for place in (
        ModuleLesson.objects.filter(
            module__track_version=enrolment.track_version_id, lesson__live=True
        )
        .annotate(read=Exists(read))
        .select_related("lesson")
        .defer("lesson__body")
        .order_by("module__order", "order")
    ):
        places[place.module_id].append((place.lesson, place.read))
    followed = Module.objects.filter(track_version=enrolment.track_version_id)
    modules = with_decision(followed.select_related("assignment"), enrolment).annotate(
        passed_at=Subquery(quiz_done.order_by("pk").values("done_at")[:1]),
        last_try=Subquery(last_tries(enrolment, "code")),
    )
    return [
        replace(
            module_sheet(
                module,
                places[module.pk],
                getattr(module, "assignment", None),
                _result(bool(module.passed_at), attempts.get((enrolment.pk, module.pk), [])),
                HoursTotals(),
                gates.get(module.pk, OPEN),
            ),
            refresher=refresher_line(module, module.passed_at, module.last_try, today),
            relief=relief_beside(module),
        )
        for module in modules
    ]


def _result(quiz_passed: bool, attempts: list[AttemptSheet]) -> ModuleResult:
    result = ModuleResult(quiz_passed=quiz_passed)
    return with_synthesis(result, attempts) if attempts else result


def resume_step(sheets: list[ModuleSheet]) -> Step | None:
    """The first lesson not yet read of an open module: where « Reprendre » leads."""
    lessons = (step for sheet in sheets if not sheet.gate.closed for step in sheet.steps)
    return next((step for step in lessons if step.kind == "lesson" and step.state == "vide"), None)


def track_sentence(sheets: list[ModuleSheet]) -> str:
    """« Un module fini sur quatre, deux commencés. »"""
    written = [sheet for sheet in sheets if sheet.written]
    finished = sum(sheet.finished for sheet in written)
    begun = sum(not sheet.finished and sheet.done > 0 for sheet in written)
    parts = (
        amount(finished, "module fini", "modules finis"),
        amount(begun, "module commencé", "modules commencés"),
    )
    return sentence(parts, "Votre parcours commence ici.")
