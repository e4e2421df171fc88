"""Positions of both raters, prior results, and what is due of each module, with the reasons."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from curricula.models import Block, Competency, Module
from training.enums import PositionLevel, PositionRater
from training.models import (
    Enrolment,
    ExemptionDecision,
    Position,
    PositioningScore,
    PriorResult,
)
from training.queries.entry import newest_scores
from training.rules.positioning import (
    Decision,
    Placed,
    Prior,
    Proposal,
    QuizScore,
    Relief,
    is_recent,
    proposal,
    recent_minutes,
    relief,
    standing,
    total,
)

Newest = dict[int, dict[str, Position]]


@dataclass(frozen=True)
class PositionLine:
    """One competency, with the position of each rater, and those before, the newest first."""

    competency: Competency
    learner: Position | None
    trainer: Position | None
    earlier: list[Position] = field(default_factory=list)

    @property
    def placed(self) -> Placed:
        return Placed(_level(self.learner), _level(self.trainer))


@dataclass(frozen=True)
class PositionBlock:
    """The competencies of one block."""

    block: Block
    lines: list[PositionLine]


@dataclass(frozen=True)
class PriorLine:
    """A prior result, and whether it is recent enough to count today."""

    result: PriorResult
    recent: bool


@dataclass(frozen=True)
class PathLine:
    """One module of the individual path: what is proposed, decided and due."""

    module: Module
    proposal: Proposal
    decision: ExemptionDecision | None
    relief: Relief
    recent: int
    score: PositioningScore | None

    @property
    def to_review(self) -> bool:
        """More prior minutes were accepted than what is declared and recent now."""
        return self.decision is not None and self.decision.prior_minutes > self.recent


@dataclass(frozen=True)
class IndividualPath:
    """What a learner owes, module by module and in all."""

    blocks: list[PositionBlock]
    priors: list[PriorLine]
    lines: list[PathLine]
    total: Relief

    def placed_by(self, rater: PositionRater) -> int:
        """How many competencies a rater has placed."""
        lines = [line for block in self.blocks for line in block.lines]
        return sum(getattr(line, rater) is not None for line in lines)

    @property
    def competencies(self) -> int:
        return sum(len(block.lines) for block in self.blocks)


def _level(position: Position | None) -> PositionLevel | None:
    return PositionLevel(position.level) if position else None


def newest_positions(enrolment: Enrolment) -> Newest:
    """The newest position of each rater, by competency; one query."""
    return {
        competency: {row.rater: row for row in reversed(rows)}
        for competency, rows in _positions(enrolment).items()
    }


def _positions(enrolment: Enrolment) -> dict[int, list[Position]]:
    """All positions by competency, of each rater the newest first; one query."""
    found: dict[int, list[Position]] = defaultdict(list)
    rows = enrolment.positions.select_related("placed_by__user")
    for position in rows.order_by("-number", "-pk"):
        found[position.competency_id].append(position)
    return found


def position_blocks(enrolment: Enrolment) -> list[PositionBlock]:
    """Every competency of the pinned reference with all its positions; three queries."""
    placed = _positions(enrolment)
    blocks = Block.objects.filter(qualification=enrolment.qualification_id)
    found = []
    for block in blocks.prefetch_related("competencies"):
        lines = [_line(one, placed.get(one.pk, [])) for one in block.competencies.all()]
        if lines:
            found.append(PositionBlock(block, lines))
    return found


def _line(competency: Competency, rows: list[Position]) -> PositionLine:
    """`rows`: the positions in this competency, of each rater the newest first."""
    learner, trainer = (
        next((row for row in rows if row.rater == rater), None)
        for rater in (PositionRater.LEARNER, PositionRater.TRAINER)
    )
    earlier = [row for row in rows if row not in (learner, trainer)]
    earlier.sort(key=lambda row: row.placed_at, reverse=True)
    return PositionLine(competency, learner, trainer, earlier)


def positions_seen(enrolment: Enrolment, rater: PositionRater) -> int:
    """How many positions a rater has written; a form names the count it saw."""
    return enrolment.positions.filter(rater=rater).count()


def prior_lines(enrolment: Enrolment, today: date) -> list[PriorLine]:
    """What is declared and not withdrawn, newest first; one query."""
    rows = enrolment.prior_results.filter(withdrawn_at=None)
    return [
        PriorLine(row, is_recent(row.obtained_on, today))
        for row in rows.select_related("module", "declared_by__user")
    ]


def decisions_of(enrolment: Enrolment, module: Module) -> list[ExemptionDecision]:
    """Every decision on a module, newest first, whatever version it was taken in; one query."""
    rows = enrolment.exemptions.filter(module__code=module.code)
    return list(rows.select_related("decided_by__user").order_by("-number", "-pk"))


def recent_prior(enrolment: Enrolment, module: Module, today: date) -> int:
    """The prior minutes that a decision on this module may accept today; one query."""
    rows = enrolment.prior_results.filter(withdrawn_at=None, module__code=module.code)
    return recent_minutes((Prior(r.minutes, r.obtained_on) for r in rows), today)


def individual_path(enrolment: Enrolment, today: date) -> IndividualPath:
    """All of it for one learner, in eight queries whatever there is to show."""
    blocks = position_blocks(enrolment)
    placed = {line.competency.pk: line.placed for block in blocks for line in block.lines}
    priors = prior_lines(enrolment, today)
    declared: dict[str, list[Prior]] = defaultdict(list)
    for line in priors:
        if line.result.module:
            prior = Prior(line.result.minutes, line.result.obtained_on)
            declared[line.result.module.code].append(prior)
    decided, scores = _newest_decisions(enrolment), newest_scores(enrolment)
    modules = Module.objects.filter(track_version=enrolment.track_version_id)
    lines = []
    for module in modules.prefetch_related("competencies"):
        aimed = [placed[c.pk] for c in module.competencies.all() if c.pk in placed]
        own, decision = declared.get(module.code, []), decided.get(module.code)
        score = scores.get(module.code)
        quiz = QuizScore(score.score, score.out_of) if score else None
        offered = proposal(module.minutes, aimed, own, today, quiz)
        off = (decision.percentage, decision.prior_minutes) if decision else (0, 0)
        lines.append(
            PathLine(
                module,
                offered,
                decision,
                relief(module.minutes, *off),
                recent_minutes(own, today),
                score,
            )
        )
    return IndividualPath(blocks, priors, lines, total(line.relief for line in lines))


def _newest_decisions(enrolment: Enrolment) -> dict[str, ExemptionDecision]:
    rows = enrolment.exemptions.select_related("module", "decided_by__user")
    return {row.module.code: row for row in rows.order_by("number", "pk")}


def reliefs_of(enrolment_ids: Iterable[int]) -> dict[int, dict[str, Relief]]:
    """Planned, exempted and prior minutes of each enrolment by module code; two queries."""
    ids = list(enrolment_ids)
    planned: dict[int, dict[str, int]] = defaultdict(dict)
    modules = Module.objects.filter(track_version__enrolments__in=ids).order_by()
    for pk, code, minutes in modules.values_list("track_version__enrolments", "code", "minutes"):
        planned[pk][code] = minutes
    decisions: dict[int, list[Decision]] = defaultdict(list)
    rows = ExemptionDecision.objects.filter(enrolment__in=ids).order_by("number", "pk")
    fields = ("enrolment", "module__code", "number", "percentage", "prior_minutes")
    for pk, *values in rows.values_list(*fields):
        decisions[pk].append(Decision(*values))
    return {pk: _reliefs(planned.get(pk, {}), decisions.get(pk, [])) for pk in ids}


def _reliefs(planned: dict[str, int], decisions: list[Decision]) -> dict[str, Relief]:
    last = standing(decisions)
    none = Decision("", 0, 0, 0)
    parts = ((code, minutes, last.get(code, none)) for code, minutes in planned.items())
    return {code: relief(minutes, row.percentage, row.prior) for code, minutes, row in parts}


def relief_of(enrolment_ids: Iterable[int]) -> dict[int, Relief]:
    """The same of each whole enrolment; two queries."""
    return {pk: total(parts.values()) for pk, parts in reliefs_of(enrolment_ids).items()}


def with_decision(modules: QuerySet[Module], enrolment: Enrolment) -> QuerySet[Module]:
    """What stands decided for a learner beside each module: no query of its own."""
    newest = enrolment.exemptions.filter(module__code=OuterRef("code")).order_by("-number", "-pk")
    return modules.annotate(
        off_percentage=Subquery(newest.values("percentage")[:1]),
        off_prior=Subquery(newest.values("prior_minutes")[:1]),
    )


def relief_beside(module: Module) -> Relief:
    """What `with_decision` put beside a module, in minutes."""
    percentage, prior = (getattr(module, f"off_{name}") or 0 for name in ("percentage", "prior"))
    return relief(module.minutes, percentage, prior)


def exempted_minutes(enrolment_ids: Iterable[int]) -> dict[int, int]:
    """Minutes taken off the plan of each enrolment, exempted and prior together; one query.

    `relief_of` gives the two apart. A module without a decision takes nothing off.
    """
    ids = list(enrolment_ids)
    followed = Module.objects.filter(
        track_version=OuterRef("enrolment__track_version"), code=OuterRef("module__code")
    )
    rows = ExemptionDecision.objects.filter(enrolment__in=ids).order_by("number", "pk")
    rows = rows.annotate(followed=Subquery(followed.values("minutes")[:1]))
    planned: dict[int, dict[str, int]] = defaultdict(dict)
    decisions: dict[int, list[Decision]] = defaultdict(list)
    fields = ("enrolment", "followed", "module__code", "number", "percentage", "prior_minutes")
    for pk, minutes, code, *values in rows.values_list(*fields):
        planned[pk][code] = minutes or 0
        decisions[pk].append(Decision(code, *values))
    return {pk: total(_reliefs(planned[pk], decisions[pk]).values()).taken_off for pk in ids}
