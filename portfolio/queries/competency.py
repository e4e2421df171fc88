"""The competency map of an enrolment, with the evidence behind each state."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from assessments.queries import criterion_facts
from curricula.models import Assignment, Block, Competency
from portfolio.enums import (
    COUNTING_AUDIENCES,
    ClaimedLevel,
    CompetencyState,
    EntryKind,
    FactKind,
    FactState,
    WeekState,
)
from portfolio.models import EntryClaim, WeekEvent
from portfolio.queries.acts import competency_act, week_address
from portfolio.rules.competency import LEVELS, Fact, Missing, competency_state, missing_to_show
from training.models import Enrolment

# How each state is drawn.
Stitch = str | tuple[str, float]
STITCHES: dict[CompetencyState, Stitch] = {
    CompetencyState.SHOWN: "ok",
    CompetencyState.STARTED: ("part", 0.5),
    CompetencyState.PENDING: "att",
    CompetencyState.MISSING: "vide",
}


@dataclass(frozen=True)
class Evidence:
    """A fact with what a person wants to know about it."""

    competency_id: int
    fact: Fact
    title: str
    on: date
    by: str
    at: datetime | None
    learner_url: str
    staff_url: str

    @property
    def level_word(self) -> str:
        return "" if self.fact.level is None else LEVELS[self.fact.level]

    @property
    def is_situation(self) -> bool:
        return self.fact.kind == FactKind.SITUATION

    @property
    def waits(self) -> bool:
        return self.fact.state == FactState.PENDING


@dataclass(frozen=True)
class Gap:
    """Something missing, with the act that fills it for the reader."""

    missing: Missing
    module_id: int | None

    @property
    def sentence(self) -> str:
        return self.missing.sentence

    @property
    def learner_act(self) -> tuple[str, str]:
        return competency_act(self.missing.act, self.module_id, staff=False)

    @property
    def staff_act(self) -> tuple[str, str]:
        return competency_act(self.missing.act, self.module_id, staff=True)


@dataclass(frozen=True)
class CompetencySheet:
    competency: Competency
    facts: list[Evidence]
    state: CompetencyState
    missing: list[Gap]

    @property
    def stitch(self) -> list[Stitch]:
        return [STITCHES[self.state]]

    @property
    def shown(self) -> bool:
        return self.state == CompetencyState.SHOWN


@dataclass(frozen=True)
class BlockMap:
    block: Block
    competencies: list[CompetencySheet] = field(default_factory=list)

    @property
    def stitches(self) -> list[Stitch]:
        """Shown first, so that a block fills from the left."""
        order = list(CompetencyState)
        states = sorted((sheet.state for sheet in self.competencies), key=order.index)
        return [STITCHES[state] for state in states]

    @property
    def shown(self) -> int:
        return sum(sheet.shown for sheet in self.competencies)

    @property
    def total(self) -> int:
        return len(self.competencies)

    @property
    def counts(self) -> list[tuple[CompetencyState, int]]:
        found = Counter(sheet.state for sheet in self.competencies)
        return [(state, found[state]) for state in CompetencyState if found[state]]

    @property
    def words(self) -> str:
        return ", ".join(
            f"{count} {state.label}{'s' if state == CompetencyState.SHOWN and count > 1 else ''}"
            for state, count in self.counts
        )


def competency_map(enrolment: Enrolment) -> list[BlockMap]:
    """Every block of the pinned reference with the state of its competencies. Nine queries."""
    by_competency: dict[int, list[Evidence]] = defaultdict(list)
    for evidence in [*_situations(enrolment), *_criteria(enrolment)]:
        by_competency[evidence.competency_id].append(evidence)
    assessed = _assessed(enrolment)
    blocks = Block.objects.filter(qualification=enrolment.qualification_id)
    return [
        BlockMap(
            block,
            [
                _sheet(competency, by_competency[competency.pk], assessed.get(competency.pk))
                for competency in block.competencies.all()
            ],
        )
        for block in blocks.prefetch_related("competencies")
    ]


def competency_sheet(enrolment: Enrolment, competency_id: int) -> CompetencySheet | None:
    """One competency of the map with its evidence, or None if the reference does not have it."""
    sheets = (sheet for block in competency_map(enrolment) for sheet in block.competencies)
    return next((sheet for sheet in sheets if sheet.competency.pk == competency_id), None)


def most_used(enrolment: Enrolment, count: int = 4) -> list[int]:
    """The competencies that the learner ticks most, the most used first."""
    ticked = EntryClaim.objects.filter(entry__week__enrolment=enrolment)
    uses = Counter(ticked.values_list("competency_id", flat=True))
    return [pk for pk, _ in sorted(uses.items(), key=lambda use: (-use[1], use[0]))[:count]]


def _sheet(
    competency: Competency, evidence: Iterable[Evidence], module_id: int | None
) -> CompetencySheet:
    ordered = sorted(evidence, key=lambda e: (e.at, e.fact.kind), reverse=True)
    facts = [e.fact for e in ordered]
    missing = missing_to_show(facts, assessed=module_id is not None)
    return CompetencySheet(
        competency, ordered, competency_state(facts), [Gap(gap, module_id) for gap in missing]
    )


def _assessed(enrolment: Enrolment) -> dict[int, int]:
    """Which competencies a synthesis of the track assesses, and in which module first."""
    rows = Assignment.objects.filter(
        module__track_version=enrolment.track_version_id,
        rubric__criteria__competencies__isnull=False,
    ).values_list("rubric__criteria__competencies", "module_id")
    return dict(rows.order_by("-module__order", "-module_id"))


def _situations(enrolment: Enrolment) -> list[Evidence]:
    """What the training body reads of the weeks handed in, accepted once signed. Two queries."""
    rows = EntryClaim.objects.filter(
        entry__week__enrolment=enrolment,
        entry__week__state__in=(WeekState.SUBMITTED, WeekState.SIGNED),
        entry__audience__in=COUNTING_AUDIENCES,
    ).select_related("entry__week")
    signed = {
        event.week_id: event
        for event in WeekEvent.objects.filter(
            week__enrolment=enrolment, state=WeekState.SIGNED
        ).select_related("actor__user")
    }
    found = []
    for row in rows:
        entry, event = row.entry, signed.get(row.entry.week_id)
        week = entry.week
        state = FactState.ACCEPTED if week.state == WeekState.SIGNED else FactState.PENDING
        found.append(
            Evidence(
                competency_id=row.competency_id,
                fact=Fact(FactKind.SITUATION, state),
                title=EntryKind(entry.kind).label + _said(row.level),
                on=entry.day,
                by=str(event.actor.user) if event else "",
                at=event.at if event else week.submitted_at,
                learner_url=f"{week_address(week.iso_year, week.iso_week)}"
                f"?inscription={week.enrolment_id}#situation-{entry.pk}",
                staff_url=f"/livrets/{week.pk}/#situation-{entry.pk}",
            )
        )
    return found


def _said(level: int | None) -> str:
    """« , niveau dit : acquis »; nothing where the author said none."""
    return f", niveau dit : {ClaimedLevel(level).label}" if level else ""


def _criteria(enrolment: Enrolment) -> list[Evidence]:
    """What the syntheses say, from the assessments."""
    return [
        Evidence(
            competency_id=fact.competency_id,
            fact=Fact(
                FactKind.CRITERION,
                FactState.PENDING if fact.level is None else FactState.ACCEPTED,
                fact.level,
            ),
            title=f"{fact.title} : {fact.criterion}",
            on=timezone.localdate(fact.at),
            by=fact.graded_by,
            at=fact.at,
            learner_url=f"/parcours/modules/{fact.module_id}/synthese/",
            staff_url=f"/a-corriger/{fact.submission_id}/",
        )
        for fact in criterion_facts(enrolment)
    ]
