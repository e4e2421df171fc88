"""What the database holds, told without keys, so that two ways of writing can be compared."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model

from people.models import AuditEvent, Organisation
from tests.benchmarks.book import TABLES, label
from training.models import Cohort

# Drawn by chance or made of the file itself: they differ without meaning anything.
CHANCE = {"id", "password", "code", "pdf", "sha256", "date_joined"}
NAMED = (Organisation, Cohort)  # made by the services both times
Names = dict[tuple[type[Model], Any], str]


def portrait() -> dict[str, list[str]]:
    """For each table its rows as text, sorted; a row is named by its fields, not by its key."""
    names: Names = {(type(row), row.pk): str(row) for kind in NAMED for row in _rows(kind)}
    told = {}
    for model in TABLES:
        if model is not AuditEvent:
            told[label(model)] = sorted(_tell(row, names) for row in _rows(model))
    told[label(AuditEvent)] = sorted(_tell_trace(row, names) for row in _rows(AuditEvent))
    return told


def _rows(model: type[Model]) -> list[Model]:
    return list(model._base_manager.order_by("pk"))


def _tell(row: Model, names: Names) -> str:
    told = []
    for field in row._meta.concrete_fields:
        if field.name in CHANCE:
            continue
        value = getattr(row, field.attname)
        if field.is_relation:
            value = names.get((field.related_model, value), value)
        elif field.name == "source_key":
            value = _tell_key(value, names)
        told.append(f"{field.name}={_plain(value)}")
    names[type(row), row.pk] = f"<{label(type(row))} {' '.join(told)}>"
    return " ".join(told)


def _tell_key(key: str, names: Names) -> str:
    """The source of a row with names for the keys in it: `training.session:12:34`."""
    by_label = {label(model): model for model, _ in names}
    kind, *keys = key.split(":")
    of_kind = {
        "training.session": ["training.trainingsession", "training.enrolment"],
        "training.lesson": ["training.enrolment"],
        "portfolio.module": ["training.enrolment"],
        "assessments.quiz": ["training.enrolment"],
        "assessments.synthesis": ["training.enrolment"],
    }.get(kind, [])
    told = [names[by_label[name], int(k)] for name, k in zip(of_kind, keys, strict=False)]
    if kind == "portfolio.week":  # written before the weeks: named by what follows the key
        _, practice, version = keys
        return f"{kind}:{names[Organisation, int(practice)]}:{version}"
    return ":".join([kind, *told, *keys[len(told) :]])


def _tell_trace(row: AuditEvent, names: Names) -> str:
    """A trace names the row it is of, whichever its table, and holds no key in its detail."""
    by_label = {label(model): model for model, _ in names}
    model = by_label.get(row.object_type)
    target = names.get((model, int(row.object_id)), "elsewhere") if model else "elsewhere"
    keys: dict[str, Callable[[Any], str]] = {"cohort": _key, "week": _key, "document": _key}
    detail = {k: keys.get(k, _plain)(v) for k, v in row.detail.items() if k != "code"}
    actor = row.actor.user.email if row.actor else ""
    return f"{_plain(row.at)} {row.verb} by {actor} {sorted(detail.items())} of {target}"


def _key(value: Any) -> str:
    return "key"


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return repr(value)
