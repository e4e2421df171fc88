"""Modules open or closed to a learner, with what is missing."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from curricula.enums import Mastery
from curricula.models import Module, Prerequisite
from training.enums import EvaluationKind
from training.models import Enrolment, EvaluationDone, GateWaiver
from training.rules.gate import Gap, Requirement, gaps, is_closed

PLACES = {EvaluationKind.QUIZ: "quiz", EvaluationKind.SYNTHESIS: "synthese"}
WHAT = {EvaluationKind.QUIZ: "le quiz", EvaluationKind.SYNTHESIS: "l’écrit de synthèse"}


@dataclass(frozen=True)
class Missing:
    """An evaluation to pass first, with the way to it."""

    module: Module
    kind: EvaluationKind

    @property
    def text(self) -> str:
        return f"{WHAT[self.kind]} du module « {self.module.title} »"

    @property
    def url(self) -> str:
        return f"/parcours/modules/{self.module.pk}/{PLACES[self.kind]}/"


@dataclass(frozen=True)
class Gate:
    """A module before a learner: what closes it, what is only advised, who opened it."""

    missing: list[Missing]
    advised: list[Missing]
    closed: bool
    waiver: GateWaiver | None = None

    @property
    def refusal(self) -> str:
        asked = ", ".join(missing.text for missing in self.missing)
        return f"Ce module n’est pas encore ouvert. À réussir d’abord : {asked}."


OPEN = Gate([], [], closed=False)


def gates_of(enrolment: Enrolment) -> dict[int, Gate]:
    """The modules of the track that ask for something; the others are open.

    One query, and one more for a person for whom a module was opened.
    """
    asked: dict[int, list[Any]] = defaultdict(list)
    waived = set()
    for row in _prerequisites(enrolment):
        asked[row.module_id].append(row)
        waived |= {row.waiver} - {None}
    rows = GateWaiver.objects.filter(pk__in=waived).select_related("granted_by__user")
    waivers = {waiver.pk: waiver for waiver in rows} if waived else {}
    return {pk: _gate(rows, waivers.get(rows[0].waiver)) for pk, rows in asked.items()}


def _prerequisites(enrolment: Enrolment) -> QuerySet[Prerequisite, Any]:
    """What the modules of the track ask for, with what of it is passed, and by whom opened.

    What was passed or opened in another version of the track counts by the code of the module.
    """
    done = EvaluationDone.objects.filter(
        enrolment=enrolment, module__code=OuterRef("required__code")
    )
    waiver = GateWaiver.objects.filter(
        enrolment=enrolment, module__code=OuterRef("module__code")
    ).order_by("-pk")
    return (
        Prerequisite.objects.filter(module__track_version=enrolment.track_version_id)
        .annotate(
            quiz=Exists(done.filter(kind=EvaluationKind.QUIZ)),
            synthesis=Exists(done.filter(kind=EvaluationKind.SYNTHESIS)),
            waiver=Subquery(waiver.values("pk")[:1]),
        )
        .select_related("required")
        .order_by("required__order")
    )


def gate_of(enrolment: Enrolment, module: Module) -> Gate:
    """One module before a learner."""
    return gates_of(enrolment).get(module.pk, OPEN)


def module_gates(enrolment: Enrolment) -> list[tuple[Module, Gate]]:
    """Every module of a learner's track, open or closed, in its order. Three queries at most."""
    gates = gates_of(enrolment)
    modules = Module.objects.filter(track_version=enrolment.track_version_id)
    return [(module, gates.get(module.pk, OPEN)) for module in modules]


def _gate(rows: list[Any], waiver: GateWaiver | None) -> Gate:
    """`rows` come from `_prerequisites`."""
    modules = {row.required_id: row.required for row in rows}
    passed = {(row.required_id, kind) for row in rows for kind in PLACES if getattr(row, kind)}
    found = gaps([Requirement(row.required_id, Mastery(row.mastery)) for row in rows], passed)

    def shown(gap: Gap) -> Missing:
        return Missing(modules[gap.required], gap.kind)

    return Gate(
        missing=[shown(gap) for gap in found if not gap.advised],
        advised=[shown(gap) for gap in found if gap.advised],
        closed=is_closed(found, waived=waiver is not None),
        waiver=waiver,
    )
