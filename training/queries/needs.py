"""The need analysis of an enrolment, and the adaptations of a training."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from people.models import Membership
from training.enums import AdaptationAct
from training.models import AdaptationFact, Enrolment, NeedAnalysis
from training.permissions import (
    ADAPTATION_ROLES,
    HOURS_ROLES,
    can_decide_adaptation,
    is_learner,
)
from training.queries.file_part import FilePart
from training.rules.needs import adaptation_choices, adaptation_waits, missing_exchanges


@dataclass(frozen=True)
class Analyses:
    """Every version, the newest first, and whose words the newest lacks."""

    versions: list[NeedAnalysis]
    missing: list[str]

    @property
    def newest(self) -> NeedAnalysis | None:
        return self.versions[0] if self.versions else None

    @property
    def earlier(self) -> list[NeedAnalysis]:
        return self.versions[1:]


@dataclass(frozen=True)
class Adaptations:
    """What was said, the newest first; whether a need waits; what the actor may add."""

    facts: list[AdaptationFact]
    waits: bool
    choices: list[AdaptationAct]
    may_take_back: bool

    @property
    def seen(self) -> int:
        """The number of the newest fact, 0 without one."""
        return self.facts[0].number if self.facts else 0


def analyses_of(enrolment: Enrolment) -> Analyses:
    """All versions with what each party said; two queries."""
    rows = enrolment.analyses.select_related("written_by__user").prefetch_related("exchanges")
    versions = list(rows)
    parties = {one.party for one in versions[0].exchanges.all()} if versions else set()
    funded = enrolment.funder_id is not None
    return Analyses(versions, missing_exchanges(parties, funded=funded))


def last_adaptation(enrolment: Enrolment) -> AdaptationFact | None:
    """What was said last of an adaptation; one query."""
    return enrolment.adaptations.first()


def adaptation_choices_of(
    actor: Membership, enrolment: Enrolment, last: AdaptationFact | None
) -> list[AdaptationAct]:
    """What the actor may say after what was said last."""
    return adaptation_choices(
        AdaptationAct(last.act) if last else None,
        own=is_learner(actor, enrolment),
        leads=can_decide_adaptation(actor, enrolment),
    )


def adaptations_of(actor: Membership, enrolment: Enrolment) -> Adaptations:
    """What the actor may read and add; one query."""
    visible = AdaptationFact.objects.visible_to(actor).filter(enrolment=enrolment)
    facts = list(visible.select_related("said_by__user", "taken_back__taken_by__user"))
    last = facts[0] if facts else None
    waits = adaptation_waits(AdaptationAct(last.act) if last else None)
    choices = adaptation_choices_of(actor, enrolment, last)
    return Adaptations(facts, waits, choices, can_decide_adaptation(actor, enrolment))


def analysis_part(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    """The part of the file: whether every party was heard."""
    if actor.role not in HOURS_ROLES:
        return None
    found = analyses_of(enrolment)
    state = f"Version {found.newest.number}." if found.newest else "Pas encore écrite."
    if found.missing:
        state += f" Reste à entendre : {', '.join(found.missing)}."
    url = reverse("training:needs", args=[enrolment.pk])
    return FilePart("Analyse du besoin", state, url, missing=bool(found.missing))


def adaptations_part(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    """The part of the file, for those alone who may read it; nobody has to answer the question."""
    if actor.role not in ADAPTATION_ROLES:
        return None
    last = last_adaptation(enrolment)
    waits = adaptation_waits(AdaptationAct(last.act) if last else None)
    state = "La question des besoins d’aménagement n’a pas encore de réponse."
    if last:
        state = (
            "Un besoin attend sa réponse." if waits else f"{last.get_act_display().capitalize()}."
        )
    url = reverse("training:adaptations", args=[enrolment.pk])
    return FilePart("Aménagements", state, url, missing=waits)
