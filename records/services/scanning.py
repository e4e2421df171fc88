"""What the guard would refuse today among what was kept before; said, and redacted on demand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from people.services import audit
from records.enums import IdentifierKind, Strength
from records.rules.patient_data import LONGEST, Finding, beside_staff, find_identifiers
from records.rules.patient_data.given import find_given
from records.rules.redaction import redacted, texts_in, with_texts

A_BATCH = 200
PROSE = (models.TextField, models.JSONField)


@dataclass(frozen=True)
class Spotted:
    """Where an identifier stands; never what it is."""

    model: str
    pk: Any
    field: str
    kind: IdentifierKind
    position: int


@dataclass(frozen=True)
class Reading:
    """`staff` lets names and addresses through; `names` looks for names and initials too.

    `given`: names to look for, and then nothing else.
    """

    staff: bool
    names: bool = False
    given: tuple[str, ...] = ()

    def of(self, text: str) -> list[Finding]:
        """What is found; a text longer than what is read at once is read in parts."""
        if self.given:
            return find_given(text, self.given)
        found = [
            Finding(one.kind, one.start + start, one.end + start)
            for start in range(0, max(len(text), 1), LONGEST)
            for one in find_identifiers(text[start : start + LONGEST])
        ]
        if self.staff:
            found = beside_staff(found)
        return [one for one in found if self.names or one.strength == Strength.REFUSE]


def free_text_fields(model: type[models.Model]) -> list[models.Field]:
    """Fields of a model that may hold what somebody typed: texts without choices, plain values."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if not field.choices
        and (
            isinstance(field, models.TextField | models.JSONField)
            or type(field) is models.CharField
        )
    ]


def scan(
    *, model: type[models.Model], field: models.Field, reading: Reading, redact: bool, now: datetime
) -> Iterator[Spotted]:
    """What stands in a field of all rows, batch by batch; with `redact`, it is taken out.

    Redaction changes rows that are otherwise only added and texts that are signed: what must not be
    kept at all comes before the history of what was kept. The trail says which row, field and
    kinds, and when; a row that changed in between is left for the next run.
    """
    last: Any = None
    while rows := _batch(model, field, last):
        for pk, value in rows:
            last = pk
            found = [(path, one) for path, text in texts_in(value) for one in reading.of(text)]
            for path, one in found:
                place = f"{field.name}{path}"
                yield Spotted(model._meta.label, pk, place, one.kind, one.start)
            if redact and found:
                _redact(model, field, pk, value, reading, now)


def _batch(model: type[models.Model], field: models.Field, last: Any) -> list[tuple[Any, Any]]:
    rows = model._base_manager.order_by("pk")
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return list(rows.values_list("pk", field.name)[:A_BATCH])


def _redact(
    model: type[models.Model], field: models.Field, pk: Any, value: Any, reading: Reading,
    now: datetime,
) -> None:  # fmt: skip
    kinds: Iterable[str] = {one.kind for _, text in texts_in(value) for one in reading.of(text)}
    clean = with_texts(value, lambda text: redacted(text, reading.of(text), field.max_length))
    with transaction.atomic():
        row = model._base_manager.filter(pk=pk, **{field.name: value})
        if _update(row, field, clean, pk):
            audit(
                None, "records.patient_data.redacted", model(pk=pk), at=now, field=field.name,
                kinds=sorted(kinds),
            )  # fmt: skip


def _update(row: models.QuerySet[Any], field: models.Field, clean: Any, pk: Any) -> int:
    """Two texts that differed by what was taken out alone, where each must be another: the key of
    the row tells them apart.
    """
    try:
        with transaction.atomic():
            return row.update(**{field.name: clean})
    except IntegrityError:
        return row.update(**{field.name: f"{pk} {clean}"[: field.max_length]})
