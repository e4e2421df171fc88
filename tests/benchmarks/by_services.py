"""The plan, made to happen one act at a time through the services."""

from assessments.services import hand_in, record_grade, submit_quiz
from curricula.enums import BudgetCategory, CarerDiploma
from people.enums import Role
from people.models import Membership
from people.services import create_account
from portfolio.enums import Audience, DayKind
from portfolio.rules.entry import WrittenEntry
from portfolio.rules.hours import WrittenDay, WrittenHours
from portfolio.services import (
    add_entry,
    issue_module_attestation,
    open_week,
    return_week,
    revoke_attestation,
    save_hours,
    sign_week,
    submit_week,
)
from tests.benchmarks.plan import (
    RETURN_COMMENT,
    REVOCATION,
    CohortFacts,
    Entry,
    ModuleWork,
    Person,
    Session,
    Week,
    days_of,
)
from tests.benchmarks.world import ModuleWorld, World
from training.enums import DiplomaSeen
from training.models import Cohort, Enrolment
from training.services import enrol, read_lesson, record_session
from training.services.rights import SeenDiploma


def live(world: World, facts: CohortFacts) -> None:
    """A cohort from its first day to today."""
    cohort = world.open_cohort(facts)
    enrolments = [_enrol(world, cohort, person) for person in facts.people]
    for session in facts.sessions:
        _hold(world, cohort, facts.track, session, enrolments)
    for person, enrolment in zip(facts.people, enrolments, strict=True):
        learner = Membership.objects.get(
            user=enrolment.learner, organisation=enrolment.practice, role=Role.LEARNER
        )
        for work in person.modules:
            _work(world, enrolment, learner, world.tracks[facts.track].modules[work.place], work)
        for week in person.weeks:
            _week(world, enrolment, learner, facts.track, week)


def _enrol(world: World, cohort: Cohort, person: Person) -> Enrolment:
    user = create_account(
        email=person.email, first_name=person.first_name, last_name=person.last_name, password=None
    )
    return enrol(
        actor=world.lead,
        cohort=cohort,
        learner=user,
        practice=world.practices[person.practice],
        funder=world.funder if person.funded else None,
        recruited_on=person.recruited_on,
        diploma=_diploma(cohort, person),
        now=person.enrolled_at,
    )


def _diploma(cohort: Cohort, person: Person) -> SeenDiploma | None:
    if not cohort.track_version.track.for_carers:
        return None
    return SeenDiploma(CarerDiploma.CARE_ASSISTANT, person.recruited_on, DiplomaSeen.ORIGINAL)


def _hold(
    world: World, cohort: Cohort, track: str, session: Session, enrolments: list[Enrolment]
) -> None:
    present = [e for place, e in enumerate(enrolments) if place != session.absent]
    record_session(
        actor=world.trainer,
        cohort=cohort,
        module=world.tracks[track].modules[session.place].module,
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        present=present,
        form_key=session.key,
        now=session.ends_at,
        category=BudgetCategory.IN_PERSON,
        close_anyway=True,
    )


def _work(
    world: World, enrolment: Enrolment, learner: Membership, place: ModuleWorld, work: ModuleWork
) -> None:
    common = {"actor": learner, "enrolment": enrolment}
    for lesson, at in zip(place.lessons, work.read_at, strict=False):
        read_lesson(**common, module=place.module, lesson=lesson, now=at)
    for quiz in work.quizzes:
        submit_quiz(
            **common,
            module=place.module,
            answers=place.answers(quiz),
            form_key=quiz.key,
            now=quiz.at,
        )
    if work.synthesis:
        submission = hand_in(
            **common,
            assignment=place.assignment,
            text=work.synthesis.text,
            version=0,
            now=work.synthesis.at,
        )
        if grade := work.synthesis.grade:
            record_grade(
                actor=world.trainer,
                submission=submission,
                scores={c.pk: n for c, n in zip(place.criteria, grade.levels, strict=True)},
                comment=grade.comment,
                form_key=grade.key,
                now=grade.at,
            )
    if work.attested_at:
        attestation = issue_module_attestation(
            actor=world.lead, enrolment=enrolment, module=place.module, now=work.attested_at
        )
        if work.revoked_at:
            revoke_attestation(
                actor=world.lead, attestation=attestation, reason=REVOCATION, now=work.revoked_at
            )


def _week(world: World, enrolment: Enrolment, learner: Membership, track: str, facts: Week) -> None:
    year, number, _ = facts.monday.isocalendar()
    week = open_week(
        actor=learner, enrolment=enrolment, iso_year=year, iso_week=number,
        now=facts.entries[0].at,
    )  # fmt: skip
    for entry in facts.entries:
        _entry(world, learner, track, week, entry)
    week.refresh_from_db()
    week = save_hours(
        actor=learner, week=week, version=week.version, now=facts.saved_at,
        hours=WrittenHours(tuple(
            WrittenDay(day, DayKind.WORKED, minutes, enrolment.practice_id)
            for day, minutes in days_of(facts)
        )),
    )  # fmt: skip
    week = submit_week(actor=learner, week=week, version=week.version, now=facts.submitted_at)
    answer = {
        "actor": world.trainer, "week": week, "version": week.version, "now": facts.answered_at,
    }  # fmt: skip
    if facts.answer == "signed":
        sign_week(**answer)
    elif facts.answer == "returned":
        return_week(**answer, comment=RETURN_COMMENT)


def _entry(world: World, learner: Membership, track: str, week, entry: Entry) -> None:
    competencies = world.tracks[track].competencies
    add_entry(
        actor=learner,
        week=week,
        written=WrittenEntry(
            day=entry.day,
            kind=entry.kind,
            text=entry.text,
            claims={competencies[place].pk: None for place in entry.competencies},
            audience=Audience.TRAINING,
        ),
        form_key=entry.key,
        now=entry.at,
    )
