"""What each module attestation still needs, for one learner or for a page of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from assessments.enums import SubmissionState
from assessments.queries import ModuleResult, module_results
from assessments.queries.results import Results
from curricula.models import Module, Question
from curricula.queries import doubtful_sources_of
from curricula.rules.questions import folded
from portfolio.models import ModuleAttestation
from portfolio.queries.acts import module_act
from portfolio.rules.attestation import (
    LessonFacts,
    Missing,
    ModuleFacts,
    Need,
    missing_for_module_attestation,
)
from records.enums import DocumentState
from records.models import Document
from training.models import Enrolment, LessonRead


@dataclass(frozen=True)
class Readiness:
    """A module of a learner on its way to the attestation."""

    enrolment_id: int
    module: Module
    facts: ModuleFacts
    gaps: list[Missing]
    result: ModuleResult
    read_at: dict[str, datetime]
    document: Document | None
    staff: bool = False

    @property
    def missing(self) -> list[tuple[str, str]]:
        """What is missing: a sentence, and the address of the act for the reader."""
        submission = self.result.submission_id
        return [
            (gap.sentence, module_act(gap, self.module.pk, submission, self.staff))
            for gap in self.gaps
        ]

    @property
    def lessons(self) -> list[tuple[LessonFacts, datetime | None]]:
        return [(lesson, self.read_at.get(lesson.slug)) for lesson in self.facts.lessons]

    @property
    def ready(self) -> bool:
        return not self.gaps

    @property
    def unwritten(self) -> bool:
        """The module has no full content yet: nobody can be attested."""
        return any(gap.need == Need.CONTENT for gap in self.gaps)


def readiness_table(
    enrolments: Iterable[Enrolment], staff: bool = False
) -> dict[tuple[int, int], Readiness]:
    """Every module of the tracks of these enrolments, in order. Nine queries, however many."""
    people = list(enrolments)
    modules = _modules(track_version__in={enrolment.track_version_id for enrolment in people})
    return _table(people, modules, module_results(e.pk for e in people), staff)


def attestation_readiness(
    enrolment: Enrolment, module: Module, staff: bool = False, results: Results | None = None
) -> Readiness:
    """What one learner still needs for one module of the own track (KeyError for another's).

    Reads that module alone. `results`: what `module_results` said of the learner, if it is known.
    """
    if results is None:
        results = module_results([enrolment.pk])
    modules = _modules(pk=module.pk, track_version=enrolment.track_version_id)
    return _table([enrolment], modules, results, staff)[enrolment.pk, module.pk]


def _table(
    people: list[Enrolment], modules: dict[int, list[Module]], results: Results, staff: bool
) -> dict[tuple[int, int], Readiness]:
    ids = [enrolment.pk for enrolment in people]
    questions, read = _questions(modules), _readings(ids)
    documents = {
        (held.enrolment_id, held.module.code): held.document
        for held in ModuleAttestation.objects.filter(
            enrolment__in=ids, document__state=DocumentState.IN_FORCE
        ).select_related("document", "module")
    }
    table = {}
    for enrolment in people:
        for module in modules[enrolment.track_version_id]:
            key = (enrolment.pk, module.pk)
            result = results.get(key, ModuleResult())
            read_at = _read_in(module, read[enrolment.pk])
            facts = _facts(module, questions, result, read_at)
            table[key] = Readiness(
                enrolment_id=enrolment.pk,
                module=module,
                facts=facts,
                gaps=missing_for_module_attestation(facts),
                result=result,
                read_at=read_at,
                document=documents.get((enrolment.pk, module.code)),
                staff=staff,
            )
    return table


def module_followed(enrolment: Enrolment, module_id: int) -> Module | None:
    """A module of the track as the enrolment follows it: the one of the same code."""
    named = Module.objects.filter(
        pk=module_id, track_version__track__versions=enrolment.track_version_id
    )
    followed = Module.objects.filter(track_version=enrolment.track_version_id)
    return followed.filter(code__in=named.values("code")).first()


def _modules(**which: object) -> dict[int, list[Module]]:
    found: dict[int, list[Module]] = defaultdict(list)
    rows = Module.objects.filter(**which).select_related("assignment")
    for module in rows.order_by("order", "pk").prefetch_related("module_lessons__lesson"):
        found[module.track_version_id].append(module)
    return found


def _questions(modules: dict[int, list[Module]]) -> dict[int, int]:
    """How many questions each live lesson can count: with a right answer, on a fact not doubted."""
    lessons = {
        place.lesson_id: place.lesson
        for found in modules.values()
        for module in found
        for place in module.module_lessons.all()
    }
    usable = Question.objects.filter(
        lesson__in=lessons, lesson__live=True, choices__correct=True
    ).order_by()
    doubtful = {key: doubtful_sources_of(lesson) for key, lesson in lessons.items()}
    rows = usable.values_list("pk", "lesson_id", "source").distinct()
    return Counter(lesson for _, lesson, source in rows if folded(source) not in doubtful[lesson])


def _readings(ids: list[int]) -> dict[int, dict[int, datetime]]:
    found: dict[int, dict[int, datetime]] = defaultdict(dict)
    rows = LessonRead.objects.filter(enrolment__in=ids)
    for enrolment, lesson, at in rows.values_list("enrolment_id", "lesson_id", "read_at"):
        found[enrolment][lesson] = at
    return found


def _read_in(module: Module, read: dict[int, datetime]) -> dict[str, datetime]:
    """When the lessons of a module were read, by their slug."""
    places = module.module_lessons.all()
    return {p.lesson.slug: read[p.lesson_id] for p in places if p.lesson_id in read}


def _facts(
    module: Module, questions: dict[int, int], result: ModuleResult, read: dict[str, datetime]
) -> ModuleFacts:
    """A lesson that was taken off the site is no longer asked of those who had not read it."""
    places = list(module.module_lessons.all())
    lessons = tuple(
        LessonFacts(place.lesson.slug, place.lesson.title, place.lesson.slug in read)
        for place in places
        if place.lesson.live or place.lesson.slug in read
    )
    return ModuleFacts(
        lessons=lessons,
        questions=sum(questions.get(place.lesson_id, 0) for place in places),
        has_assignment=hasattr(module, "assignment"),
        quiz_passed=result.quiz_passed,
        quiz_tried=result.quiz_points is not None,
        synthesis_waiting=result.submission_state == SubmissionState.SUBMITTED,
        synthesis_marked=result.synthesis_graded,
        synthesis_passed=result.synthesis_passed,
    )
