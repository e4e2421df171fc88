"""What was noted of a learner at their sessions, and what may be done about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from people.models import Membership
from training.enums import Presence
from training.models import Attendance, AttendanceContest, PresenceSignature
from training.queries.excuse import Papers, papers_of
from training.rules.attendance import mark_words
from training.rules.contest import contest_until, may_contest
from training.rules.excuse import hand_in_problem


@dataclass(frozen=True)
class OwnMark:
    """One session of a learner, as it is noted now."""

    attendance: Attendance
    now: datetime
    papers: Papers

    @property
    def words(self) -> str:
        return mark_words(self.attendance.mark, self.papers.kept)

    @property
    def signature(self) -> PresenceSignature | None:
        return getattr(self.attendance, "signature", None)

    @property
    def contest(self) -> AttendanceContest | None:
        return getattr(self.attendance, "contest", None)

    @property
    def may_sign(self) -> bool:
        return self.attendance.presence == Presence.PRESENT and self.signature is None

    @property
    def may_contest(self) -> bool:
        return self.contest is None and may_contest(self.attendance.marked_at, self.now)

    @property
    def may_hand_in(self) -> bool:
        kept, waiting = self.papers.kept, self.papers.waiting
        return not hand_in_problem(self.attendance.presence, kept=kept, waiting=waiting)

    @property
    def until(self):
        return contest_until(self.attendance.marked_at)


def own_marks(actor: Membership) -> QuerySet[Attendance]:
    """What stands of a learner, newest session first, with signatures, contests and answers."""
    return (
        Attendance.objects.visible_to(actor)
        .standing()
        .select_related(
            "session__cohort", "session__module", "marked_by__user", "enrolment",
            "signature__signed_by__user", "contest__answer__answered_by__user",
        )
        .order_by("-session__starts_at", "-pk")
    )  # fmt: skip


def with_papers(actor: Membership, marks: Collection[Attendance], now: datetime) -> list[OwnMark]:
    """These marks of a learner with the papers of their absences; two queries."""
    papers = papers_of(actor, marks)
    return [OwnMark(one, now, papers[one.session_id, one.enrolment_id]) for one in marks]


def past_contests(actor: Membership) -> QuerySet[AttendanceContest]:
    """Contests of a mark that no longer stands, with their answers: the words are kept."""
    standing = Attendance.objects.standing().values("pk")
    return (
        AttendanceContest.objects.visible_to(actor)
        .exclude(attendance__in=standing)
        .select_related("attendance__session", "answer__answered_by__user")
        .order_by("-contested_at", "-pk")
    )


def contests(actor: Membership) -> QuerySet[AttendanceContest]:
    """Those of the training body, with everything that the list and the answer show."""
    return AttendanceContest.objects.visible_to(actor).select_related(
        "attendance__session__cohort",
        "attendance__enrolment__learner",
        "attendance__marked_by__user",
        "answer__answered_by__user",
    )
