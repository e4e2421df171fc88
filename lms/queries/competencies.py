"""The competency maps of one or many learners without their evidence: a constant, small number
of queries. A test holds it equal to `portfolio.queries.competency_map`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from assessments.enums import SubmissionState
from assessments.models import Submission
from assessments.queries.results import place, placed, telling
from assessments.queries.submission import AttemptSheet, sheets
from curricula.models import Competency, RubricCriterion
from portfolio.enums import COUNTING_AUDIENCES, FactKind, FactState, WeekState
from portfolio.models import EntryClaim
from portfolio.queries import BlockMap, CompetencySheet
from portfolio.queries.competency import Gap
from portfolio.rules.competency import Fact, competency_state, missing_to_show
from training.models import Enrolment

Attempts = dict[tuple[int, int], list[AttemptSheet]]  # by enrolment and module
Facts = dict[tuple[int, int], list[Fact]]  # by enrolment and competency


@dataclass(frozen=True)
class Assessed:
    """Which competencies the criteria of each rubric speak for, and in which module."""

    criteria: dict[int, set[tuple[int, int]]]  # by rubric: criterion and competency
    modules: dict[tuple[int, int], int]  # by track version and competency: the first module


def attempts_at_syntheses(enrolments: Iterable[Enrolment]) -> Attempts:
    """By enrolment and module followed: every attempt, oldest first. One query."""
    found: Attempts = defaultdict(list)
    submissions = Submission.objects.filter(enrolment__in=list(enrolments)).defer("text")
    for sheet in sheets(placed(submissions)):
        found[sheet.submission.enrolment_id, place(sheet)].append(sheet)
    return found


def light_maps(
    enrolments: Iterable[Enrolment], attempts: Attempts | None = None
) -> dict[int, list[BlockMap]]:
    """By enrolment: blocks, states and what is missing. Three queries beside the attempts."""
    people = list(enrolments)
    facts: Facts = defaultdict(list)
    written = attempts_at_syntheses(people) if attempts is None else attempts
    assessed = _assessed({e.track_version_id for e in people}, written)
    _add_situations(facts, people)
    _add_criteria(facts, written, assessed)
    competencies = _competencies({e.qualification_id for e in people})
    return {e.pk: _map(e, competencies[e.qualification_id], facts, assessed) for e in people}


@dataclass(frozen=True)
class Shown:
    shown: int
    total: int


def shown_counts(enrolments: Iterable[Enrolment]) -> dict[int, Shown]:
    """How many competencies each learner has shown, of how many."""
    return {
        pk: Shown(sum(block.shown for block in blocks), sum(block.total for block in blocks))
        for pk, blocks in light_maps(enrolments).items()
    }


def _competencies(qualifications: set[int]) -> dict[int, list[Competency]]:
    found: dict[int, list[Competency]] = defaultdict(list)
    rows = Competency.objects.filter(block__qualification__in=qualifications)
    for competency in rows.select_related("block").order_by("block__order", "order"):
        found[competency.block.qualification_id].append(competency)
    return found


def _map(
    enrolment: Enrolment, competencies: list[Competency], facts: Facts, assessed: Assessed
) -> list[BlockMap]:
    blocks: dict[int, BlockMap] = {}
    for competency in competencies:
        block = blocks.setdefault(competency.block_id, BlockMap(competency.block, []))
        module = assessed.modules.get((enrolment.track_version_id, competency.pk))
        about = facts.get((enrolment.pk, competency.pk), [])
        gaps = [Gap(gap, module) for gap in missing_to_show(about, assessed=module is not None)]
        block.competencies.append(CompetencySheet(competency, [], competency_state(about), gaps))
    return list(blocks.values())


def _add_situations(facts: Facts, enrolments: list[Enrolment]) -> None:
    links = EntryClaim.objects.filter(
        entry__week__enrolment__in=enrolments,
        entry__week__state__in=(WeekState.SUBMITTED, WeekState.SIGNED),
        entry__audience__in=COUNTING_AUDIENCES,
    )
    rows = links.values_list("entry__week__enrolment", "competency", "entry__week__state")
    for enrolment, competency, state in rows.distinct():
        signed = state == WeekState.SIGNED
        facts[enrolment, competency].append(
            Fact(FactKind.SITUATION, FactState.ACCEPTED if signed else FactState.PENDING)
        )


def _add_criteria(facts: Facts, attempts: Attempts, assessed: Assessed) -> None:
    for (enrolment, _), all_sheets in attempts.items():
        handed_in = [s for s in all_sheets if s.submission.state != SubmissionState.DRAFT]
        for sheet in telling(handed_in) if handed_in else []:
            for fact, competency in _facts_of(sheet, assessed):
                facts[enrolment, competency].append(fact)


def _facts_of(sheet: AttemptSheet, assessed: Assessed) -> Iterable[tuple[Fact, int]]:
    rubric = assessed.criteria[sheet.submission.assignment.rubric_id]
    for criterion, competency in rubric:
        level = sheet.grade.scores.get(str(criterion)) if sheet.grade else None
        state = FactState.PENDING if level is None else FactState.ACCEPTED
        yield Fact(FactKind.CRITERION, state, level), competency


def _assessed(track_versions: set[int], attempts: Attempts) -> Assessed:
    """One query over criteria, their competencies and the modules that use their rubric.

    Also the rubrics of what was written in an earlier version of the track.
    """
    rubrics = {s.submission.assignment.rubric_id for sheets in attempts.values() for s in sheets}
    links = RubricCriterion.competencies.through.objects.filter(
        Q(rubriccriterion__rubric__assignments__module__track_version__in=track_versions)
        | Q(rubriccriterion__rubric__in=rubrics)
    ).order_by("-rubriccriterion__rubric__assignments__module__order")
    rows = links.values_list(
        "rubriccriterion__rubric",
        "rubriccriterion",
        "competency",
        "rubriccriterion__rubric__assignments__module",
        "rubriccriterion__rubric__assignments__module__track_version",
    )
    criteria: dict[int, set[tuple[int, int]]] = defaultdict(set)
    modules: dict[tuple[int, int], int] = {}
    for rubric, criterion, competency, module, track_version in rows:
        criteria[rubric].add((criterion, competency))
        modules[track_version, competency] = module
    return Assessed(criteria=criteria, modules=modules)
