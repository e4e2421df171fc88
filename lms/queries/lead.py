"""What those who lead a training body must see first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from curricula.enums import VersionState
from curricula.models import TrackVersion
from lms.queries.cohort import CohortLine, cohort_lines, running_cohorts
from lms.queries.waiting import Entry, entries
from lms.sentences import amount, sentence
from people.enums import Role
from people.models import Membership, Organisation
from portfolio.models import ModuleAttestation
from portfolio.queries import Readiness, readiness_table
from portfolio.queries.waiting import WAITING_READERS
from records.enums import DocumentState
from records.models import Invitation
from training.enums import EvaluationKind
from training.models import Cohort, Enrolment, EvaluationDone
from training.queries.waiting import waiting_for

LATE_POINTS = 10  # hours that far behind the time gone by are worth a look
SYNTHESES_READ = 500
LEARNERS_READ = 50
INVITATIONS = 5


@dataclass(frozen=True)
class FirstStep:
    done: bool
    title: str
    text: str
    url: str
    action: str


@dataclass(frozen=True)
class Ready:
    """A module attestation that can be delivered now."""

    enrolment: Enrolment
    readiness: Readiness


@dataclass(frozen=True)
class LeadHome:
    cohorts: list[CohortLine]
    ready: list[Ready]
    invitations: list[Invitation]
    open_invitations: int
    steps: list[FirstStep]
    content_loaded: bool
    waiting: list[Entry]

    @property
    def beginning(self) -> bool:
        return not all(step.done for step in self.steps)

    @property
    def steps_done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def next_step(self) -> FirstStep | None:
        return next((step for step in self.steps if not step.done), None)

    @property
    def heading(self) -> str:
        if self.beginning:
            left = len(self.steps) - self.steps_done
            return sentence([amount(left, "premier pas reste", "premiers pas restent")], "")
        late = sum(line.drift > LATE_POINTS for line in self.cohorts)
        parts = (
            amount(late, "promotion à regarder", "promotions à regarder", True),
            amount(len(self.ready), "attestation à délivrer", "attestations à délivrer", True),
            amount(self.open_invitations, "invitation ouverte", "invitations ouvertes", True),
            amount(len(self.waiting), "point en attente", "points en attente"),
        )
        return sentence(parts, "Tout est en ordre.")


def lead_home(actor: Membership, now: datetime, today: date) -> LeadHome:
    lines = cohort_lines(running_cohorts(actor, today), today)
    invitations = Invitation.objects.visible_to(actor).unanswered().filter(expires_at__gt=now)
    return LeadHome(
        cohorts=sorted(lines, key=lambda line: -line.drift),
        ready=ready_attestations(actor),
        invitations=list(invitations.select_related("organisation")[:INVITATIONS]),
        open_invitations=invitations.count(),
        steps=first_steps(actor),
        content_loaded=TrackVersion.objects.filter(state=VersionState.PUBLISHED).exists(),
        waiting=entries(actor, waiting_for(actor, now, WAITING_READERS)),
    )


def ready_attestations(actor: Membership) -> list[Ready]:
    """Modules with every proof and no attestation in force, among the newest passed syntheses."""
    same = {"enrolment": OuterRef("enrolment"), "module__code": OuterRef("module__code")}
    quiz = EvaluationDone.objects.filter(**same, kind=EvaluationKind.QUIZ)
    held = ModuleAttestation.objects.filter(**same, document__state=DocumentState.IN_FORCE)
    newest = (
        EvaluationDone.objects.filter(
            enrolment__in=Enrolment.objects.visible_to(actor), kind=EvaluationKind.SYNTHESIS
        )
        .order_by("-pk")
        .values_list("pk", flat=True)[:SYNTHESES_READ]
    )
    pairs = list(
        EvaluationDone.objects.filter(pk__in=list(newest))
        .filter(Exists(quiz), ~Exists(held))
        .order_by("enrolment", "module__order")
        .values_list("enrolment", "module__code")
        .distinct()
    )
    first = list(dict.fromkeys(enrolment for enrolment, _ in pairs))[:LEARNERS_READ]
    people = {e.pk: e for e in Enrolment.objects.for_screen().filter(pk__in=first)}
    sheets = readiness_table(people.values(), staff=True).values()
    table = {(sheet.enrolment_id, sheet.module.code): sheet for sheet in sheets}
    found = [(people[e], table[e, code]) for e, code in pairs if (e, code) in table]
    return [Ready(enrolment, sheet) for enrolment, sheet in found if sheet.ready]


def first_steps(actor: Membership) -> list[FirstStep]:
    """From an empty site to the first enrolled person."""
    cohort = Cohort.objects.visible_to(actor).first()
    enrol = f"/promotions/{cohort.pk}/inscrire/" if cohort else "/promotions/"
    practices = Organisation.objects.visible_to(actor).practices()
    assistants = Membership.objects.visible_to(actor).filter(role=Role.LEARNER)
    return [
        FirstStep(
            practices.exists(),
            "Créer un cabinet",
            "L’employeur et ses assistants y sont rattachés.",
            "/cabinets/nouveau/",
            "Créer un cabinet",
        ),
        FirstStep(
            cohort is not None,
            "Créer une promotion",
            "Un parcours de 115 h ou de 380 h, une date de début, une date de fin.",
            "/promotions/nouvelle/",
            "Créer une promotion",
        ),
        FirstStep(
            assistants.exists(),
            "Inviter les personnes",
            "Assistants, employeur, formateurs : chacun reçoit un lien pour ouvrir son compte.",
            "/invitations/nouvelle/",
            "Inviter",
        ),
        FirstStep(
            Enrolment.objects.visible_to(actor).exists(),
            "Inscrire un assistant",
            "Dans la promotion, une fois son invitation acceptée.",
            enrol,
            "Inscrire",
        ),
    ]
