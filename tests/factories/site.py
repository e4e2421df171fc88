"""A whole small site: a training body, a practice, a funder, and learners who have done things."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from assessments.queries import questions_asked
from assessments.services import submit_quiz
from curricula.models import Module
from people.enums import OrganisationKind, Role
from people.models import Membership, Organisation
from portfolio.enums import EntryKind, WeekState
from portfolio.models import LogbookEntry, LogbookWeek, ModuleAttestation, WeekEvent
from records.enums import DocumentKind
from records.models import Document
from tests.factories.assessments import Desk, grade_factory, handed_in_factory, learner_of
from tests.factories.assistance import contact_factory
from tests.factories.curricula import module_factory
from tests.factories.people import membership_factory, organisation_factory
from tests.factories.training import cohort_factory, enrolment_factory
from training.enums import HoursCategory, HoursState
from training.models import Cohort, Enrolment
from training.services import read_lesson, record_session

numbers = count(1)
NOW = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)
TODAY = date(2027, 3, 4)


@dataclass
class Site:
    """Who is there; `modules` has two with lessons and one without any content."""

    cohort: Cohort
    modules: list[Module]
    practice: Organisation
    funder: Organisation
    staff: dict[Role, Membership]
    employer: Membership
    payer: Membership
    juror: Membership
    enrolments: list[Enrolment] = field(default_factory=list)

    @property
    def body(self) -> Organisation:
        return self.cohort.organisation

    @property
    def learner(self) -> Membership:
        return learner_of(self.enrolments[0])

    def member(self, role: Role) -> Membership:
        """The one who holds a role."""
        return {
            Role.LEARNER: self.learner if self.enrolments else None,
            Role.EMPLOYER: self.employer,
            Role.FUNDER: self.payer,
            Role.JUROR: self.juror,
            **self.staff,
        }[role]


def site_factory(learners: int = 1) -> Site:
    first = module_factory(title="Accueillir")
    modules = [
        first,
        module_factory(first.track_version, title="Partager"),
        module_factory(first.track_version, lessons=0, assignment=False, title="À venir"),
    ]
    cohort = cohort_factory(track_version=first.track_version)
    practice = organisation_factory(OrganisationKind.PRACTICE)
    funder = organisation_factory(OrganisationKind.FUNDER)
    roles = (Role.TRAINER, Role.COMPANION, Role.LEAD, Role.ADMIN)
    site = Site(
        cohort=cohort,
        modules=modules,
        practice=practice,
        funder=funder,
        staff={role: membership_factory(role, cohort.organisation) for role in roles},
        employer=membership_factory(Role.EMPLOYER, practice),
        payer=membership_factory(Role.FUNDER, funder),
        juror=membership_factory(Role.JUROR),
    )
    contact_factory(cohort, site.staff[Role.TRAINER])
    for _ in range(learners):
        add_learner(site)
    return site


def add_learner(site: Site) -> Enrolment:
    """Somebody with hours, a signed week and a waiting one, two copies, an attestation."""
    enrolment = enrolment_factory(site.cohort, practice=site.practice, funder=site.funder)
    site.enrolments.append(enrolment)
    study(site, enrolment)
    write_weeks(site, enrolment)
    attest(site, enrolment, site.modules[0])
    return enrolment


def study(site: Site, enrolment: Enrolment) -> None:
    """A session, the lessons and the quiz of the first module, one lesson of the second."""
    actor, trainer = learner_of(enrolment), site.staff[Role.TRAINER]
    first, second, _ = site.modules
    start = NOW - timedelta(days=40 + next(numbers))
    record_session(
        actor=trainer,
        cohort=site.cohort,
        module=first,
        title="Accueil et secret",
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        present=[enrolment],
        form_key=f"seance-{next(numbers)}",
        now=NOW,
        close_anyway=True,
    )
    for module, lessons in ((first, first.lessons.all()), (second, second.lessons.all()[:1])):
        for lesson in lessons:
            read_lesson(actor=actor, enrolment=enrolment, module=module, lesson=lesson, now=NOW)
    asked = questions_asked(first)
    submit_quiz(
        actor=actor,
        enrolment=enrolment,
        module=first,
        answers={q["id"]: [c["id"] for c in q["choices"] if c["correct"]] for q in asked},
        form_key=f"quiz-{next(numbers)}",
        now=NOW,
    )
    desks = [Desk(module, site.cohort, enrolment, actor, trainer) for module in (first, second)]
    submissions = [handed_in_factory(desk, at=NOW - timedelta(days=2)) for desk in desks]
    grade_factory(desks[0], submissions[0], 2, now=NOW - timedelta(days=1))


def write_weeks(site: Site, enrolment: Enrolment) -> None:
    """Week 7 is signed with a situation, week 8 waits."""
    trainer = site.staff[Role.TRAINER]
    for number, state in ((7, WeekState.SIGNED), (8, WeekState.SUBMITTED)):
        week = LogbookWeek.objects.create(
            enrolment=enrolment,
            iso_year=2027,
            iso_week=number,
            state=state,
            version=2 if state == WeekState.SIGNED else 1,
            submitted_at=NOW - timedelta(days=5),
        )
        entry = LogbookEntry.objects.create(
            week=week,
            practice=enrolment.practice,
            day=date.fromisocalendar(2027, number, 2),
            kind=EntryKind.PRACTICE,
            text="J’ai installé une personne.",
            form_key=f"situation-{next(numbers)}",
            written_at=NOW,
        )
        first = enrolment.qualification.blocks.first().competencies.first()
        entry.competencies.add(first)
        if state == WeekState.SIGNED:
            WeekEvent.objects.create(week=week, state=state, version=2, actor=trainer, at=NOW)
            enrolment.hours_entries.create(
                category=HoursCategory.PRACTICE,
                state=HoursState.ACCEPTED,
                minutes=420,
                occurred_on=entry.day,
                label="Semaine visée",
                source_key=f"portfolio.week:{week.pk}:v1",
                posted_by=trainer,
                posted_at=NOW,
            )


def attest(site: Site, enrolment: Enrolment, module: Module) -> ModuleAttestation:
    """An attestation in force, without its file."""
    number = next(numbers)
    document = Document.objects.create(
        code=f"LVT-TEST-{number:04}",
        kind=DocumentKind.MODULE_ATTESTATION,
        source_key=f"attestation:{enrolment.pk}:{module.pk}",
        title=module.title,
        holder=enrolment.learner,
        issuer=site.body,
        issued_at=NOW,
        content={},
        pdf="documents/essai.pdf",
        sha256="0" * 64,
        renderer="essai",
    )
    document.shared_with.add(enrolment.practice)
    return ModuleAttestation.objects.create(enrolment=enrolment, module=module, document=document)
