"""A book of rows: keys are given beforehand, rows of a cohort are written table by table."""

from collections import defaultdict
from functools import cache
from typing import TypeVar

from allauth.account.models import EmailAddress
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model

from assessments.models import GradeChange, QuizAttempt, Submission
from people.models import AuditEvent, Membership, User
from portfolio.models import LogbookEntry, LogbookWeek, ModuleAttestation, WeekEvent
from records.models import Document, DocumentEvent
from training.models import (
    Attendance,
    Enrolment,
    EvaluationDone,
    HoursEntry,
    LessonRead,
    TrainingSession,
)

EntryCompetency = LogbookEntry.competencies.through
DocumentShare = Document.shared_with.through
# In the order in which they can be written: a row comes after those it points to.
TABLES: tuple[type[Model], ...] = (
    User, EmailAddress, Membership, Enrolment, TrainingSession, Attendance, HoursEntry,
    LessonRead, EvaluationDone, QuizAttempt, Submission, GradeChange, LogbookWeek, LogbookEntry,
    EntryCompetency, WeekEvent, Document, DocumentShare, DocumentEvent, ModuleAttestation,
    AuditEvent,
)  # fmt: skip
BATCH = 2000
Row = TypeVar("Row", bound=Model)


class Book:
    def __init__(self) -> None:
        self._rows: dict[type[Model], list[Model]] = defaultdict(list)
        self._last: dict[type[Model], int] = {}
        self.written = 0

    def add(self, model: type[Row], **fields: object) -> Row:
        """A row with its key; `fields` are columns, so that no instance has to be fetched."""
        if model not in self._last:
            self._last[model] = model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        self._last[model] += 1
        row = model(id=self._last[model], **fields)
        self._rows[model].append(row)
        return row

    def audit(self, actor_id: int, verb: str, row: Model, at: object, **detail: object) -> None:
        self.add(
            AuditEvent,
            at=at,
            actor_id=actor_id,
            verb=verb,
            object_type=label(type(row)),
            object_id=str(row.pk),
            detail=detail,
        )

    def write(self) -> None:
        """Write what was added, in one transaction; services may add rows before the next."""
        unknown = set(self._rows) - set(TABLES)
        if unknown:
            raise KeyError(unknown)
        with transaction.atomic():
            for model in TABLES:
                rows = self._rows.pop(model, [])
                model._base_manager.bulk_create(rows, batch_size=BATCH)
                self.written += len(rows)
        self._last.clear()

    def close(self) -> None:
        """PostgreSQL must be told that keys were given by hand, and look at its tables."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(TABLES)):
                cursor.execute(statement)
            if connection.vendor == "postgresql":
                cursor.execute("ANALYZE")


@cache
def label(model: type[Model]) -> str:
    return model._meta.label_lower
