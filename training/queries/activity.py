"""Time at a distance: what was measured of a learner, what counts, and why not all of it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from operator import itemgetter

from django.db.models import Count, Sum, Value
from django.db.models.functions import Least
from django.utils import timezone

from training.enums import DistanceRule, EvaluationKind, HoursCategory, HoursState
from training.models import ActivityFact, Enrolment, EvaluationDone
from training.queries.assistance import assisted
from training.rules.activity import IDLE_SECONDS


@dataclass(frozen=True)
class Measured:
    """Of one lesson: facts, seconds with every gap cut off, seconds as they went by."""

    facts: int = 0
    seconds: int = 0
    raw_seconds: int = 0


def measured_of(enrolment: Enrolment) -> dict[int, Measured]:
    """By lesson; the twin of `measured_seconds`, in one query."""
    return {lesson: time for (_, lesson), time in measured_in([enrolment.pk]).items()}


def measured_in(enrolments: Collection[int]) -> dict[tuple[int, int], Measured]:
    """The same for some enrolments: by enrolment and lesson; one query."""
    rows = (
        ActivityFact.objects.filter(enrolment__in=enrolments)
        .order_by()
        .values_list("enrolment", "lesson")
        .annotate(
            facts=Count("pk"),
            seconds=Sum(Least("gap_seconds", Value(IDLE_SECONDS))),
            raw_seconds=Sum("gap_seconds"),
        )
    )
    return {(enrolment, lesson): Measured(*sums) for enrolment, lesson, *sums in rows}


@dataclass(frozen=True)
class LessonTime:
    """A lesson read or begun: declared, measured and accepted minutes, and what is still missing.

    `declared` is the average duration as it was when the lesson was read; None if it was not.
    """

    module: str
    title: str
    declared: int | None
    measured: Measured
    accepted: int
    why: str

    @property
    def minutes(self) -> int:
        return self.measured.seconds // 60

    @property
    def raw_minutes(self) -> int:
        return self.measured.raw_seconds // 60


def lesson_times(enrolment: Enrolment) -> list[LessonTime]:
    """The lessons read or begun, by module; of an enrolment with its cohort, eight queries."""
    measured = measured_of(enrolment)
    declared, accepted = _lines(enrolment)
    done = enrolment.evaluations.filter(kind=EvaluationKind.QUIZ)
    passed = set(done.values_list("module__code", flat=True))
    helped = assisted(enrolment)
    measures = enrolment.cohort.distance_rule == DistanceRule.MEASURED
    found = []
    for lesson, code, module, title in _lessons(enrolment):
        time = measured.get(lesson, Measured())
        got = accepted.get(lesson, 0)
        # A lesson accepted waits for nothing: it may have been through another module.
        why = "" if got else _why(
            lesson in declared, code in passed, helped(code), not measures or time.seconds >= 60
        )  # fmt: skip
        found.append(LessonTime(module, title, declared.get(lesson), time, got, why))
    return found


def total_of(lessons: Iterable[LessonTime]) -> LessonTime:
    """All lessons together, in minutes: each column is the sum of what it shows."""
    rows = list(lessons)
    measured = Measured(
        sum(one.measured.facts for one in rows),
        60 * sum(one.minutes for one in rows),
        60 * sum(one.raw_minutes for one in rows),
    )
    declared = sum(one.declared or 0 for one in rows)
    return LessonTime("", "Total", declared, measured, sum(one.accepted for one in rows), "")


def _lessons(enrolment: Enrolment) -> list[tuple[int, str, str, str]]:
    """Each lesson read or begun, in the module where it was first: key, code, module, title."""
    fields = ("lesson", "module__code", "module__title", "lesson__title", "module__order")
    rows = [
        *enrolment.readings.order_by().values_list(*fields),
        *enrolment.activity.order_by().values_list(*fields).distinct(),
    ]
    found: dict[int, tuple[int, str, str, str, int]] = {}
    for row in rows:
        found.setdefault(row[0], row)
    return [row[:4] for row in sorted(found.values(), key=lambda row: (row[4], row[3]))]


def _lines(enrolment: Enrolment) -> tuple[dict[int, int], dict[int, int]]:
    """By lesson: minutes declared when it was read, minutes accepted now."""
    declared: dict[int, int] = {}
    accepted: dict[int, int] = {}
    lines = enrolment.hours_entries.filter(category=HoursCategory.DISTANCE).order_by("version")
    for key, state, minutes in lines.values_list("source_key", "state", "minutes"):
        found = accepted if state == HoursState.ACCEPTED else declared
        found[int(key.rsplit(":", 1)[1])] = minutes
    return declared, accepted


def _why(read: bool, passed: bool, helped: bool, spent: bool) -> str:
    """What keeps the time of a lesson from being accepted; empty when nothing does."""
    if not read:
        return "attend « J’ai lu »"
    if not spent:
        return "aucun temps mesuré : rouvrez la leçon"
    if not passed:
        return "attend le quiz du module"
    return "" if helped else "attend le message de l’organisme dans ce module"


def evaluations_of(enrolment: Enrolment) -> list[EvaluationDone]:
    """The evaluations passed, oldest first, with their modules; one query."""
    return list(enrolment.evaluations.select_related("module").order_by("done_at", "pk"))


def quizzes_passed(enrolment: Enrolment) -> list[EvaluationDone]:
    """The first quiz passed of each module, in the order of the modules; one query."""
    first: dict[str, EvaluationDone] = {}
    for done in evaluations_of(enrolment):
        if done.kind == EvaluationKind.QUIZ:
            first.setdefault(done.module.code, done)
    return sorted(first.values(), key=lambda done: (done.module.order, done.module.code))


FACT_COLUMNS = (
    "Date", "Heure", "Module", "Leçon", "Fait", "Média", "Secondes depuis le fait précédent",
)  # fmt: skip

# When, then module, lesson, what, media, seconds.
Said = tuple[datetime, str, str, str, str, int | str]


def fact_rows(
    enrolment: Enrolment, *more: Iterable[Said]
) -> Iterator[tuple[date | str | int, ...]]:
    """Every raw fact and evaluation passed in its order, in local time, for a spreadsheet.

    `more`: what other rooms know of the same learner, each oldest first.
    """
    for at, *said in merge(_signs(enrolment), _passed(enrolment), *more, key=itemgetter(0)):
        local = timezone.localtime(at)
        yield (local.date(), local.strftime("%H:%M:%S"), *said)


def _signs(enrolment: Enrolment) -> Iterator[Said]:
    facts = enrolment.activity.select_related("module", "lesson").defer("lesson__body")
    for fact in facts.iterator(chunk_size=2000):
        kind = fact.get_kind_display()
        yield fact.at, fact.module.title, fact.lesson.title, kind, fact.media, fact.gap_seconds


def _passed(enrolment: Enrolment) -> Iterator[Said]:
    """No lesson and no seconds: an evaluation is of a whole module."""
    for done in evaluations_of(enrolment):
        yield done.done_at, done.module.title, "", f"{done.get_kind_display()} réussi", "", ""
