"""The people of a session, with what is noted of them and who signed."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from people.models import Membership
from training.enums import Presence, SessionState, SignatureMeans
from training.models import (
    Arrival,
    Attendance,
    Enrolment,
    MakeUp,
    PresenceSignature,
    SheetSignature,
    TrainingSession,
)
from training.rules.attendance import Mark, mark_words
from training.rules.excuse import is_paper_wanted
from training.rules.roll_call import Sheet, proposed
from training.rules.room_code import BEFORE
from training.rules.session import session_minutes

SHOWN = 30
AT_HOME = 2


@dataclass(frozen=True)
class RollLine:
    """One person at one session: what stands, when they arrived, what the form proposes.

    `by_code`: the arrival was said with the code of the room; nobody saw the person.
    """

    enrolment: Enrolment
    attendance: Attendance | None
    arrived_at: datetime | None
    expected: bool
    proposed: Mark
    by_code: bool = False
    has_paper: bool = False

    @property
    def mark(self) -> Mark:
        """What the form shows first: what stands, or what is proposed."""
        return self.attendance.mark if self.attendance else self.proposed

    @property
    def words(self) -> str:
        return mark_words(self.attendance.mark, self.has_paper) if self.attendance else "à noter"

    @property
    def present(self) -> bool:
        return self.attendance is not None and self.attendance.presence == Presence.PRESENT

    @property
    def signature(self) -> PresenceSignature | None:
        return getattr(self.attendance, "signature", None)

    @property
    def signed(self) -> bool:
        return self.signature is not None

    @property
    def needs_paper(self) -> bool:
        """Excused without a document yet."""
        mark = self.attendance
        return mark is not None and is_paper_wanted(mark.presence, kept=self.has_paper)


@dataclass(frozen=True)
class Roll:
    """A session with its people by name, and the state of its signatures."""

    lines: list[RollLine]
    seen: int
    make_up: bool
    trainers: list[SheetSignature]

    @property
    def sheet(self) -> Sheet:
        present = [line for line in self.lines if line.present]
        signed = sum(1 for line in present if line.signed)
        return Sheet(len(present), signed, bool(self.trainers))

    @property
    def waiting(self) -> list[RollLine]:
        """Present, and not signed."""
        return [line for line in self.lines if line.present and not line.signed]

    @property
    def last_signed_here(self) -> RollLine | None:
        """Who signed last on the device of a trainer; for whoever takes it next."""
        here = [
            (one.signed_at, line)
            for line in self.lines
            if (one := line.signature) and one.means == SignatureMeans.TRAINER_DEVICE
        ]
        return max(here, key=lambda found: found[0])[1] if here else None

    @property
    def unmarked(self) -> list[RollLine]:
        return [line for line in self.lines if line.attendance is None and line.expected]

    @property
    def absent(self) -> list[RollLine]:
        return [line for line in self.lines if line.attendance and not line.present]


def roll_of(session: TrainingSession) -> Roll:
    """Everybody enrolled before its end who follows the training then, or noted; six queries.

    Of a session kept for make-up, only those named to it are expected.
    """
    standing = {
        row.enrolment_id: row
        for row in session.attendances.standing().select_related("signature", "marked_by__user")
    }
    arrivals = {one.enrolment_id: one for one in session.arrivals.select_related("noted_by")}
    kept = session.make_up_only
    named = set(session.make_ups.filter(withdrawn_at=None).values_list("enrolment", flat=True))
    there = Enrolment.objects.filter(
        enrolled_at__lt=session.ends_at, cohort=session.cohort_id
    ).expected_on(timezone.localdate(session.starts_at))
    people = (
        Enrolment.objects.filter(Q(pk__in=there.values("pk")) | Q(pk__in=list(standing)))
        .select_related("learner", "practice")
        .annotate(papers=_papers(session))
        .order_by("learner__last_name", "learner__first_name", "pk")
    )
    seen = session.attendances.count()
    return Roll(
        lines=[
            _line(
                session,
                one,
                standing.get(one.pk),
                arrivals.get(one.pk),
                expected=not kept or one.pk in named or one.pk in standing,
                has_paper=one.papers,
            )
            for one in people
        ],
        seen=seen,
        make_up=kept,
        trainers=list(
            session.sheet_signatures.filter(marks=seen).select_related("signed_by__user")
        ),
    )


def _line(
    session: TrainingSession,
    enrolment: Enrolment,
    attendance: Attendance | None,
    arrival: Arrival | None,
    *,
    expected: bool,
    has_paper: bool,
) -> RollLine:
    at = arrival.arrived_at if arrival else None
    by_code = arrival is not None and arrival.noted_by.user_id == enrolment.learner_id
    length = session_minutes(session.starts_at, session.ends_at)
    return RollLine(
        enrolment=enrolment,
        attendance=attendance,
        arrived_at=at,
        expected=expected,
        proposed=proposed(session.starts_at, length, at, by_code=by_code),
        by_code=by_code,
        has_paper=has_paper,
    )


def _papers(session: TrainingSession) -> Exists:
    return Exists(session.excuses.filter(enrolment=OuterRef("pk")))


def _to_call(actor: Membership, until: datetime) -> QuerySet[TrainingSession]:
    return (
        TrainingSession.objects.visible_to(actor)
        .filter(state=SessionState.ANNOUNCED, starts_at__lt=until)
        .select_related("cohort", "module__track_version", "trainer__user")
    )


def sessions_to_call(actor: Membership, now: datetime) -> QuerySet[TrainingSession]:
    """Announced sessions of the training body up to tonight, oldest first: their call waits."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    tonight = timezone.make_aware(datetime.combine(tomorrow, time(0)))
    return _to_call(actor, tonight).order_by("starts_at", "pk")[:SHOWN]


def own_calls(actor: Membership, now: datetime) -> QuerySet[TrainingSession]:
    """The last sessions that the actor gives and whose room is or was open, newest first."""
    found = _to_call(actor, now + BEFORE).filter(trainer=actor)
    return found.order_by("-starts_at", "pk")[:AT_HOME]


def makes_up_for(session: TrainingSession) -> list[MakeUp]:
    """What a session makes up for, and for whom."""
    return list(
        session.make_ups.filter(withdrawn_at=None)
        .select_related("enrolment__learner", "missed")
        .order_by("enrolment__learner__last_name", "pk")
    )
