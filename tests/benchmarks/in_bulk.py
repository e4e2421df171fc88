"""The plan, written as the rows that the services would have left."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from curricula.enums import CarerDiploma
from people.models import Membership, User
from portfolio.models import EntryClaim, LogbookEntry, LogbookWeek, WeekDay, WeekEvent
from portfolio.rules.weeks import week_label, week_of
from tests.benchmarks.book import Book
from tests.benchmarks.module_rows import Learner, ModuleRows
from tests.benchmarks.plan import (
    RETURN_COMMENT,
    CohortFacts,
    Entry,
    Person,
    Session,
    Week,
    days_of,
)
from tests.benchmarks.world import ModuleWorld, World
from training.enums import DiplomaSeen
from training.models import (
    Attendance,
    CheckedDiploma,
    Cohort,
    Enrolment,
    HeldInterval,
    HoursEntry,
    TrainingSession,
)
from training.rules.regimes import proposed_regime


class Scribe:
    """Writes cohorts, one after the other, into a book of rows."""

    def __init__(self, world: World, book: Book) -> None:
        self.world, self.book = world, book
        self.modules = ModuleRows(world, book)
        self.password = make_password(None)

    def live(self, facts: CohortFacts) -> None:
        cohort = self.world.open_cohort(facts)
        learners = [self.enrol(cohort, person) for person in facts.people]
        modules = self.world.tracks[facts.track].modules
        for session in facts.sessions:
            self.hold(cohort, modules[session.place], session, learners)
        for learner in learners:
            for work in learner.person.modules:
                self.modules.work(learner, modules[work.place], work)
            for week in learner.person.weeks:
                self.week(learner, facts.track, week)
        self.book.write()

    def enrol(self, cohort: Cohort, person: Person) -> Learner:
        book, world, lead, at = self.book, self.world, self.world.lead.pk, person.enrolled_at
        practice = world.practices[person.practice].pk
        user = book.add(
            User, email=person.email, first_name=person.first_name, last_name=person.last_name,
            password=self.password,
        )  # fmt: skip
        book.add(EmailAddress, user_id=user, email=person.email, primary=True, verified=True)
        membership = book.add(
            Membership, user_id=user, organisation_id=practice, role="learner",
            start=person.recruited_on,
        )  # fmt: skip
        enrolment = book.add(
            Enrolment, learner_id=user, practice_id=practice, cohort_id=cohort.pk,
            funder_id=world.funder.pk if person.funded else None,
            track_version_id=cohort.track_version_id,
            qualification_id=cohort.track_version.qualification_id,
            recruited_on=person.recruited_on, enrolled_at=at,
            regime=proposed_regime(cohort.track_version.track.for_carers, person.recruited_on).code,
        )  # fmt: skip
        book.audit(lead, "people.membership.added", Membership, membership, at, role="learner")
        if cohort.track_version.track.for_carers:
            diploma = book.add(
                CheckedDiploma, enrolment_id=enrolment, diploma=CarerDiploma.CARE_ASSISTANT,
                obtained_on=person.recruited_on, seen_as=DiplomaSeen.ORIGINAL, seen_by_id=lead,
                seen_at=at,
            )  # fmt: skip
            book.audit(lead, "training.diploma.checked", CheckedDiploma, diploma, at)
        book.audit(lead, "training.enrolment.made", Enrolment, enrolment, at, cohort=cohort.pk)
        return Learner(person, user, membership, enrolment, practice)

    def hold(
        self, cohort: Cohort, place: ModuleWorld, facts: Session, learners: list[Learner]
    ) -> None:
        book, trainer, module = self.book, self.world.trainer.pk, place.module.pk
        minutes = (facts.ends_at - facts.starts_at) // timedelta(minutes=1)
        session = book.add(
            TrainingSession, cohort_id=cohort.pk, module_id=module, title=facts.title,
            starts_at=facts.starts_at, ends_at=facts.ends_at, trainer_id=trainer,
            recorded_at=facts.ends_at, form_key=facts.key, category="in_person",
        )  # fmt: skip
        held_on = timezone.localdate(facts.starts_at)
        present = [one for number, one in enumerate(learners) if number != facts.absent]
        for learner in present:
            one = learner.enrolment
            self.mark(session, one, facts, minutes=minutes)
            book.add(
                HeldInterval, learner_id=learner.user, label=facts.title,
                starts_at=facts.starts_at, ends_at=facts.ends_at,
                source_key=f"training.session:{session}:{one}",
            )  # fmt: skip
            self.hours(
                learner, module_id=module, category="session", budget="in_person", minutes=minutes,
                occurred_on=held_on, label=facts.title, posted_at=facts.ends_at,
                source_key=f"training.session:{session}:{one}",
            )  # fmt: skip
        if 0 <= facts.absent < len(learners):
            away = learners[facts.absent].enrolment
            self.mark(session, away, facts, minutes=0, presence="absent")
        book.audit(
            trainer, "training.session.recorded", TrainingSession, session, facts.ends_at,
            present=len(present),
        )  # fmt: skip

    def mark(self, session: int, enrolment: int, facts: Session, **mark: Any) -> None:
        self.book.add(
            Attendance, session_id=session, enrolment_id=enrolment, marked_at=facts.ends_at,
            marked_by_id=self.world.trainer.pk, **mark,
        )  # fmt: skip

    def hours(self, learner: Learner, **line: Any) -> None:
        self.book.add(
            HoursEntry, enrolment_id=learner.enrolment, state="accepted",
            posted_by_id=self.world.trainer.pk, **line,
        )  # fmt: skip

    def week(self, learner: Learner, track: str, facts: Week) -> None:
        book, actor, iso = self.book, learner.membership, week_of(facts.monday)
        handed_in = 1 + len(facts.entries) + 2  # opened, situations, hours, handed in
        week = book.add(
            LogbookWeek, enrolment_id=learner.enrolment, iso_year=iso.year,
            iso_week=iso.number, practice_minutes=facts.minutes,
            state=facts.answer or "submitted", submitted_at=facts.submitted_at,
            version=handed_in + bool(facts.answer),
        )  # fmt: skip
        book.audit(actor, "portfolio.week.opened", LogbookWeek, week, facts.entries[0].at)
        for entry in facts.entries:
            self.entry(learner, track, week, entry)
        for day, minutes in days_of(facts):
            book.add(
                WeekDay, week_id=week, day=day, kind="worked", minutes=minutes,
                practice_id=learner.practice,
            )  # fmt: skip
        book.audit(
            actor, "portfolio.week.hours_saved", LogbookWeek, week, facts.saved_at,
            minutes=facts.minutes,
        )  # fmt: skip
        self.week_event(actor, week, "submitted", handed_in, facts.submitted_at)
        if facts.answer:
            self.answer(learner, week, facts, handed_in)

    def answer(self, learner: Learner, week: int, facts: Week, handed_in: int) -> None:
        signed, at = facts.answer == "signed", facts.answered_at
        comment = "" if signed else RETURN_COMMENT
        self.week_event(self.world.trainer.pk, week, facts.answer, handed_in + 1, at, comment)
        practice = self.world.practices[learner.person.practice]
        if signed:
            self.hours(
                learner, category="practice", minutes=facts.minutes, posted_at=at,
                occurred_on=facts.monday + timedelta(days=4),
                label=f"Livret, semaine {week_label(week_of(facts.monday))}, {practice.name}",
                source_key=f"portfolio.week:{week}:{practice.pk}:v{handed_in}",
            )  # fmt: skip

    def week_event(
        self, actor: int, week: int, state: str, version: int, at: datetime, comment: str = ""
    ) -> None:
        self.book.add(
            WeekEvent, week_id=week, state=state, version=version, actor_id=actor, at=at,
            comment=comment,
        )  # fmt: skip
        verb = f"portfolio.week.{state}"
        self.book.audit(actor, verb, LogbookWeek, week, at, version=version)

    def entry(self, learner: Learner, track: str, week: int, facts: Entry) -> None:
        entry = self.book.add(
            LogbookEntry, week_id=week, day=facts.day, kind=facts.kind, text=facts.text,
            form_key=facts.key, written_at=facts.at, practice_id=learner.practice,
        )  # fmt: skip
        competencies = self.world.tracks[track].competencies
        for place in facts.competencies:
            self.book.add(EntryClaim, entry_id=entry, competency_id=competencies[place].pk)
        self.book.audit(
            learner.membership, "portfolio.entry.added", LogbookEntry, entry, facts.at, week=week,
            audience="training",
        )  # fmt: skip


def write_all(world: World, cohorts: Iterable[CohortFacts]) -> Iterator[int]:
    """Write the cohorts; yields how many rows are written so far after each."""
    book = Book()
    scribe = Scribe(world, book)
    for facts in cohorts:
        scribe.live(facts)
        yield book.written
    book.close()
