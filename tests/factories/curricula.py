from datetime import date
from itertools import count

from wagtail.models import Locale, Page

from curricula.enums import Mastery, VersionState
from curricula.models import (
    Assignment,
    Block,
    Choice,
    Competency,
    LessonIndexPage,
    LessonPage,
    Module,
    ModuleBudget,
    ModuleLesson,
    Prerequisite,
    Qualification,
    Question,
    Rubric,
    RubricCriterion,
    Track,
    TrackVersion,
)

numbers = count(1)


def root_page() -> Page:
    Locale.objects.get_or_create(language_code="fr")
    return Page.objects.filter(depth=1).first() or Page.add_root(title="Racine", slug="racine")


def lesson_index() -> LessonIndexPage:
    found = LessonIndexPage.objects.first()
    return found or root_page().add_child(instance=LessonIndexPage(title="Leçons", slug="lecons"))


def lesson_factory(minutes: int = 20, questions: int = 2, **fields) -> LessonPage:
    """A live lesson with single-choice questions; the first choice is the right one."""
    number = next(numbers)
    lesson = LessonPage(
        title=fields.pop("title", f"Leçon {number}"),
        slug=f"lecon-{number}",
        code=f"E{number}",
        minutes=minutes,
        summary="Résumé.",
        reviewed_on=date(2026, 11, 22),
        body=[("text", "Un texte."), ("key_point", "À retenir.")],
        **fields,
    )
    lesson_index().add_child(instance=lesson)
    for order in range(1, questions + 1):
        question = Question.objects.create(
            lesson=lesson,
            code=f"E{number}-Q{order}",
            text=f"Question {order} ?",
            source="Code du travail, L6313-1",
            certainty="A",
            order=order,
        )
        Choice.objects.create(
            question=question, text="Juste", correct=True, feedback="Oui.", order=1
        )
        Choice.objects.create(
            question=question, text="Faux", correct=False, feedback="Non.", order=2
        )
    return lesson


def qualification_factory(competencies: int = 4) -> Qualification:
    """A published reference with two blocks that share the competencies."""
    number = next(numbers)
    qualification = Qualification.objects.create(
        code=f"reference-{number}",
        version="1",
        title=f"Référentiel {number}",
        state=VersionState.PUBLISHED,
    )
    blocks = [
        Block.objects.create(
            qualification=qualification, code=f"B{order}", title=f"Bloc {order}", order=order
        )
        for order in (1, 2)
    ]
    for order in range(1, competencies + 1):
        Competency.objects.create(
            block=blocks[order % 2], code=f"K{order}", text=f"Compétence {order}", order=order
        )
    return qualification


def track_version_factory(
    minutes: int = 6900, qualification: Qualification | None = None
) -> TrackVersion:
    number = next(numbers)
    return TrackVersion.objects.create(
        track=Track.objects.create(code=f"parcours-{number}", title=f"Parcours {number}"),
        number=1,
        qualification=qualification or qualification_factory(),
        minutes=minutes,
        state=VersionState.PUBLISHED,
    )


def rubric_factory(competencies: list[Competency]) -> Rubric:
    """Five criteria; the competencies are dealt out among them."""
    number = next(numbers)
    rubric = Rubric.objects.create(code=f"grille-{number}", title=f"Grille {number}")
    for order in range(1, 6):
        criterion = RubricCriterion.objects.create(
            rubric=rubric,
            code=f"C{order}",
            title=f"Critère {order}",
            levels=["zéro", "un", "deux", "trois"],
            order=order,
        )
        criterion.competencies.set(competencies[order - 1 :: 5])
    return rubric


def module_factory(
    track_version: TrackVersion | None = None, lessons: int = 2, assignment: bool = True, **fields
) -> Module:
    """A module with its lessons and, unless told otherwise, its written synthesis."""
    track_version = track_version or track_version_factory()
    number = next(numbers)
    module = Module.objects.create(
        track_version=track_version,
        code=f"M{number}",
        title=fields.pop("title", f"Module {number}"),
        minutes=fields.pop("minutes", 600),
        order=number,
        **fields,
    )
    for order in range(1, lessons + 1):
        ModuleLesson.objects.create(module=module, lesson=lesson_factory(), order=order)
    if assignment:
        competencies = list(
            Competency.objects.filter(block__qualification=track_version.qualification)
        )
        Assignment.objects.create(
            module=module,
            rubric=rubric_factory(competencies),
            title="Écrit de synthèse",
            prompt="Racontez une situation.",
            min_words=5,
            max_words=900,
        )
    return module


def prerequisite_factory(
    module: Module, required: Module, mastery: Mastery = Mastery.QUIZ
) -> Prerequisite:
    """`module` asks for `required`, which comes before it."""
    return Prerequisite.objects.create(module=module, required=required, mastery=mastery)


def budget_factory(module: Module, **minutes: int) -> list[ModuleBudget]:
    """What a module plans: `budget_factory(module, in_person=120, distance=40)`."""
    return [
        ModuleBudget.objects.create(module=module, category=category, minutes=planned)
        for category, planned in minutes.items()
    ]
