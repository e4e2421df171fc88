"""The lesson that a person opens, at its place in a module."""

from dataclasses import dataclass
from datetime import datetime

from curricula.models import Competency, LessonPage, Module, ModuleLesson
from curricula.queries import competencies_of_module, fact_states
from people.enums import Role
from people.models import Membership
from training.enums import DistanceRule
from training.models import Enrolment, LessonRead
from training.queries.gate import OPEN, Gate, gate_of
from training.queries.hours import hours_lines, plans_of
from training.queries.track import (
    LessonPlace,
    enrolment_for,
    lesson_url,
    lessons_of,
    places_of,
    withdrawn_lessons,
)
from training.rules.day import within_day
from training.rules.hours import HoursTotals
from training.rules.plan import planned_totals


@dataclass(frozen=True)
class LessonScreen:
    """A lesson with the lessons around it; `enrolment` is None for those who only look."""

    module: Module
    lesson: LessonPage
    places: list[LessonPlace]
    number: int
    track: list[LessonPlace]
    rank: int
    enrolment: Enrolment | None
    read_at: datetime | None
    hours: HoursTotals
    competencies: list[Competency]
    facts: list[tuple[str, str, int]]
    gate: Gate
    last_sign: datetime | None

    @property
    def closed(self) -> bool:
        """What was read before stays open to be read again."""
        return self.gate.closed and self.read_at is None

    @property
    def measures(self) -> bool:
        """The time that the learner spends here is noted, because it counts."""
        if self.enrolment is None or not self.enrolment.follows:
            return False
        return self.enrolment.cohort.distance_rule == DistanceRule.MEASURED

    @property
    def following(self) -> LessonPlace | None:
        return self.places[self.number] if self.number < len(self.places) else None

    @property
    def next_module(self) -> LessonPlace | None:
        """The first lesson of the next module, after the last one of this module."""
        if self.following or self.rank == len(self.track):
            return None
        return self.track[self.rank]

    @property
    def previous(self) -> LessonPlace | None:
        """The lesson before, through the whole track."""
        return self.track[self.rank - 2] if self.rank > 1 else None

    @property
    def read_count(self) -> int:
        return sum(place.read for place in self.places)

    @property
    def spine(self) -> list[tuple[str, str]]:
        """One stitch per lesson of the module: read, here, to come."""
        return [
            ("ici", str(place.number))
            if place.number == self.number
            else ("ok" if place.read else "", "")
            for place in self.places
        ]

    @property
    def spine_title(self) -> str:
        return f"leçon {self.number} sur {len(self.places)}"

    @property
    def spine_label(self) -> str:
        read = "" if self.enrolment is None else f", {self.read_count} lues"
        return f"Fil du module : leçon {self.number} sur {len(self.places)}{read}."


def module_for(actor: Membership, module_id: int) -> tuple[Module, Enrolment | None] | None:
    """A module and the learner's enrolment in its track; None when it is nobody's business here.

    The training body reads every lesson; a learner those of their own track.
    """
    module = Module.objects.filter(pk=module_id).select_related("track_version__track").first()
    if module is None:
        return None
    if actor.is_staff:
        return module, None
    enrolment = enrolment_for(actor, module.track_version_id)
    return (module, enrolment) if enrolment and actor.role == Role.LEARNER else None


def open_lessons(actor: Membership) -> dict[int, str]:
    """The address of each live lesson that `module_for` lets the actor open; one query.

    A lesson that stands in several modules has the address of its newest place.
    """
    places = ModuleLesson.objects.filter(lesson__live=True)
    if actor.role == Role.LEARNER:
        own = Enrolment.objects.visible_to(actor).values("track_version")
        places = places.filter(module__track_version__in=own)
    elif not actor.is_staff:
        return {}
    rows = places.order_by("pk").values_list("lesson_id", "module_id", "lesson__slug")
    return {lesson: lesson_url(module, slug) for lesson, module, slug in rows}


def lesson_screen(actor: Membership, module_id: int, slug: str) -> LessonScreen | None:
    """Everything the screen of a lesson shows, or None if the person has no access to it."""
    found = module_for(actor, module_id)
    if found is None:
        return None
    module, enrolment = found
    read = _readings(enrolment)
    track = places_of(lessons_of(module__track_version=module.track_version_id), read)
    places = [place for place in track if place.module_id == module.pk]
    here = next((place for place in places if place.lesson.slug == slug), None)
    if here is None:
        return None
    lesson = LessonPage.objects.get(pk=here.lesson.pk)
    reading = read.get(lesson.pk)
    return LessonScreen(
        module=module,
        lesson=lesson,
        places=places,
        number=here.number,
        track=track,
        rank=track.index(here) + 1,
        enrolment=enrolment,
        read_at=reading.read_at if reading else None,
        hours=_module_hours(enrolment, module),
        competencies=list(competencies_of_module(module)),
        facts=fact_states(lesson),
        gate=gate_of(enrolment, module) if enrolment else OPEN,
        last_sign=_last_sign(enrolment, lesson),
    )


def lesson_at(
    actor: Membership, module_id: int, slug: str
) -> tuple[Module, Enrolment | None, LessonPage] | None:
    """A live lesson at its place, without its text and what is around it; three queries."""
    found = module_for(actor, module_id)
    if found is None:
        return None
    module, enrolment = found
    lesson = LessonPage.objects.live().filter(modules=module, slug=slug).defer("body").first()
    return (module, enrolment, lesson) if lesson else None


def is_withdrawn(actor: Membership, module_id: int, slug: str) -> bool:
    """A lesson of a module that the person may open was published once, and is no longer."""
    places = withdrawn_lessons(module_id).filter(lesson__slug=slug)
    return module_for(actor, module_id) is not None and places.exists()


def _readings(enrolment: Enrolment | None) -> dict[int, LessonRead]:
    if enrolment is None:
        return {}
    return {reading.lesson_id: reading for reading in enrolment.readings.all()}


def _last_sign(enrolment: Enrolment | None, lesson: LessonPage) -> datetime | None:
    """When the newest fact of the learner was noted, if it is of this lesson.

    A fact of another lesson since then says that they went on elsewhere.
    """
    if enrolment is None or enrolment.cohort.distance_rule == DistanceRule.DECLARED:
        return None
    newest = enrolment.activity.order_by("-at", "-pk").values_list("lesson", "at").first()
    return newest[1] if newest and newest[0] == lesson.pk else None


def _module_hours(enrolment: Enrolment | None, module: Module) -> HoursTotals:
    if enrolment is None:
        return HoursTotals()
    lines = within_day(line.as_line for line in hours_lines(enrolment))
    mine = [line for line in lines if line.module_code == module.code]
    return planned_totals(mine, plans_of(enrolment).all)
