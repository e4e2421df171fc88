"""The outbox: a message is written with what it tells of, sent later, and never twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction

from records.models import Message
from records.services.jobs import enqueue, enqueue_all

TASK = "records.send_message"


@transaction.atomic
def send_message(
    *, key: str, to: str, subject: str, body: str, now: datetime, secret: bool = False
) -> Message:
    """Put a message in the outbox once per key, with the job that sends it."""
    message, _ = Message.objects.get_or_create(
        key=key,
        defaults={"to": to, "subject": subject, "body": body, "secret": secret, "created_at": now},
    )
    enqueue(task=TASK, key=f"{TASK}:{key}", payload={"message": message.pk}, now=now)
    return message


@dataclass(frozen=True)
class Letter:
    """A message to be written, once per key."""

    key: str
    to: str
    subject: str
    body: str
    secret: bool = False


@transaction.atomic
def send_messages(*, letters: Sequence[Letter], now: datetime) -> None:
    """Put many in the outbox, each once per key, with their jobs; few queries for all of them."""
    Message.objects.bulk_create(
        [
            Message(
                key=one.key, to=one.to, subject=one.subject, body=one.body, secret=one.secret,
                created_at=now,
            )
            for one in letters
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    written = Message.objects.filter(key__in=[one.key for one in letters])
    payloads = {f"{TASK}:{key}": {"message": pk} for pk, key in written.values_list("pk", "key")}
    enqueue_all(task=TASK, payloads=payloads, now=now)


def deliver_message(payload: dict[str, Any], now: datetime) -> None:
    """Hand a message to the mail server, unless that was done.

    The row is claimed before: if the machine dies while it speaks to the mail server, the message
    may be lost but does not leave twice. A refusal gives the claim back, for another attempt.
    """
    unsent = Message.objects.filter(pk=payload["message"], sent_at=None)
    if not unsent.update(sent_at=now):
        return
    message = Message.objects.get(pk=payload["message"])
    try:
        EmailMessage(message.subject, message.body, to=[message.to]).send()
    except Exception:
        Message.objects.filter(pk=message.pk).update(sent_at=None)
        raise
    if message.secret:
        Message.objects.filter(pk=message.pk).update(body="")
