"""Lines added to the hours ledger; used by the other services of this app."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import QuerySet

from curricula.models import Module, ModuleLesson
from people.models import Membership
from training.enums import DistanceRule, EvaluationKind, HoursCategory, HoursState
from training.models import Cohort, Enrolment, EvaluationDone, HoursEntry, LessonRead
from training.queries.activity import Measured, measured_in
from training.queries.assistance import assisted_in
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

    Returns how many lines were added: see `accept_waiting`.
    """
    done = EvaluationDone.objects.filter(enrolment=enrolment, module__code=module.code)
    return accept_waiting(actor=actor, cohort=enrolment.cohort, evaluations=done, now=now)


def accept_waiting(
    *, actor: Membership, cohort: Cohort, evaluations: QuerySet[EvaluationDone], now: datetime
) -> int:
    """Accept the distance minutes of each module whose quiz is among these of one cohort.

    Its quiz is passed, and a message of the training body stands in its thread (ADR 0034). The
    module has the same code in every version of the track; a lesson also belongs to the module
    where it stands now. Time measured since a lesson was accepted makes a further version of its
    line. As many queries for many learners as for one. Returns how many lines were added.
    Rule: docs/rules/distance.md.
    """
    modules = _modules_that_count(cohort, evaluations)
    if not modules:
        return 0
    # One after the other: two acceptances at once would not see what the other one adds.
    locked = Enrolment.objects.select_for_update(of=("self",)).filter(pk__in=modules)
    versions = dict(locked.order_by("pk").values_list("pk", "track_version"))
    measured, added = _measured(cohort, modules), []
    for claim, known in _claims(modules, versions):
        minutes = _countable(claim, measured)
        if minutes > (known.minutes if known else 0):
            added.append(HoursEntry(
                enrolment_id=claim.enrolment_id, state=HoursState.ACCEPTED, posted_by=actor,
                posted_at=now, source_key=claim.source_key, module_id=claim.module_id,
                version=known.version + 1 if known else 1, category=claim.category,
                minutes=minutes, occurred_on=claim.occurred_on, label=claim.label,
            ))  # fmt: skip
    HoursEntry.objects.bulk_create(added)
    return len(added)


def _modules_that_count(
    cohort: Cohort, evaluations: QuerySet[EvaluationDone]
) -> dict[int, set[str]]:
    """By enrolment, the codes of the modules with their quiz and their message."""
    quizzes = evaluations.filter(kind=EvaluationKind.QUIZ).order_by()
    passed = set(quizzes.values_list("enrolment", "module__code"))
    if not passed:
        return {}
    helped = assisted_in(cohort, {enrolment for enrolment, _ in passed})
    found: dict[int, set[str]] = defaultdict(set)
    for enrolment, code in passed:
        if helped(enrolment, code):
            found[enrolment].add(code)
    return found


def _claims(
    modules: Mapping[int, set[str]], versions: Mapping[int, int]
) -> list[tuple[HoursEntry, HoursEntry | None]]:
    """Each lesson read in one of the modules, or that stands there in the version followed now.

    With the line that declares it and the newest that accepts it. Two queries.
    """
    places = ModuleLesson.objects.filter(
        module__code__in=set().union(*modules.values()),
        module__track_version__in=set(versions.values()),
    ).order_by()
    standing: dict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = places.values_list("module__track_version", "module__code", "lesson")
    for version, code, lesson in rows:
        standing[version].append((code, lesson))
    here = {
        reading_key(enrolment, lesson)
        for enrolment, codes in modules.items()
        for code, lesson in standing[versions[enrolment]]
        if code in codes
    }
    lines = HoursEntry.objects.filter(enrolment__in=modules, category=HoursCategory.DISTANCE)
    claims, accepted = {}, {}
    for line in lines.select_related("module").order_by("version", "pk"):
        own = line.module is not None and line.module.code in modules[line.enrolment_id]
        if own or line.source_key in here:
            found = claims if line.state == HoursState.SUBMITTED else accepted
            found[line.source_key] = line
    return [(claim, accepted.get(key)) for key, claim in claims.items()]


def _measured(
    cohort: Cohort, enrolments: Collection[int]
) -> dict[tuple[int, int], Measured] | None:
    """By enrolment and lesson; None where the cohort counts what is declared."""
    return None if cohort.distance_rule == DistanceRule.DECLARED else measured_in(enrolments)


def _countable(claim: HoursEntry, measured: dict[tuple[int, int], Measured] | None) -> int:
    """Minutes of a lesson that may be accepted."""
    if measured is None:
        return claim.minutes
    lesson = int(claim.source_key.rsplit(":", 1)[1])
    time = measured.get((claim.enrolment_id, lesson), Measured())
    return accepted_minutes(time.seconds, claim.minutes)
