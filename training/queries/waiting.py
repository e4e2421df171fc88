"""What waits of a membership, of every kind at once. Rule: training/rules/waiting.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat, Greatest
from django.utils import timezone

from curricula.enums import BudgetCategory
from curricula.models import Competency, Module
from people.enums import Role
from people.models import Membership
from training.enums import (
    AgreementSide,
    AgreementStep,
    PositionRater,
    SessionState,
    Situation,
    WaitingKind,
)
from training.models import (
    AgreementFact,
    AgreementSignature,
    AssistanceMessage,
    Attendance,
    AttendanceContest,
    Cohort,
    CommitmentAcceptance,
    Commitments,
    Enrolment,
    HandedExcuse,
    MakeUp,
    NeedAnalysis,
    Position,
    PracticeAgreement,
    SharedPost,
    TrainingSession,
    WelcomePack,
    WelcomeReceipt,
)
from training.queries.assistance import silent_modules, standing_contacts, unanswered
from training.queries.paper_wanted import papers_asked, wanted_by
from training.queries.sheet import sheet_waits
from training.rules.waiting import ASKED, OF_A_RUNNING_COHORT, Waits, in_order, is_asked

SIDES = {
    Role.LEARNER: AgreementSide.LEARNER,
    Role.EMPLOYER: AgreementSide.PRACTICE,
    Role.LEAD: AgreementSide.BODY,
}
Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Asker:
    """Who asks what waits, when; of a learner, `enrolment` is the one that the page shows."""

    actor: Membership
    now: datetime
    enrolment: Enrolment | None = None

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def side(self) -> AgreementSide:
        """The party for which the actor signs and accepts."""
        return SIDES[Role(self.actor.role)]

    def people(self, kind: WaitingKind) -> QuerySet[Enrolment]:
        """Of whom a kind may wait; the twin of `is_asked`."""
        if self.enrolment:
            return Enrolment.objects.filter(pk=self.enrolment.pk)
        found = Enrolment.objects.visible_to(self.actor).filter(situation=Situation.ACTIVE)
        if kind in OF_A_RUNNING_COHORT:
            found = found.filter(cohort__ends_on__gte=self.today)
        return found

    def of_people(self, kind: WaitingKind) -> Q:
        """The same for rows that name an enrolment."""
        if self.enrolment:
            return Q(enrolment=self.enrolment.pk)
        return Q(enrolment__in=self.people(kind))


@dataclass(frozen=True)
class Asked:
    """Rows that wait, each with `asked_at`; `person` is the path to the enrolment they are about.

    No path: they are about nobody. `late`: which of them are beyond the delay promised. `place`:
    the path to the practice at whose address the act is. `row`: what names the place of the act.
    """

    rows: Rows
    person: str | None = None
    late: Q | None = None
    place: str | None = None
    row: str = "pk"


Readers = Mapping[WaitingKind, Callable[[Asker], Asked]]


def waiting_for(actor: Membership, now: datetime, others: Readers | None = None) -> list[Waits]:
    """One line a kind with how many there are, the oldest first; one query whatever waits.

    `others`: kinds whose rows belong to a room above this one. Of a learner: `waiting_of`.
    """
    kinds = ASKED.get(Role(actor.role), ())
    return _read(Asker(actor, now), kinds, others)


def waiting_of(
    actor: Membership, enrolment: Enrolment, now: datetime, others: Readers | None = None
) -> list[Waits]:
    """The same for a learner, of their `enrolment`, loaded with its cohort. One query, or none."""
    over = enrolment.cohort.ends_on < timezone.localdate(now)
    situation = Situation(enrolment.situation)
    kinds = [kind for kind in ASKED[Role.LEARNER] if is_asked(kind, situation, over)]
    return _read(Asker(actor, now, enrolment), kinds, others)


def _read(asker: Asker, kinds: Sequence[WaitingKind], others: Readers | None) -> list[Waits]:
    readers = {**READERS, **(others or {})}
    lines = [_line(kind, readers[kind](asker), asker) for kind in kinds if kind in readers]
    if not lines:
        return []
    found = lines[0].union(*lines[1:], all=True)
    return in_order(
        Waits(WaitingKind(kind), count, *values) for kind, count, *values in found if count
    )


def _line(kind: WaitingKind, asked: Asked, asker: Asker) -> Rows:
    """How many rows there are, how many are late, since when, and one of them.

    A learner is told of no name: all is theirs.
    """
    whose: Any = Value(asker.enrolment.pk if asker.enrolment else 0)
    who: Any = Value("")
    if asked.person is not None and not asker.enrolment:
        learner = f"{asked.person}learner__"
        whose = Min(f"{asked.person}pk")
        who = Min(Concat(f"{learner}first_name", Value(" "), f"{learner}last_name"))
    late: Any = Count("pk", filter=asked.late) if asked.late else Value(0)
    place: Any = Min(asked.place) if asked.place else Value(0)
    together = asked.rows.order_by().annotate(kind_=Value(kind.value)).values("kind_")
    found = together.annotate(
        count_=Count("pk"), late_=late, asked_=Min("asked_at"), row_=Min(asked.row), whose_=whose,
        who_=who, place_=place,
    )  # fmt: skip
    return found.values_list(
        "kind_", "count_", "late_", "asked_", "row_", "whose_", "who_", "place_"
    )


# --- Answers owed ---------------------------------------------------------------------------------


def _questions(asker: Asker) -> Asked:
    rows = unanswered(AssistanceMessage.objects.visible_to(asker.actor))
    late = Q(due_on__lt=asker.today)
    return Asked(rows.annotate(asked_at=F("written_at")), "enrolment__", late)


def _module_messages(asker: Asker) -> Asked:
    """Modules of a cohort that runs in which its contact has not written.

    A trainer is told where they are the contact of all modules now, those who lead of all. The
    word of a contact of one module is its message: nothing waits of them.
    """
    cohorts = Cohort.objects.visible_to(asker.actor).filter(
        Exists(Enrolment.objects.filter(cohort=OuterRef("pk"), situation=Situation.ACTIVE)),
        starts_on__lte=asker.today, ends_on__gte=asker.today,
    )  # fmt: skip
    if not asker.actor.leads:
        named = standing_contacts(asker.today).filter(cohort=OuterRef("pk"), module=None)
        cohorts = cohorts.annotate(contact=Subquery(named.values("contact__user")[:1]))
        cohorts = cohorts.filter(contact=asker.actor.user_id)
    modules = Module.objects.annotate(
        in_cohort=F("track_version__cohorts"),
        asked_at=Cast("track_version__cohorts__starts_on", DateTimeField()),
    )
    rows = silent_modules(modules, asker.today).filter(in_cohort__in=cohorts.values("pk"))
    return Asked(rows, row="in_cohort")


def _contests(asker: Asker) -> Asked:
    rows = AttendanceContest.objects.visible_to(asker.actor).waiting()
    return Asked(rows.annotate(asked_at=F("contested_at")), "attendance__enrolment__")


def _excuses(asker: Asker) -> Asked:
    rows = HandedExcuse.objects.visible_to(asker.actor).waiting()
    return Asked(rows.annotate(asked_at=F("paper__handed_in_at")), "enrolment__")


def _papers(asker: Asker) -> Asked:
    """Of a learner’s own excused absences; the act is at the row of the presence."""
    rows = papers_asked(Attendance.objects.filter(asker.of_people(WaitingKind.PAPER)))
    return Asked(rows.annotate(asked_at=F("since")), "enrolment__")


def _papers_wanted(asker: Asker) -> Asked:
    rows = papers_asked(wanted_by(asker.actor)).filter(asker.of_people(WaitingKind.PAPER_WANTED))
    return Asked(rows.annotate(asked_at=F("since")), "enrolment__")


# --- Sessions -------------------------------------------------------------------------------------


def _sessions(asker: Asker) -> QuerySet[TrainingSession]:
    """Those begun; of a trainer their own."""
    found = TrainingSession.objects.visible_to(asker.actor).filter(starts_at__lte=asker.now)
    return found if asker.actor.leads else found.filter(trainer__user=asker.actor.user_id)


def _roll_calls(asker: Asker) -> Asked:
    rows = _sessions(asker).filter(state=SessionState.ANNOUNCED)
    return Asked(rows.annotate(asked_at=F("starts_at")))


def _sheets(asker: Asker) -> Asked:
    rows = sheet_waits(_sessions(asker).filter(state=SessionState.HELD))
    marked = Attendance.objects.filter(session=OuterRef("pk"))
    return Asked(rows.filter(Exists(marked)).annotate(asked_at=F("ends_at")))


def _presences(asker: Asker) -> Asked:
    marks = Attendance.objects.attended().filter(
        asker.of_people(WaitingKind.PRESENCE), session__state=SessionState.HELD, signature=None
    )
    return Asked(marks.annotate(asked_at=F("session__ends_at")), "enrolment__")


# --- Papers ---------------------------------------------------------------------------------------


def _agreements(asker: Asker) -> Asked:
    """Newest versions with each practice that the side of the actor has not signed.

    An employer is asked for their own practice; nobody for one whose part in the post is over.
    """
    same = PracticeAgreement.objects.filter(
        enrolment=OuterRef("enrolment"), practice=OuterRef("practice")
    )
    signed = AgreementSignature.objects.filter(agreement=OuterRef("pk"), side=asker.side)
    share = SharedPost.objects.not_over(asker.today).filter(
        enrolment=OuterRef("enrolment"), practice=OuterRef("practice"),
        since__lte=OuterRef("since"),
    )  # fmt: skip
    rows = PracticeAgreement.objects.filter(
        asker.of_people(WaitingKind.AGREEMENT),
        Q(practice=F("enrolment__practice")) | Exists(share),
        ~Exists(same.filter(number__gt=OuterRef("number"))),
        ~Exists(signed),
    )
    if asker.actor.role == Role.EMPLOYER:
        rows = rows.filter(practice=asker.actor.organisation_id)
    return Asked(rows.annotate(asked_at=F("written_at")), "enrolment__", place="practice")


def _commitments(asker: Asker) -> Asked:
    """Of people whose body has commitments of the side, not accepted in their newest version.

    Each practice of a post accepts for itself.
    """
    newest = Commitments.objects.filter(organisation=OuterRef("cohort__organisation"))
    newest = newest.order_by("-number")
    accepted = CommitmentAcceptance.objects.filter(
        enrolment=OuterRef("pk"), commitments=OuterRef("newest"), side=asker.side
    )
    if asker.side == AgreementSide.PRACTICE:
        accepted = accepted.filter(practice=asker.actor.organisation_id)
    rows = asker.people(WaitingKind.COMMITMENTS).annotate(
        newest=Subquery(newest.values("pk")[:1]), asks=Subquery(newest.values(asker.side)[:1]),
        asked_at=_arrived(newest),
    )  # fmt: skip
    return Asked(rows.filter(~Exists(accepted), newest__isnull=False).exclude(asks=""), "")


def _welcome(asker: Asker) -> Asked:
    newest = WelcomePack.objects.filter(organisation=OuterRef("cohort__organisation"))
    newest = newest.order_by("-number")
    received = WelcomeReceipt.objects.filter(enrolment=OuterRef("pk"), pack=OuterRef("newest"))
    rows = asker.people(WaitingKind.WELCOME).annotate(
        newest=Subquery(newest.values("pk")[:1]), asked_at=_arrived(newest)
    )
    return Asked(rows.filter(~Exists(received), newest__isnull=False), "")


def _arrived(versions: Rows) -> Greatest:
    """When the newest version came to a person: as it was written, or as they were enrolled."""
    return Greatest(Subquery(versions.values("written_at")[:1]), "enrolled_at")


def _positions(asker: Asker) -> Asked:
    """Of people who have not placed themselves in every competency of their reference."""
    placed = Position.objects.filter(
        competency=OuterRef("pk"), enrolment=OuterRef(OuterRef("pk")), rater=PositionRater.LEARNER
    )
    left = Competency.objects.filter(
        ~Exists(placed), block__qualification=OuterRef("qualification")
    )
    rows = asker.people(WaitingKind.POSITIONS).filter(Exists(left))
    return Asked(rows.annotate(asked_at=F("enrolled_at")), "")


def _analyses(asker: Asker) -> Asked:
    written = NeedAnalysis.objects.filter(enrolment=OuterRef("pk"))
    rows = asker.people(WaitingKind.ANALYSIS).filter(~Exists(written))
    return Asked(rows.annotate(asked_at=F("enrolled_at")), "")


def _debts(asker: Asker) -> Asked:
    """Sessions missed, in whole or in part, for which nothing is to come and nothing was attended.

    A session that makes up for another opens no debt, nor does training at work.
    """
    named = MakeUp.objects.filter(enrolment=OuterRef("enrolment"), withdrawn_at=None)
    attended = Attendance.objects.attended().filter(
        session=OuterRef("session"), enrolment=OuterRef("enrolment")
    )
    to_come = Q(
        session__state=SessionState.ANNOUNCED, session__ends_at__gte=asker.now,
        session__cohort=F("enrolment__cohort"),
    )  # fmt: skip
    repays = named.filter(to_come | Exists(attended), missed=OuterRef("session"))
    rows = Attendance.objects.standing().filter(
        Q(minutes=0) | Q(late_minutes__gt=0) | Q(early_minutes__gt=0),
        asker.of_people(WaitingKind.DEBT),
        ~Exists(named.filter(session=OuterRef("session"))),
        ~Exists(repays),
        session__state=SessionState.HELD,
    )
    rows = rows.exclude(session__category=BudgetCategory.WORK)
    return Asked(rows.annotate(asked_at=F("session__starts_at")), "enrolment__")


def _follow_ups(asker: Asker) -> Asked:
    """With the practice of the actor, or noted by them; today’s is still to come."""
    rows = (
        AgreementFact.objects.visible_to(asker.actor)
        .of_a_part()
        .filter(
            asker.of_people(WaitingKind.FOLLOW_UP),
            step=AgreementStep.FOLLOW_UP,
            done_on__gte=asker.today,
        )
    )
    if asker.actor.role != Role.EMPLOYER:
        rows = rows.filter(noted_by=asker.actor)
    return Asked(rows.annotate(asked_at=Cast("done_on", DateTimeField())), "enrolment__")


READERS: Readers = {
    WaitingKind.QUESTION: _questions,
    WaitingKind.MODULE_MESSAGE: _module_messages,
    WaitingKind.CONTEST: _contests,
    WaitingKind.EXCUSE: _excuses,
    WaitingKind.PAPER_WANTED: _papers_wanted,
    WaitingKind.ROLL_CALL: _roll_calls,
    WaitingKind.SHEET: _sheets,
    WaitingKind.PRESENCE: _presences,
    WaitingKind.PAPER: _papers,
    WaitingKind.AGREEMENT: _agreements,
    WaitingKind.COMMITMENTS: _commitments,
    WaitingKind.WELCOME: _welcome,
    WaitingKind.POSITIONS: _positions,
    WaitingKind.ANALYSIS: _analyses,
    WaitingKind.DEBT: _debts,
    WaitingKind.FOLLOW_UP: _follow_ups,
}
