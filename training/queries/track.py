"""Where a learner stands in the track: modules, lessons, evaluations done."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from curricula.models import LessonPage, Module, ModuleLesson
from people.models import Membership
from training.enums import EvaluationKind
from training.models import Enrolment
from training.queries.hours import hours_lines, plans_of
from training.rules.day import within_day
from training.rules.hours import HoursTotals
from training.rules.plan import CategoryHours, Plan, by_category, planned_totals


@dataclass(frozen=True)
class LessonPlace:
    """A lesson in its module, and whether it was read."""

    lesson: LessonPage
    read: bool
    module_id: int
    number: int

    @property
    def url(self) -> str:
        return lesson_url(self.module_id, self.lesson.slug)


@dataclass(frozen=True)
class ModuleOutline:
    """A module with what was read and passed in it, and its minutes."""

    module: Module
    lessons: list[LessonPlace]
    evaluations: frozenset[str]
    hours: HoursTotals
    categories: list[CategoryHours]

    @property
    def read_count(self) -> int:
        return sum(place.read for place in self.lessons)

    @property
    def all_read(self) -> bool:
        return all(place.read for place in self.lessons)

    @property
    def quiz_done(self) -> bool:
        return EvaluationKind.QUIZ in self.evaluations

    @property
    def synthesis_done(self) -> bool:
        return EvaluationKind.SYNTHESIS in self.evaluations

    @property
    def next_lesson(self) -> LessonPlace | None:
        return next((place for place in self.lessons if not place.read), None)


def lesson_url(module_id: int, slug: str) -> str:
    return f"/parcours/lecons/{module_id}/{slug}/"


def read_lesson_ids(enrolment: Enrolment) -> set[int]:
    """The lessons that the learner has read."""
    return set(enrolment.readings.values_list("lesson_id", flat=True))


def lessons_of(**modules: object) -> list[ModuleLesson]:
    """Places of live lessons in modules, in order, without the text of the lessons."""
    return list(
        ModuleLesson.objects.filter(lesson__live=True, **modules)
        .select_related("lesson")
        .defer("lesson__body")
        .order_by("module__order", "order")
    )


def withdrawn_lessons(module_id: int) -> QuerySet[ModuleLesson]:
    """Places of lessons that were published once and are no longer; a mere draft is not there."""
    places = ModuleLesson.objects.filter(
        module=module_id, lesson__live=False, lesson__first_published_at__isnull=False
    )
    return places.select_related("lesson").defer("lesson__body").order_by("order")


def places_of(rows: Iterable[ModuleLesson], read: Container[int]) -> list[LessonPlace]:
    """Lessons in their order, each with its number in its module. No query."""
    numbers: Counter[int] = Counter()
    found = []
    for row in rows:
        numbers[row.module_id] += 1
        number = numbers[row.module_id]
        found.append(LessonPlace(row.lesson, row.lesson_id in read, row.module_id, number))
    return found


def track_outline(enrolment: Enrolment, only: Module | None = None) -> list[ModuleOutline]:
    """The modules of the pinned track version as this learner has walked them; six queries.

    What was done in another version of the track belongs to the module of the same code.
    `only`: nothing but that module of the track.
    """
    modules = Module.objects.filter(track_version=enrolment.track_version_id)
    if only:
        modules = modules.filter(pk=only.pk)
    plans = plans_of(enrolment)
    read = read_lesson_ids(enrolment)
    lessons, evaluations, lines = defaultdict(list), defaultdict(set), defaultdict(list)
    for place in places_of(lessons_of(module__in=modules.order_by()), read):
        lessons[place.module_id].append(place)
    for code, kind in enrolment.evaluations.values_list("module__code", "kind"):
        evaluations[code].add(kind)
    for line in within_day(line.as_line for line in hours_lines(enrolment)):
        lines[line.module_code].append(line)
    return [
        ModuleOutline(
            module=module,
            lessons=lessons[module.pk],
            evaluations=frozenset(evaluations[module.code]),
            hours=planned_totals(lines[module.code], plans.all),
            categories=by_category(lines[module.code], _only(plans.due, module), plans.all),
        )
        for module in modules
    ]


def _only(plan: Plan, module: Module) -> Plan:
    return {module.pk: plan[module.pk]} if module.pk in plan else {}


def enrolment_for(actor: Membership, track_version_id: int) -> Enrolment | None:
    """The learner's own enrolment in a version of a track; the newest if there are several."""
    return (
        Enrolment.objects.visible_to(actor)
        .filter(learner=actor.user_id, track_version=track_version_id)
        .order_by("-pk")
        .for_screen()
        .first()
    )
