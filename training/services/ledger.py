"""Lines added to the hours ledger; used by the other services of this app."""

from datetime import datetime

from django.db.models import Q, QuerySet

from curricula.models import Module, ModuleLesson
from people.models import Membership
from training.enums import DistanceRule, EvaluationKind, HoursCategory, HoursState
from training.models import Enrolment, EvaluationDone, HoursEntry, LessonRead
from training.queries.activity import Measured, measured_of
from training.queries.assistance import assisted
from training.rules.activity import accepted_minutes


def post(
    *, actor: Membership, enrolment: Enrolment, state: HoursState, source_key: str, now: datetime,
    version: int = 1, **line: object,
) -> HoursEntry:  # fmt: skip
    """Add a line, or return the one that this version of the source already has in this state."""
    entry, _ = HoursEntry.objects.get_or_create(
        source_key=source_key,
        version=version,
        state=state,
        defaults={"enrolment": enrolment, "posted_by": actor, "posted_at": now, **line},
    )
    return entry


def lesson_key(reading: LessonRead) -> str:
    return reading_key(reading.enrolment_id, reading.lesson_id)


def reading_key(enrolment_id: int, lesson_id: int) -> str:
    """A lesson is counted once for an enrolment, whatever module or version it was read in."""
    return f"training.lesson:{enrolment_id}:{lesson_id}"


def accept_distance(
    *, actor: Membership, enrolment: Enrolment, module: Module, now: datetime
) -> int:
    """Accept the distance minutes of a module, as its cohort counts them (D6313-3-1).

    Its quiz is passed, and a message of the contact stands in its thread (ADR 0034). The module
    has the same code in every version of the track; a lesson also belongs to the module where it
    stands now. Time measured since a lesson was accepted makes a further version of its line.
    Returns how many lines were added. Rule: docs/rules/distance.md.
    """
    passed = EvaluationDone.objects.filter(
        enrolment=enrolment, module__code=module.code, kind=EvaluationKind.QUIZ
    )
    if not (passed.exists() and assisted(enrolment)(module.code)):
        return 0
    # One after the other: two acceptances at once would not see what the other one adds.
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    measured, added = _measured(enrolment), 0
    for claim, known in _claims(enrolment, module):
        minutes = _countable(claim, measured)
        if minutes > (known.minutes if known else 0):
            post(
                actor=actor, enrolment=enrolment, state=HoursState.ACCEPTED, now=now,
                source_key=claim.source_key, version=known.version + 1 if known else 1,
                module_id=claim.module_id, category=claim.category, minutes=minutes,
                occurred_on=claim.occurred_on, label=claim.label,
            )  # fmt: skip
            added += 1
    return added


def accept_waiting(
    *, actor: Membership, evaluations: QuerySet[EvaluationDone], now: datetime
) -> None:
    """The same for each module whose quiz is among these evaluations."""
    passed = evaluations.filter(kind=EvaluationKind.QUIZ)
    for done in passed.select_related("enrolment__cohort", "module"):
        accept_distance(actor=actor, enrolment=done.enrolment, module=done.module, now=now)


def _claims(enrolment: Enrolment, module: Module) -> list[tuple[HoursEntry, HoursEntry | None]]:
    """Each lesson read in the module, or that stands there in the version followed now.

    With the line that declares it and the newest that accepts it.
    """
    places = ModuleLesson.objects.filter(
        module__code=module.code, module__track_version=enrolment.track_version_id
    )
    lessons = places.values_list("lesson_id", flat=True)
    here = [reading_key(enrolment.pk, lesson) for lesson in lessons]
    lines = HoursEntry.objects.filter(
        Q(module__code=module.code) | Q(source_key__in=here),
        enrolment=enrolment,
        category=HoursCategory.DISTANCE,
    ).order_by("version")
    claims, accepted = {}, {}
    for line in lines:
        found = claims if line.state == HoursState.SUBMITTED else accepted
        found[line.source_key] = line
    return [(claim, accepted.get(key)) for key, claim in claims.items()]


def _measured(enrolment: Enrolment) -> dict[int, Measured] | None:
    """By lesson; None where the cohort counts what is declared."""
    if enrolment.cohort.distance_rule == DistanceRule.DECLARED:
        return None
    return measured_of(enrolment)


def _countable(claim: HoursEntry, measured: dict[int, Measured] | None) -> int:
    """Minutes of a lesson that may be accepted."""
    if measured is None:
        return claim.minutes
    lesson = int(claim.source_key.rsplit(":", 1)[1])
    return accepted_minutes(measured.get(lesson, Measured()).seconds, claim.minutes)
