"""A book of rows: keys are given beforehand, rows of a cohort are written table by table.

`bulk_create` would spend its time on three million instances; rows are tuples here, written with
`executemany` on SQLite and COPY on PostgreSQL. What they hold is still prepared by the fields.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import DateField, JSONField, Max, Model

from assessments.models import GradeChange, QuizAttempt, Submission
from people.models import AuditEvent, Membership, User
from portfolio.models import (
    EntryClaim,
    LogbookEntry,
    LogbookWeek,
    ModuleAttestation,
    WeekDay,
    WeekEvent,
)
from records.models import Document, DocumentEvent
from training.models import (
    Attendance,
    CheckedDiploma,
    Enrolment,
    EvaluationDone,
    HeldInterval,
    HoursEntry,
    LessonRead,
    TrainingSession,
)

DocumentShare = Document.shared_with.through
# In the order in which they can be written: a row comes after those it points to.
ROOM = 100_000
TABLES: tuple[type[Model], ...] = (
    User, EmailAddress, Membership, Enrolment, CheckedDiploma, TrainingSession, Attendance,
    HeldInterval,
    HoursEntry, LessonRead, EvaluationDone, QuizAttempt, Submission, GradeChange, LogbookWeek,
    LogbookEntry, EntryClaim, WeekDay, WeekEvent, Document, DocumentShare, DocumentEvent,
    ModuleAttestation, AuditEvent,
)  # fmt: skip


class Table:
    """The columns of a model, what they hold when nothing is said, and how they are prepared."""

    def __init__(self, model: type[Model]) -> None:
        fields = model._meta.concrete_fields
        self.model = model
        self.columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
        self.name = connection.ops.quote_name(model._meta.db_table)
        self.empty = {f.attname: None if f.is_relation else f.get_default() for f in fields}
        self.prepare = {f.attname: prepared for f in fields if (prepared := preparation(f))}
        # Room for the keys that services take meanwhile from the database's own sequence.
        self.next = (model._base_manager.aggregate(last=Max("pk"))["last"] or 0) + ROOM
        self.rows: list[dict[str, Any]] = []

    def add(self, fields: dict[str, Any]) -> int:
        row = {**self.empty, **fields, "id": self.next}
        if len(row) != len(self.empty):
            raise TypeError(f"{self.model.__name__}: {set(row) - set(self.empty)}")
        self.rows.append(row)
        self.next += 1
        return self.next - 1

    def write(self) -> int:
        for row in self.rows:
            for name, prepared in self.prepare.items():
                row[name] = prepared(row[name])
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.name} ({self.columns}) FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(tuple(row.values()))
            else:
                marks = ", ".join(["%s"] * len(self.empty))
                cursor.executemany(
                    f"INSERT INTO {self.name} ({self.columns}) VALUES ({marks})",  # noqa: S608
                    [tuple(row.values()) for row in self.rows],
                )
        return len(self.rows)


def preparation(field: Any) -> Callable[[Any], Any] | None:
    """What a value of the field needs before it goes to the database; nothing for most."""
    if isinstance(field, JSONField):
        return as_json
    if isinstance(field, DateField):
        return as_instant
    return None


@lru_cache(maxsize=100_000)
def as_instant(value: date | None) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value)


shared_json: dict[int, str] = {}


def as_json(value: Any) -> str:
    """Lists are the questions of a module: all attempts share them, they are dumped once."""
    if isinstance(value, list):
        return shared_json.setdefault(id(value), json.dumps(value))
    return json.dumps(value)


class Book:
    def __init__(self) -> None:
        self._tables: dict[type[Model], Table] = {}
        self.written = 0

    def add(self, model: type[Model], **fields: Any) -> int:
        """Note a row, by the names of its columns; returns its key."""
        if model not in self._tables:
            self._tables[model] = Table(model)
        return self._tables[model].add(fields)

    def audit(
        self, actor_id: int, verb: str, model: type[Model], key: int, at: datetime, **detail: Any
    ) -> None:
        self.add(
            AuditEvent, at=at, actor_id=actor_id, verb=verb, object_type=label(model),
            object_id=str(key), detail=detail,
        )  # fmt: skip

    def write(self) -> None:
        """Write what was noted, in one transaction; services may add rows before the next."""
        if unknown := set(self._tables) - set(TABLES):
            raise KeyError(unknown)
        with transaction.atomic():
            for model in TABLES:
                if model in self._tables:
                    self.written += self._tables[model].write()
        self._tables.clear()
        with connection.cursor() as cursor:  # PostgreSQL must be told that keys were given
            for statement in connection.ops.sequence_reset_sql(no_style(), list(TABLES)):
                cursor.execute(statement)

    def close(self) -> None:
        """PostgreSQL looks at its tables, as it does by itself after a while."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")


@cache
def label(model: type[Model]) -> str:
    return model._meta.label_lower
