"""Reminders: made once a key, told at once or with others, never twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from people.models import User
from records.enums import Channel, ReminderKind, Rhythm
from records.models import Reminder, ReminderChoice
from records.rules.reminders import DEFAULTS, Choice, is_quiet, told_in_digest
from records.services.messages import send_message

AT_ONCE = 500  # reminders made in one transaction


@dataclass(frozen=True)
class Due:
    """What to remind a person of; `path` is where they see to it, `key` says it is the same.

    `early`: before its time but for those who are told once a week, who would be told too late.
    """

    user: User
    kind: ReminderKind
    key: str
    subject: str
    text: str
    path: str
    early: bool = False

    def told_in(self, rhythm: str) -> bool:
        """Whether it is to be made now for somebody with this rhythm."""
        return not self.early or rhythm == Rhythm.WEEKLY


def remind(*, due: Iterable[Due], now: datetime) -> int:
    """Make the reminders that are not made yet, and tell those of people who want it at once.

    Several runs at once make each one time: the key is unique, and a message leaves once a key.
    What somebody does not want is noted as well, so that another choice later brings nothing old.
    For a closed account nothing is made. At night nobody is told: the next digest does.
    """
    wanted = iter({one.key: one for one in due if one.user.is_active}.values())
    made = 0
    while part := list(islice(wanted, AT_ONCE)):
        made += _make(part, now)
    return made


@transaction.atomic
def _make(wanted: list[Due], now: datetime) -> int:
    keys = [one.key for one in wanted]
    known = set(Reminder.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = [one for one in wanted if one.key not in known]
    choices = choices_of({one.user for one in fresh})
    chosen = [(one, choices[one.user.pk, one.kind]) for one in fresh]
    rows = [_row(one, choice, now) for one, choice in chosen if one.told_in(choice.rhythm)]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    for row in [] if is_quiet(now) else rows:
        if row.channel == Channel.MAIL and row.rhythm == Rhythm.AT_ONCE:
            _tell(row, now)
    return len(rows)


def choices_of(people: Iterable[User]) -> dict[tuple[int, str], Choice]:
    """How each of these people wants each kind; one query."""
    ids = {user.pk for user in people}
    found = {(pk, kind): choice for pk in ids for kind, choice in DEFAULTS.items()}
    for row in ReminderChoice.objects.filter(user__in=ids):
        found[row.user_id, row.kind] = Choice(Channel(row.channel), Rhythm(row.rhythm))
    return found


def _row(due: Due, choice: Choice, now: datetime) -> Reminder:
    subject, text = _words(due)
    return Reminder(
        user=due.user, kind=due.kind, key=due.key, subject=subject, text=text, path=due.path,
        channel=choice.channel, rhythm=choice.rhythm, made_at=now,
    )  # fmt: skip


def _words(due: Due) -> tuple[str, str]:
    """Subject and text, as long as a row holds them."""
    return due.subject[:160], due.text[:500]


def _tell(row: Reminder, now: datetime) -> None:
    _send(row.user, f"records.reminder:{row.key}", row.subject, [row], now)
    Reminder.objects.filter(key=row.key, told_at=None).update(told_at=now)


def _send(user: User, key: str, subject: str, rows: Iterable[Reminder], now: datetime) -> None:
    parts = [f"{row.subject}\n{row.text}\n{settings.SITE_URL}{row.path}" for row in rows]
    body = "\n\n".join(parts)
    choose = f"{settings.SITE_URL}{reverse('records:reminder_choices')}"
    send_message(
        key=key, to=user.email, subject=f"Livret : {subject}"[:200], now=now,
        body=f"Bonjour {user},\n\n{body}\n\nChoisir vos rappels et leur rythme : {choose}\n",
    )  # fmt: skip


def send_digests(*, due: Iterable[Due], now: datetime) -> int:
    """One message a person with what waits for the digest of today; gives how many people.

    Only what is `due` now is told, in the words of now: a session that is over or cancelled, a
    sheet signed since, hours made up since are left untold, and told by a later digest if they are
    due again.
    """
    holds = {one.key: one for one in due}
    waiting = Reminder.objects.filter(
        channel=Channel.MAIL, told_at=None, user__is_active=True, made_at__lt=now
    )
    people = {user for user, key in waiting.values_list("user", "key") if key in holds}
    return sum(_digest(user, waiting, holds, now) for user in sorted(people))


@transaction.atomic
def _digest(
    user_id: int, waiting: QuerySet[Reminder], holds: Mapping[str, Due], now: datetime
) -> bool:
    """The rows are claimed before the message is written: two runs never tell one twice."""
    today = timezone.localdate(now)
    user = User.objects.select_for_update().get(pk=user_id)
    mine = waiting.filter(user=user).order_by("pk")
    rows = [row for row in mine if row.key in holds and told_in_digest(row.rhythm, today)]
    if not rows:
        return False
    for row in rows:
        row.subject, row.text = _words(holds[row.key])
        row.told_at = now
    Reminder.objects.bulk_update(rows, ["subject", "text", "told_at"])
    many = f"{len(rows)} rappels" if len(rows) > 1 else rows[0].subject
    _send(user, f"records.digest:{user.pk}:{rows[-1].pk}", many, rows, now)
    return True


@transaction.atomic
def choose_reminder(*, user: User, kind: str, channel: str, rhythm: str) -> ReminderChoice:
    """Choose how one is told of a kind from now on; what waits already keeps its own choice."""
    row, _ = ReminderChoice.objects.update_or_create(
        user=user,
        kind=ReminderKind(kind),
        defaults={"channel": Channel(channel), "rhythm": Rhythm(rhythm)},
    )
    return row


def mark_read(*, user: User, now: datetime) -> int:
    """A person has seen their reminders."""
    return Reminder.objects.filter(user=user, read_at=None).update(read_at=now)
