"""A newer version of the track: what differs, and what it means for each learner of a cohort."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db.models import Count, Min, QuerySet

from curricula.enums import VersionState
from curricula.models import TrackVersion
from curricula.queries.plans import plan_of
from curricula.rules.plan_differences import PlanDifference, plan_differences
from people.models import Membership
from records.enums import DocumentKind, DocumentState
from records.models import Document
from training.enums import EvaluationKind
from training.models import Cohort, Enrolment, EnrolmentMove, EvaluationDone, LessonRead
from training.queries.hours import hours_totals
from training.rules.hours import HoursTotals
from training.rules.moving import LESSON, Carried, Step, carried, is_finished, steps_due


@dataclass(frozen=True)
class Change:
    """One version followed in the cohort, the newer one, and what differs between them."""

    old: TrackVersion
    new: TrackVersion
    difference: PlanDifference


@dataclass(frozen=True)
class MovingLine:
    """A learner who follows an older version: what they would take along."""

    enrolment: Enrolment
    carried: Carried
    hours: HoursTotals
    attestations: int
    finished: bool

    @property
    def kept(self) -> str:
        return _words(self.carried.kept)

    @property
    def new(self) -> str:
        return _words(self.carried.new)

    @property
    def history(self) -> str:
        return _words(self.carried.history)


@dataclass(frozen=True)
class MovingPage:
    """What is shown before anybody moves."""

    version: TrackVersion
    changes: list[Change]
    lines: list[MovingLine]
    other_reference: bool

    @property
    def active(self) -> list[Enrolment]:
        return [line.enrolment for line in self.lines if not line.finished]


def _words(steps: Iterable[Step]) -> str:
    """« 2 leçons, 1 quiz »; empty when there is nothing."""
    kinds = [step.kind for step in steps]
    names = ((LESSON, "leçon"), (EvaluationKind.QUIZ, "quiz"), (EvaluationKind.SYNTHESIS, "écrit"))
    counts = [(kinds.count(kind), name) for kind, name in names]
    return ", ".join(
        f"{count} {name}{'s' if count > 1 and name != 'quiz' else ''}"
        for count, name in counts
        if count
    )


def published_versions(cohort: Cohort) -> QuerySet[TrackVersion]:
    """The published versions of the cohort's track, the newest first."""
    track = cohort.track_version.track_id
    found = TrackVersion.objects.filter(track=track, state=VersionState.PUBLISHED)
    return found.select_related("track", "qualification").order_by("-number")


def newer_versions(cohort: Cohort) -> list[TrackVersion]:
    """Where the cohort, or somebody of it who stayed behind, can go. Two queries."""
    oldest = cohort.enrolments.aggregate(oldest=Min("track_version__number"))["oldest"]
    own = cohort.track_version.number
    least = min(own, oldest if oldest is not None else own)
    return [v for v in published_versions(cohort) if v.number > least and v.number >= own]


def steps_done(enrolments: Iterable[int]) -> dict[int, set[Step]]:
    """What each learner has done, in whatever version of the track. Two queries."""
    ids = list(enrolments)
    done: dict[int, set[Step]] = defaultdict(set)
    for enrolment, code in LessonRead.objects.filter(enrolment__in=ids).values_list(
        "enrolment_id", "lesson__code"
    ):
        done[enrolment].add(Step(LESSON, code))
    rows = EvaluationDone.objects.filter(enrolment__in=ids)
    for enrolment, kind, code, rubric in rows.values_list(
        "enrolment_id", "kind", "module__code", "module__assignment__rubric__code"
    ):
        synthesis = kind == EvaluationKind.SYNTHESIS
        done[enrolment].add(Step(kind, code, (rubric or "") if synthesis else ""))
    return done


def finished_enrolments(enrolments: Iterable[Enrolment]) -> set[int]:
    """Those who have nothing left to do in the version they follow."""
    people = list(enrolments)
    versions = TrackVersion.objects.select_related("track", "qualification").in_bulk(
        {enrolment.track_version_id for enrolment in people}
    )
    due = {pk: steps_due(plan_of(version)) for pk, version in versions.items()}
    done = steps_done(enrolment.pk for enrolment in people)
    return {e.pk for e in people if is_finished(done[e.pk], due[e.track_version_id])}


def moving_page(cohort: Cohort, version: TrackVersion) -> MovingPage:
    """What becomes of the cohort and of each learner; as many queries for three as for thirty."""
    behind = cohort.enrolments.filter(track_version__number__lt=version.number)
    people = list(
        behind.select_related(
            "learner", "practice", "track_version__track", "track_version__qualification"
        ).order_by("learner__last_name", "learner__first_name", "pk")
    )
    followed = {cohort.track_version_id: cohort.track_version}
    followed |= {enrolment.track_version_id: enrolment.track_version for enrolment in people}
    followed.pop(version.pk, None)
    target = plan_of(version)
    plans = {pk: plan_of(old) for pk, old in followed.items()}
    line = partial(_line, new=steps_due(target), plans={k: steps_due(p) for k, p in plans.items()})
    ids = [enrolment.pk for enrolment in people]
    done, hours, held = steps_done(ids), hours_totals(ids), _attestations(cohort, people)
    return MovingPage(
        version=version,
        changes=[
            Change(old, version, plan_differences(plans[pk], target))
            for pk, old in sorted(followed.items(), key=lambda item: item[1].number)
        ],
        lines=[line(e, done[e.pk], hours[e.pk], held.get(e.learner_id, 0)) for e in people],
        other_reference=any(
            old.qualification_id != version.qualification_id for old in followed.values()
        ),
    )


def _line(
    enrolment: Enrolment,
    done: set[Step],
    hours: HoursTotals,
    attestations: int,
    *,
    new: frozenset[Step],
    plans: dict[int, frozenset[Step]],
) -> MovingLine:
    old = plans[enrolment.track_version_id]
    return MovingLine(
        enrolment, carried(done, old, new), hours, attestations, is_finished(done, old)
    )


def _attestations(cohort: Cohort, people: Iterable[Enrolment]) -> dict[int, int]:
    """Module attestations in force that the training body has delivered to each learner."""
    held = Document.objects.filter(
        kind=DocumentKind.MODULE_ATTESTATION,
        state=DocumentState.IN_FORCE,
        issuer=cohort.organisation_id,
        holder__in={enrolment.learner_id for enrolment in people},
    )
    return dict(held.order_by().values_list("holder").annotate(count=Count("pk")))


def last_move(enrolment: Enrolment) -> EnrolmentMove | None:
    """The move that led to the version followed now; one query."""
    return enrolment.moves.select_related("to_version").first()


def move_shown(actor: Membership, move_id: int) -> tuple[EnrolmentMove, Change] | None:
    """A move with the difference between its two versions, if the actor may see it."""
    versions = ("from_version", "to_version")
    move = (
        EnrolmentMove.objects.visible_to(actor)
        .filter(pk=move_id)
        .select_related(
            "enrolment__learner",
            "moved_by__user",
            *(f"{name}__{key}" for name in versions for key in ("track", "qualification")),
        )
        .first()
    )
    if move is None:
        return None
    old, new = move.from_version, move.to_version
    return move, Change(old, new, plan_differences(plan_of(old), plan_of(new)))
