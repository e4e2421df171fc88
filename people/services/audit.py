from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model

from people.models import AuditEvent, Membership


def audit(
    actor: Membership | None, verb: str, target: Model, *, at: datetime, **detail: Any
) -> None:
    """Add one row to the audit trail, in the transaction of the caller.

    `verb` is `app.noun.done` (for instance `portfolio.week.signed`); `detail` holds plain values,
    never text written by a person. `actor` is None only for acts of the site itself, and
    of somebody without an account who came by a link that `detail` names.
    """
    audit_all(actor, verb, [target], at=at, **detail)


def audit_all(
    actor: Membership | None, verb: str, targets: Iterable[Model], *, at: datetime, **detail: Any
) -> None:
    """One row for each target, in one query; the same verb and detail for all."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=at,
            actor=actor,
            verb=verb,
            object_type=target._meta.label_lower,
            object_id=str(target.pk),
            detail=detail,
        )
        for target in targets
    )
