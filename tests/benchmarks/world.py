"""Where the plan takes place: content, training body, practices; the services make it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from assessments.queries.quiz import questions_asked
from curricula.models import (
    Assignment,
    Competency,
    LessonPage,
    Module,
    RubricCriterion,
    TrackVersion,
)
from curricula.queries import newest_versions
from people.enums import OrganisationKind, Role
from people.models import Membership, Organisation
from people.services import add_membership, create_account, create_organisation, open_site
from tests.benchmarks.plan import (
    PRACTICE_SIZE,
    TRACKS,
    CohortFacts,
    ModuleShape,
    Quiz,
    TrackShape,
    first_monday,
)
from training.enums import DistanceRule
from training.models import Cohort
from training.services import create_cohort
from training.services.assistance import name_contact, write_to_cohort


@dataclass(frozen=True)
class ModuleWorld:
    """A module with what the acts need of it."""

    module: Module
    lessons: list[LessonPage]
    asked: list[dict[str, Any]]
    assignment: Assignment | None
    criteria: list[RubricCriterion]

    def answers(self, quiz: Quiz) -> dict[int, list[int]]:
        """All right, but the last few questions."""
        right = max(0, len(self.asked) - quiz.slips)
        found = {}
        for place, question in enumerate(self.asked):
            good = place < right
            picked = [c["id"] for c in question["choices"] if c["correct"] == good]
            found[question["id"]] = picked if good else picked[:1]
        return found


@dataclass(frozen=True)
class TrackWorld:
    version: TrackVersion
    modules: list[ModuleWorld]
    competencies: list[Competency]

    @classmethod
    def of(cls, version: TrackVersion) -> "TrackWorld":
        competencies = Competency.objects.filter(block__qualification=version.qualification)
        modules = [_module_world(module) for module in version.modules.all()]
        return cls(version, modules, list(competencies))

    @property
    def shape(self) -> TrackShape:
        return TrackShape(
            modules=len(self.modules),
            with_content=tuple(
                ModuleShape(place, len(world.lessons), len(world.criteria))
                for place, world in enumerate(self.modules)
                if world.assignment and world.asked
            ),
            competencies=len(self.competencies),
        )


def _module_world(module: Module) -> ModuleWorld:
    assignment = Assignment.objects.filter(module=module).select_related("rubric", "module").first()
    return ModuleWorld(
        module=module,
        lessons=[link.lesson for link in module.module_lessons.select_related("lesson")],
        asked=questions_asked(module),
        assignment=assignment,
        criteria=list(assignment.rubric.criteria.all()) if assignment else [],
    )


@dataclass
class World:
    lead: Membership
    trainer: Membership
    employer: Membership
    funder: Organisation
    practices: list[Organisation]
    tracks: dict[str, TrackWorld]
    cohorts: dict[int, Cohort] = field(default_factory=dict)

    @property
    def shapes(self) -> dict[str, TrackShape]:
        return {code: world.shape for code, world in self.tracks.items()}

    def open_cohort(self, facts: CohortFacts) -> Cohort:
        cohort = self.cohorts[facts.number] = create_cohort(
            actor=self.lead,
            title=facts.title,
            track_version=self.tracks[facts.track].version,
            starts_on=facts.starts_on,
            ends_on=facts.ends_on,
            now=facts.opened_at,
        )
        # A cohort from before measured time: the expected hours are known without a clock.
        cohort.distance_rule = DistanceRule.DECLARED
        cohort.save(update_fields=["distance_rule"])
        name_contact(
            actor=self.lead, cohort=cohort, module=None, contact=self.trainer, promised_days=2,
            words="Je réponds ici.", form_key=f"contact-{facts.number}", now=facts.opened_at,
        )  # fmt: skip
        write_to_cohort(
            actor=self.lead, cohort=cohort, modules=list(cohort.track_version.modules.all()),
            text="Posez vos questions ici.", form_key=f"message-{facts.number}",
            now=facts.opened_at,
        )  # fmt: skip
        return cohort


def published_tracks() -> dict[str, TrackVersion]:
    found = newest_versions().filter(track__code__in=TRACKS).select_related("qualification")
    return {version.track.code: version for version in found.select_related("track")}


def build_world(learners: int, tracks: dict[str, TrackVersion], today: date) -> World:
    """The training body with its staff, a practice for every five learners, one funder."""
    start = first_monday(today) - timedelta(days=200)
    now = timezone.make_aware(datetime.combine(start, datetime.min.time()))
    lead = open_site(
        email="responsable@livret.example", first_name="Claire", last_name="Mesure",
        password="livret-mesure", training_body="Organisme mesuré", city="Ville-Mesure",
        now=now, today=start,
    )  # fmt: skip

    def place(name: str, kind: OrganisationKind) -> Organisation:
        return create_organisation(actor=lead, name=name, kind=kind, city="Ville-Mesure", now=now)

    def member(name: str, organisation: Organisation, role: Role) -> Membership:
        account = create_account(
            email=f"{name}@livret.example", first_name=name.title(), last_name="Mesure",
            password=None,
        )  # fmt: skip
        return add_membership(
            actor=lead, user=account, organisation=organisation, role=role, start=start, now=now
        )

    practices = [
        place(f"Cabinet mesuré {number + 1}", OrganisationKind.PRACTICE)
        for number in range(-(-learners // PRACTICE_SIZE))
    ]
    return World(
        lead=lead,
        trainer=member("formateur", lead.organisation, Role.TRAINER),
        employer=member("employeur", practices[0], Role.EMPLOYER),
        funder=place("Financeur mesuré", OrganisationKind.FUNDER),
        practices=practices,
        tracks={code: TrackWorld.of(version) for code, version in tracks.items()},
    )
