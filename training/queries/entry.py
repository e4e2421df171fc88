"""What was checked at entry and what the positioning quiz gave; the line of the file."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from people.enums import STAFF_ROLES, Role
from people.models import Membership
from training.enums import CheckResult, EntrySkill
from training.models import Enrolment, EntryCheck, PositioningScore
from training.queries.file_part import FilePart


@dataclass(frozen=True)
class CheckLine:
    """One skill: the note that stands, and those before it, the newest first."""

    skill: EntrySkill
    check: EntryCheck | None
    earlier: list[EntryCheck]

    @property
    def under_reserve(self) -> bool:
        """The source takes somebody without this skill only if a training brings it."""
        return self.check is not None and self.check.result == CheckResult.TO_STRENGTHEN

    @property
    def state(self) -> str:
        """« acquis », or that nothing was noted."""
        return str(self.check.get_result_display()) if self.check else "rien de noté"


def check_lines(enrolment: Enrolment) -> list[CheckLine]:
    """Every skill, whether it was checked or not; one query."""
    found: dict[str, list[EntryCheck]] = defaultdict(list)
    for row in enrolment.entry_checks.select_related("checked_by__user"):
        found[row.skill].append(row)
    return [
        CheckLine(skill, next(iter(found[skill]), None), found[skill][1:]) for skill in EntrySkill
    ]


def checks_noted(enrolment: Enrolment) -> int:
    """How many checks were ever noted; a form names the count it saw."""
    return enrolment.entry_checks.count()


def newest_scores(enrolment: Enrolment) -> dict[str, PositioningScore]:
    """The newest score of each module, by its code; one query."""
    rows = enrolment.positioning_scores.select_related("module").order_by("pk")
    return {row.module.code: row for row in rows}


def positioning_part(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    """The part of the file: positions, acquis, hours due, and what was checked at entry."""
    if actor.role not in (Role.LEARNER, *STAFF_ROLES):
        return None
    checks = (f"{line.skill.label.capitalize()} : {line.state}." for line in check_lines(enrolment))
    state = " ".join(("Les positions à l’entrée, les acquis et les heures dues.", *checks))
    return FilePart("Positionnement", state, reverse("training:positioning", args=[enrolment.pk]))
