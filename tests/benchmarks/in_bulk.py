"""The plan, written as the rows that the services would have left."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from assessments.models import GradeChange, QuizAttempt, Submission
from assessments.rules import quiz as quiz_rules
from assessments.rules import rubric as rubric_rules
from people.models import Membership, User
from portfolio.models import LogbookEntry, LogbookWeek, ModuleAttestation, WeekEvent
from portfolio.rules.weeks import week_label, week_of
from portfolio.services.attestation import IS_NOT, STATEMENT
from records.models import Document, DocumentEvent
from records.rules.codes import ALPHABET, LENGTH, make_code
from records.services.rendering import RENDERER
from tests.benchmarks.book import Book, DocumentShare, EntryCompetency
from tests.benchmarks.plan import (
    RETURN_COMMENT,
    REVOCATION,
    CohortFacts,
    Entry,
    ModuleWork,
    Person,
    Quiz,
    Session,
    Week,
)
from tests.benchmarks.world import ModuleWorld, World
from training.models import (
    Attendance,
    Cohort,
    Enrolment,
    EvaluationDone,
    HoursEntry,
    LessonRead,
    TrainingSession,
)

PDF = b"%PDF-1.7\n% Un seul fichier pour tous les documents de la mesure.\n%%EOF\n"
SCATTER = 0x5DEECE66D  # odd, so that no two numbers meet


class Learner(NamedTuple):
    """A person of the plan once enrolled."""

    person: Person
    user: User
    membership: Membership
    enrolment: Enrolment


class Scribe:
    """Writes cohorts, one after the other, into a book of rows."""

    def __init__(self, world: World, book: Book) -> None:
        self.world, self.book = world, book
        self.codes = (_code(number) for number in count())
        self.password = make_password(None)
        self.pdf = storages["private"].save("documents/mesure.pdf", ContentFile(PDF))
        self.sha256 = hashlib.sha256(PDF).hexdigest()

    def live(self, facts: CohortFacts) -> None:
        cohort = self.world.open_cohort(facts)
        learners = [self._enrol(cohort, person) for person in facts.people]
        modules = self.world.tracks[facts.track].modules
        for session in facts.sessions:
            self._hold(cohort, modules[session.place], session, learners)
        for learner in learners:
            for work in learner.person.modules:
                self._work(learner, modules[work.place], work)
            for week in learner.person.weeks:
                self._week(learner, facts.track, week)
        self.book.write()

    # --- Enrolment and sessions -------------------------------------------------------------------

    def _enrol(self, cohort: Cohort, person: Person) -> Learner:
        book, world, lead = self.book, self.world, self.world.lead.pk
        user = book.add(
            User, email=person.email, first_name=person.first_name, last_name=person.last_name,
            password=self.password,
        )  # fmt: skip
        book.add(EmailAddress, user_id=user.pk, email=user.email, primary=True, verified=True)
        practice = world.practices[person.practice]
        membership = book.add(
            Membership, user_id=user.pk, organisation_id=practice.pk, role="learner",
            start=person.recruited_on,
        )  # fmt: skip
        enrolment = book.add(
            Enrolment, learner_id=user.pk, practice_id=practice.pk, cohort_id=cohort.pk,
            funder_id=world.funder.pk if person.funded else None,
            track_version_id=cohort.track_version_id,
            qualification_id=cohort.track_version.qualification_id,
            recruited_on=person.recruited_on, enrolled_at=person.enrolled_at,
        )  # fmt: skip
        at = person.enrolled_at
        book.audit(lead, "people.membership.added", membership, at, role="learner")
        book.audit(lead, "training.enrolment.made", enrolment, at, cohort=cohort.pk)
        return Learner(person, user, membership, enrolment)

    def _hold(
        self, cohort: Cohort, place: ModuleWorld, facts: Session, learners: list[Learner]
    ) -> None:
        book, trainer = self.book, self.world.trainer.pk
        minutes = (facts.ends_at - facts.starts_at) // timedelta(minutes=1)
        session = book.add(
            TrainingSession, cohort_id=cohort.pk, module_id=place.module.pk, title=facts.title,
            starts_at=facts.starts_at, ends_at=facts.ends_at, trainer_id=trainer,
            recorded_at=facts.ends_at, form_key=facts.key,
        )  # fmt: skip
        present = [one for number, one in enumerate(learners) if number != facts.absent]
        for learner in present:
            enrolment = learner.enrolment.pk
            book.add(Attendance, session_id=session.pk, enrolment_id=enrolment, minutes=minutes)
            self._hours(
                enrolment, trainer, f"training.session:{session.pk}:{enrolment}", facts.ends_at,
                module_id=place.module.pk, category="session", state="accepted", minutes=minutes,
                occurred_on=timezone.localdate(facts.starts_at), label=facts.title,
            )  # fmt: skip
        book.audit(
            trainer, "training.session.recorded", session, facts.ends_at, present=len(present)
        )

    def _hours(self, enrolment: int, actor: int, key: str, at: datetime, **line: Any) -> None:
        self.book.add(
            HoursEntry, enrolment_id=enrolment, posted_by_id=actor, source_key=key, posted_at=at,
            **line,
        )  # fmt: skip

    # --- Modules ----------------------------------------------------------------------------------

    def _work(self, learner: Learner, place: ModuleWorld, work: ModuleWork) -> None:
        lines = [
            self._read(learner, place, lesson, at)
            for lesson, at in zip(place.lessons, work.read_at, strict=False)
        ]
        best: tuple[Quiz, quiz_rules.Score] | None = None
        for quiz in work.quizzes:
            score = self._answer(learner, place, quiz)
            if best is None or (score.passed, score.points) >= (best[1].passed, best[1].points):
                best = quiz, score
            if score.passed:
                self._close(learner, place, lines, quiz.at)
                lines = []
        points = self._write(learner, place, work)
        if work.attested_at:
            self._attest(learner, place, work, best, points)

    def _read(self, learner: Learner, place: ModuleWorld, lesson: Any, at: datetime) -> dict:
        enrolment, actor = learner.enrolment.pk, learner.membership.pk
        reading = self.book.add(
            LessonRead, enrolment_id=enrolment, lesson_id=lesson.pk, module_id=place.module.pk,
            revision_id=lesson.live_revision_id, read_at=at,
        )  # fmt: skip
        line = {
            "key": f"training.lesson:{enrolment}:{lesson.pk}", "module_id": place.module.pk,
            "category": "distance", "minutes": lesson.minutes,
            "occurred_on": timezone.localdate(at), "label": lesson.title,
        }  # fmt: skip
        self._hours(enrolment, actor, at=at, state="submitted", **line)
        self.book.audit(actor, "training.lesson.read", reading, at, lesson=lesson.code)
        return line

    def _answer(self, learner: Learner, place: ModuleWorld, quiz: Quiz) -> quiz_rules.Score:
        given = {str(question): sorted(picked) for question, picked in place.answers(quiz).items()}
        score = quiz_rules.score(place.asked, given)
        attempt = self.book.add(
            QuizAttempt, enrolment_id=learner.enrolment.pk, module_id=place.module.pk,
            form_key=quiz.key, asked=place.asked, answers=given, submitted_at=quiz.at,
            **score._asdict(),
        )  # fmt: skip
        actor = learner.membership.pk
        self.book.audit(actor, "assessments.quiz.submitted", attempt, quiz.at, **score._asdict())
        return score

    def _close(self, learner: Learner, place: ModuleWorld, lines: list[dict], at: datetime) -> None:
        """The quiz is passed: the minutes of the lessons read are accepted."""
        actor = learner.membership.pk
        for line in lines:
            self._hours(learner.enrolment.pk, actor, at=at, state="accepted", **line)
        self._evaluate(learner, place, actor, "quiz", at)

    def _evaluate(
        self, learner: Learner, place: ModuleWorld, actor: int, kind: str, at: datetime
    ) -> None:
        key = f"assessments.{kind}:{learner.enrolment.pk}:{place.module.pk}"
        done = self.book.add(
            EvaluationDone, enrolment_id=learner.enrolment.pk, module_id=place.module.pk,
            kind=kind, source_key=key, done_at=at,
        )  # fmt: skip
        self.book.audit(actor, "training.evaluation.done", done, at, kind=kind)

    def _write(self, learner: Learner, place: ModuleWorld, work: ModuleWork) -> tuple[int, int]:
        if not (facts := work.synthesis):
            return 0, 0
        book, trainer, graded = self.book, self.world.trainer.pk, facts.grade is not None
        submission = book.add(
            Submission, enrolment_id=learner.enrolment.pk, assignment_id=place.assignment.pk,
            attempt=1, text=facts.text, state="graded" if graded else "submitted",
            version=2 if graded else 1, saved_at=facts.at, submitted_at=facts.at,
        )  # fmt: skip
        actor = learner.membership.pk
        book.audit(actor, "assessments.synthesis.handed_in", submission, facts.at, attempt=1)
        if not graded:
            return 0, 0
        scores = {c.pk: n for c, n in zip(place.criteria, facts.grade.levels, strict=True)}
        points, out_of = rubric_rules.points(scores), rubric_rules.maximum(len(scores))
        grade = book.add(
            GradeChange, submission_id=submission.pk, points=points, out_of=out_of,
            scores={str(criterion): level for criterion, level in scores.items()},
            passed=rubric_rules.passed(points, out_of), comment=facts.grade.comment,
            graded_by_id=trainer, graded_at=facts.grade.at, form_key=facts.grade.key,
        )  # fmt: skip
        at = facts.grade.at
        book.audit(trainer, "assessments.grade.recorded", grade, at, points=points, out_of=out_of)
        if grade.passed:
            self._evaluate(learner, place, trainer, "synthesis", at)
        return points, out_of

    # --- Attestations -----------------------------------------------------------------------------

    def _attest(
        self, learner: Learner, place: ModuleWorld, work: ModuleWork,
        best: tuple[Quiz, quiz_rules.Score], points: tuple[int, int],
    ) -> None:  # fmt: skip
        book, lead, at = self.book, self.world.lead, work.attested_at
        title = f"Attestation de module : {place.module.title}"
        document = book.add(
            Document, code=next(self.codes), kind="module_attestation", title=title,
            source_key=f"portfolio.module:{learner.enrolment.pk}:{place.module.pk}",
            holder_id=learner.user.pk, issuer_id=lead.organisation_id, issued_at=at,
            content={"title": title, **self._content(learner, place, work, best, points)},
            pdf=self.pdf, sha256=self.sha256, renderer=RENDERER,
            state="revoked" if work.revoked_at else "in_force",
        )  # fmt: skip
        practice = learner.enrolment.practice_id
        book.add(DocumentShare, document_id=document.pk, organisation_id=practice)
        book.add(DocumentEvent, document_id=document.pk, state="in_force", at=at, actor_id=lead.pk)
        attestation = book.add(
            ModuleAttestation, enrolment_id=learner.enrolment.pk, module_id=place.module.pk,
            document_id=document.pk,
        )  # fmt: skip
        code = document.code
        book.audit(lead.pk, "records.document.issued", document, at, code=code, kind=document.kind)
        book.audit(lead.pk, "portfolio.attestation.issued", attestation, at, document=code)
        if at := work.revoked_at:
            book.add(
                DocumentEvent, document_id=document.pk, state="revoked", at=at, actor_id=lead.pk,
                reason=REVOCATION,
            )  # fmt: skip
            book.audit(lead.pk, "records.document.revoked", document, at, code=code)
            book.audit(lead.pk, "portfolio.attestation.revoked", attestation, at, document=code)

    def _content(
        self, learner: Learner, place: ModuleWorld, work: ModuleWork,
        best: tuple[Quiz, quiz_rules.Score], points: tuple[int, int],
    ) -> dict[str, Any]:  # fmt: skip
        body, version = self.world.lead.organisation, place.module.track_version
        quiz, score = best
        return {
            "holder_name": str(learner.user),
            "organisation": body.name,
            "city": body.city,
            "module": place.module.title,
            "module_minutes": place.module.minutes,
            "track": str(version),
            "reference": str(version.qualification),
            "reference_note": version.qualification.status_note,
            "lessons": [
                {"title": lesson.title, "read_on": _day(at)}
                for lesson, at in zip(place.lessons, work.read_at, strict=True)
            ],
            "quiz": {
                "points": score.points, "out_of": score.out_of, "passed_on": _day(quiz.at),
            },
            "synthesis": {
                "title": place.assignment.title, "points": points[0], "out_of": points[1],
                "graded_on": _day(work.synthesis.grade.at),
            },
            "issued_by": str(self.world.lead.user),
            "issued_on": _day(work.attested_at),
            "statement": STATEMENT,
            "is_not": IS_NOT,
        }  # fmt: skip

    # --- Livret -----------------------------------------------------------------------------------

    def _week(self, learner: Learner, track: str, facts: Week) -> None:
        book, actor = self.book, learner.membership.pk
        iso = week_of(facts.monday)
        handed_in = 1 + len(facts.entries) + 2  # opened, situations, hours, handed in
        week = book.add(
            LogbookWeek, enrolment_id=learner.enrolment.pk, iso_year=iso.year,
            iso_week=iso.number, practice_minutes=facts.minutes,
            state=facts.answer or "submitted", submitted_at=facts.submitted_at,
            version=handed_in + bool(facts.answer),
        )  # fmt: skip
        book.audit(actor, "portfolio.week.opened", week, facts.entries[0].at)
        for entry in facts.entries:
            self._entry(actor, track, week, entry)
        book.audit(actor, "portfolio.week.hours_saved", week, facts.saved_at, minutes=facts.minutes)
        self._week_event(actor, week, "submitted", handed_in, facts.submitted_at)
        if facts.answer:
            self._answer_week(learner, week, facts, handed_in)

    def _answer_week(
        self, learner: Learner, week: LogbookWeek, facts: Week, handed_in: int
    ) -> None:
        trainer, signed = self.world.trainer.pk, facts.answer == "signed"
        comment = "" if signed else RETURN_COMMENT
        self._week_event(trainer, week, facts.answer, week.version, facts.answered_at, comment)
        if signed:
            self._hours(
                learner.enrolment.pk, trainer, f"portfolio.week:{week.pk}:v{handed_in}",
                facts.answered_at, category="practice", state="accepted", minutes=facts.minutes,
                occurred_on=facts.monday + timedelta(days=4),
                label=f"Livret, semaine {week_label(week_of(facts.monday))}",
            )  # fmt: skip

    def _week_event(
        self, actor: int, week: LogbookWeek, state: str, version: int, at: datetime,
        comment: str = "",
    ) -> None:  # fmt: skip
        self.book.add(
            WeekEvent, week_id=week.pk, state=state, version=version, actor_id=actor, at=at,
            comment=comment,
        )  # fmt: skip
        self.book.audit(actor, f"portfolio.week.{state}", week, at, version=version)

    def _entry(self, actor: int, track: str, week: LogbookWeek, facts: Entry) -> None:
        entry = self.book.add(
            LogbookEntry, week_id=week.pk, day=facts.day, kind=facts.kind, text=facts.text,
            form_key=facts.key, written_at=facts.at,
        )  # fmt: skip
        competencies = self.world.tracks[track].competencies
        for place in facts.competencies:
            self.book.add(
                EntryCompetency, logbookentry_id=entry.pk, competency_id=competencies[place].pk
            )
        self.book.audit(actor, "portfolio.entry.added", entry, facts.at, week=week.pk)


def _day(moment: datetime) -> str:
    return timezone.localdate(moment).isoformat()


def _code(number: int) -> str:
    """The code of the n-th document: well formed, each once, in no order."""
    number, drawn = number * SCATTER % len(ALPHABET) ** (LENGTH - 1), ""
    for _ in range(LENGTH - 1):
        number, rest = divmod(number, len(ALPHABET))
        drawn = ALPHABET[rest] + drawn
    return make_code(drawn)


def write_all(world: World, cohorts: Iterator[CohortFacts]) -> Iterator[int]:
    """Write the cohorts; yields how many rows are written so far after each."""
    book = Book()
    scribe = Scribe(world, book)
    for facts in cohorts:
        scribe.live(facts)
        yield book.written
    book.close()
