"""The rows of what a learner does in a module: readings, quizzes, synthesis, attestation."""

import hashlib
from datetime import datetime
from itertools import count
from typing import Any, NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from assessments.models import GradeChange, QuizAttempt, Submission
from assessments.rules import quiz as quiz_rules
from assessments.rules import rubric as rubric_rules
from portfolio.models import ModuleAttestation
from portfolio.services.attestation import IS_NOT, STATEMENT
from records.enums import DocumentKind
from records.models import Document, DocumentEvent
from records.rules.codes import ALPHABET, LENGTH, make_code
from records.services.rendering import renderer_of
from tests.benchmarks.book import Book, DocumentShare
from tests.benchmarks.plan import REVOCATION, ModuleWork, Person, Quiz
from tests.benchmarks.world import ModuleWorld, World
from training.models import EvaluationDone, HoursEntry, LessonRead

PDF = b"%PDF-1.7\n% Un seul fichier pour tous les documents de la mesure.\n%%EOF\n"
SCATTER = 0x5DEECE66D  # odd, so that no two numbers meet


class Learner(NamedTuple):
    """A person of the plan once enrolled, with the keys of their rows."""

    person: Person
    user: int
    membership: int
    enrolment: int
    practice: int


class Best(NamedTuple):
    """The attempt at the quiz that is shown."""

    quiz: Quiz
    score: quiz_rules.Score


class ModuleRows:
    def __init__(self, world: World, book: Book) -> None:
        self.world, self.book = world, book
        self.codes = (code_of(number) for number in count())
        self.pdf = storages["private"].save("documents/mesure.pdf", ContentFile(PDF))
        self.sha256 = hashlib.sha256(PDF).hexdigest()

    def work(self, learner: Learner, place: ModuleWorld, work: ModuleWork) -> None:
        lines = [
            self.read(learner, place, lesson, at)
            for lesson, at in zip(place.lessons, work.read_at, strict=False)
        ]
        best = None
        for quiz in work.quizzes:
            score = self.answer(learner, place, quiz)
            if not best or (score.passed, score.points) >= (best.score.passed, best.score.points):
                best = Best(quiz, score)
            if score.passed:
                for line in lines:
                    self.hours(learner, posted_at=quiz.at, state="accepted", **line)
                self.evaluate(learner, place, learner.membership, "quiz", quiz.at)
                lines = []
        points = self.write(learner, place, work)
        if work.attested_at and best:
            self.attest(learner, place, work, self.content(learner, place, work, best, points))

    def hours(self, learner: Learner, **line: Any) -> None:
        self.book.add(
            HoursEntry, enrolment_id=learner.enrolment, posted_by_id=learner.membership, **line
        )

    def read(self, learner: Learner, place: ModuleWorld, lesson: Any, at: datetime) -> dict:
        """A lesson read, its minutes waiting; returns the line that will be accepted."""
        reading = self.book.add(
            LessonRead, enrolment_id=learner.enrolment, lesson_id=lesson.pk,
            module_id=place.module.pk, revision_id=lesson.live_revision_id, read_at=at,
        )  # fmt: skip
        line = {
            "source_key": f"training.lesson:{learner.enrolment}:{lesson.pk}",
            "module_id": place.module.pk, "category": "distance", "minutes": lesson.minutes,
            "occurred_on": timezone.localdate(at), "label": lesson.title,
        }  # fmt: skip
        self.hours(learner, posted_at=at, state="submitted", **line)
        self.book.audit(
            learner.membership, "training.lesson.read", LessonRead, reading, at, lesson=lesson.code
        )
        return line

    def answer(self, learner: Learner, place: ModuleWorld, quiz: Quiz) -> quiz_rules.Score:
        given = {str(question): sorted(picked) for question, picked in place.answers(quiz).items()}
        score = quiz_rules.score(place.asked, given)
        attempt = self.book.add(
            QuizAttempt, enrolment_id=learner.enrolment, module_id=place.module.pk,
            form_key=quiz.key, asked=place.asked, answers=given, submitted_at=quiz.at,
            **score._asdict(),
        )  # fmt: skip
        self.book.audit(
            learner.membership, "assessments.quiz.submitted", QuizAttempt, attempt, quiz.at,
            **score._asdict(),
        )  # fmt: skip
        return score

    def evaluate(
        self, learner: Learner, place: ModuleWorld, actor: int, kind: str, at: datetime
    ) -> None:
        key = f"assessments.{kind}:{learner.enrolment}:{place.module.pk}"
        done = self.book.add(
            EvaluationDone, enrolment_id=learner.enrolment, module_id=place.module.pk, kind=kind,
            source_key=key, done_at=at,
        )  # fmt: skip
        self.book.audit(actor, "training.evaluation.done", EvaluationDone, done, at, kind=kind)

    def write(self, learner: Learner, place: ModuleWorld, work: ModuleWork) -> tuple[int, int]:
        """The synthesis handed in and, if it is marked, its grade; returns its points."""
        if not (facts := work.synthesis):
            return 0, 0
        graded = facts.grade is not None
        submission = self.book.add(
            Submission, enrolment_id=learner.enrolment, assignment_id=place.assignment.pk,
            text=facts.text, state="graded" if graded else "submitted",
            version=2 if graded else 1, saved_at=facts.at, submitted_at=facts.at,
        )  # fmt: skip
        self.book.audit(
            learner.membership, "assessments.synthesis.handed_in", Submission, submission,
            facts.at, attempt=1,
        )  # fmt: skip
        return self.grade(learner, place, submission, facts.grade) if graded else (0, 0)

    def grade(
        self, learner: Learner, place: ModuleWorld, submission: int, facts: Any
    ) -> tuple[int, int]:
        trainer = self.world.trainer.pk
        scores = {c.pk: n for c, n in zip(place.criteria, facts.levels, strict=True)}
        points, out_of = rubric_rules.points(scores), rubric_rules.maximum(len(scores))
        passed = rubric_rules.passed(points, out_of)
        grade = self.book.add(
            GradeChange, submission_id=submission, points=points, out_of=out_of, passed=passed,
            scores={str(criterion): level for criterion, level in scores.items()},
            comment=facts.comment, graded_by_id=trainer, graded_at=facts.at, form_key=facts.key,
        )  # fmt: skip
        self.book.audit(
            trainer, "assessments.grade.recorded", GradeChange, grade, facts.at,
            points=points, out_of=out_of,
        )  # fmt: skip
        if passed:
            self.evaluate(learner, place, trainer, "synthesis", facts.at)
        return points, out_of

    def attest(
        self, learner: Learner, place: ModuleWorld, work: ModuleWork, content: dict[str, Any]
    ) -> None:
        book, lead, at, code = self.book, self.world.lead, work.attested_at, next(self.codes)
        document = book.add(
            Document, code=code, kind="module_attestation", title=content["title"],
            source_key=f"portfolio.module:{learner.enrolment}:{place.module.pk}",
            holder_id=learner.user, issuer_id=lead.organisation_id, issued_at=at,
            content=content, pdf=self.pdf, sha256=self.sha256,
            renderer=renderer_of(DocumentKind.MODULE_ATTESTATION),
            state="revoked" if work.revoked_at else "in_force",
        )  # fmt: skip
        book.add(DocumentShare, document_id=document, organisation_id=learner.practice)
        attestation = book.add(
            ModuleAttestation, enrolment_id=learner.enrolment, module_id=place.module.pk,
            document_id=document,
        )  # fmt: skip
        for verb, state, moment in (
            ("issued", "in_force", at),
            ("revoked", "revoked", work.revoked_at),
        ):
            if moment is None:
                continue
            detail = {"kind": "module_attestation"} if verb == "issued" else {}
            book.add(
                DocumentEvent, document_id=document, state=state, at=moment, actor_id=lead.pk,
                reason=REVOCATION if verb == "revoked" else "",
            )  # fmt: skip
            book.audit(
                lead.pk, f"records.document.{verb}", Document, document, moment, code=code, **detail
            )
            book.audit(
                lead.pk, f"portfolio.attestation.{verb}", ModuleAttestation, attestation, moment,
                document=code,
            )  # fmt: skip

    def content(
        self, learner: Learner, place: ModuleWorld, work: ModuleWork, best: Best,
        points: tuple[int, int],
    ) -> dict[str, Any]:  # fmt: skip
        """What the document shows for ever."""
        body, version = self.world.lead.organisation, place.module.track_version
        read = zip(place.lessons, work.read_at, strict=True)
        return {
            "title": f"Attestation de module : {place.module.title}",
            "holder_name": f"{learner.person.first_name} {learner.person.last_name}",
            "organisation": body.name,
            "city": body.city,
            "module": place.module.title,
            "module_minutes": place.module.minutes,
            "track": str(version),
            "reference": str(version.qualification),
            "reference_note": version.qualification.status_word,
            "lessons": [{"title": lesson.title, "read_on": day(at)} for lesson, at in read],
            "quiz": {
                "points": best.score.points,
                "out_of": best.score.out_of,
                "passed_on": day(best.quiz.at),
            },
            "synthesis": {
                "title": place.assignment.title,
                "points": points[0],
                "out_of": points[1],
                "graded_on": day(work.synthesis.grade.at),
            },
            "issued_by": str(self.world.lead.user),
            "issued_on": day(work.attested_at),
            "statement": STATEMENT,
            "is_not": IS_NOT,
        }


def day(moment: datetime) -> str:
    return timezone.localdate(moment).isoformat()


def code_of(number: int) -> str:
    """The code of the n-th document: well formed, each once, in no order."""
    number, drawn = number * SCATTER % len(ALPHABET) ** (LENGTH - 1), ""
    for _ in range(LENGTH - 1):
        number, rest = divmod(number, len(ALPHABET))
        drawn = ALPHABET[rest] + drawn
    return make_code(drawn)
