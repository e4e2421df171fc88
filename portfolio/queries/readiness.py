"""The checklist of a practice, up to date with the obstacles met there."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from curricula.queries import public_sheet
from people.enums import OrganisationKind, Role
from people.models import Membership, Organisation
from portfolio.enums import PointState
from portfolio.queries.obstacle import Obstacle, load_facts, readable_obstacles
from portfolio.rules.readiness import Point, points_of, touched_by
from training.enums import AgreementStep
from training.models import AgreementFact, Enrolment

SHEET = "cabinet-pret"


@dataclass(frozen=True)
class Line:
    """A point, with the obstacles that touch it among those that the actor reads."""

    point: Point
    obstacles: list[Obstacle]


@dataclass(frozen=True)
class Section:
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Checklist:
    """The points of a practice by section, and the visit they were seen at, if there was one."""

    practice: Organisation
    sections: list[Section]
    visit: AgreementFact | None

    @property
    def again(self) -> int:
        """How many points are to be looked at again."""
        every = (line.point for section in self.sections for line in section.lines)
        return sum(point.state == PointState.AGAIN for point in every)


def practice_of(actor: Membership, practice_id: int) -> Organisation | None:
    """A practice where somebody works whom the actor sees; an employer, their own and
    the main one; one query."""
    found = Organisation.objects.filter(pk=practice_id, kind=OrganisationKind.PRACTICE)
    seen = Enrolment.objects.visible_to(actor)
    main, shared = Q(pk__in=seen.values("practice")), seen.values("shared_posts__practice")
    if actor.role == Role.EMPLOYER:
        return found.filter(main | Q(pk=actor.organisation_id)).first()
    return found.filter(main | Q(pk__in=shared)).first()


def checklist_of(actor: Membership, practice: Organisation, today: date) -> Checklist:
    """The points with their state; a constant number of queries.

    What the last visit that the actor reads said, and the obstacles of the practice that they
    read: what somebody does not read neither counts nor shows.
    """
    visits = AgreementFact.objects.visible_to(actor).filter(
        practice=practice, step=AgreementStep.VISIT, done_on__lte=today
    )
    visit = visits.exclude(checks=[]).order_by("-done_on", "-pk").first()
    rows = list(readable_obstacles(actor).filter(practice=practice).order_by("-day", "-pk"))
    load_facts(rows)
    met = [Obstacle(entry, today) for entry in rows]
    sections = public_sheet(SHEET)["sections"]
    points = points_of(
        [item["text"] for section in sections for item in section["items"]],
        dict(visit.checks) if visit else {},
        [(one.life.kind, one.life.state) for one in met],
    )
    by_text = {point.text: point for point in points}
    return Checklist(
        practice,
        [
            Section(
                section["title"],
                [
                    Line(
                        by_text[item["text"]],
                        [one for one in met if item["text"] in touched_by(one.life.kind)],
                    )
                    for item in section["items"]
                ],
            )
            for section in sections
        ],
        visit,
    )
