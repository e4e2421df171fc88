"""What was noted of one person, session by session, and who signed it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from records.rules.french import clock, long_date
from training.enums import SessionState
from training.models import Attendance, Enrolment, SheetSignature
from training.queries.excuse import has_paper
from training.queries.sheet import trainers_who_signed
from training.rules.attendance import mark_words


@dataclass(frozen=True)
class PresenceLine:
    """A session held: what stands of the person, in words; minutes are whole.

    `signed` and `trainer` say who signed what stands, how and when; empty: nobody did.
    """

    when: str
    title: str
    module: str
    presence: str
    minutes: int
    signed: str
    trainer: str

    @property
    def lacks_signature(self) -> bool:
        """Somebody was there, and one of both signatures is missing."""
        return bool(self.minutes) and not (self.signed and self.trainer)


def presence_lines(enrolment: Enrolment, since: date, until: date) -> list[PresenceLine]:
    """The sessions held in a period of Europe/Paris days, both included, oldest first.

    Three queries, whatever their number.
    """
    marks = list(
        Attendance.objects.standing()
        .filter(
            enrolment=enrolment,
            session__state=SessionState.HELD,
            session__starts_at__gte=_midnight(since),
            session__starts_at__lt=_midnight(until + timedelta(days=1)),
        )
        .annotate(justified=has_paper())
        .select_related("signature", "session__module")
        .order_by("session__starts_at", "session__pk")
    )
    trainers = trainers_who_signed({mark.session for mark in marks})
    return [_line(mark, mark.justified, trainers.get(mark.session_id, [])) for mark in marks]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _line(mark: Attendance, justified: bool, trainers: list[SheetSignature]) -> PresenceLine:
    session, signature = mark.session, getattr(mark, "signature", None)
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return PresenceLine(
        when=f"{long_date(start.date())}, {clock(start)} à {clock(end)}",
        title=session.title,
        module=str(session.module) if session.module else "",
        presence=mark_words(mark.mark, justified),
        minutes=mark.minutes,
        signed=f"{_moment(signature.signed_at)}, {signature.get_means_display()}"
        if signature
        else "",
        trainer=", ".join(f"{one.signed_by.user}, {_moment(one.signed_at)}" for one in trainers),
    )


def _moment(instant: datetime) -> str:
    local = timezone.localtime(instant)
    return f"le {long_date(local.date())} à {clock(local)}"
