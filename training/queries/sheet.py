"""The sheet of a half-day: its sessions side by side, and who signed which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from people.models import Membership
from training.enums import SessionState
from training.models import Attendance, Enrolment, SheetSignature, TrainingSession
from training.queries.excuse import has_paper
from training.queries.group import groups
from training.rules.attendance import mark_words
from training.rules.half_day import bounds, half_day


def sheet_waits(sessions: QuerySet[TrainingSession]) -> QuerySet[TrainingSession]:
    """Those of which nobody signed all the marks that stand, with how many there are (`marks`).

    A signature is of the marks that stood then: with one more, the sheet waits again.
    """
    marks = Attendance.objects.filter(session=OuterRef("pk")).order_by().values("session")
    counted = Coalesce(Subquery(marks.annotate(rows=Count("pk")).values("rows")), 0)
    signed = SheetSignature.objects.filter(session=OuterRef("pk"), marks=OuterRef("marks"))
    return sessions.annotate(marks=counted).filter(~Exists(signed))


@dataclass(frozen=True)
class Cell:
    """One person at one session of the sheet; without a mark the box stays empty to be signed.

    `expected`: the session concerns the person; `justified`: an absence has its document
    (docs/rules/attendance.md).
    """

    attendance: Attendance | None
    expected: bool
    justified: bool = False

    @property
    def words(self) -> str:
        if self.attendance:
            return mark_words(self.attendance.mark, self.justified)
        return "" if self.expected else "pas attendu"

    @property
    def signature(self):
        return getattr(self.attendance, "signature", None)


@dataclass(frozen=True)
class HalfDaySheet:
    """Sessions of a cohort in a half-day, its people, and the marks with their signatures."""

    day: date
    half: str
    sessions: list[TrainingSession]
    rows: list[tuple[Enrolment, list[Cell]]]
    trainers: dict[int, list[SheetSignature]]

    @property
    def unsigned(self) -> list[Attendance]:
        """Presences of the sheet that nobody signed yet."""
        return [
            cell.attendance
            for _, cells in self.rows
            for cell in cells
            if cell.attendance and cell.attendance.minutes and cell.signature is None
        ]

    @property
    def heads(self) -> list[tuple[TrainingSession, list[SheetSignature]]]:
        return [(one, self.trainers.get(one.pk, [])) for one in self.sessions]


def sheet_of(actor: Membership, session: TrainingSession) -> HalfDaySheet:
    """The sheet of the half-day in which a session stands; eight queries at most.

    Whom none of its sessions concerns is not on it.
    """
    start, end = bounds(session.starts_at)
    sessions = list(
        TrainingSession.objects.visible_to(actor)
        .filter(
            cohort=session.cohort_id,
            starts_at__gte=start,
            starts_at__lt=end,
            state__in=(SessionState.ANNOUNCED, SessionState.HELD),
        )
        .select_related("module", "trainer__user")
        .order_by("starts_at", "pk")
    )
    marks = {
        (row.session_id, row.enrolment_id): row
        for row in Attendance.objects.visible_to(actor)
        .standing()
        .filter(session__in=sessions)
        .annotate(justified=has_paper())
        .select_related("signature", "session__cohort__organisation", "enrolment")
    }
    day, half = half_day(session.starts_at)
    people = (
        Enrolment.objects.visible_to(actor)
        .filter(cohort=session.cohort_id, enrolled_at__lt=end)
        .expected_on(day)
    )
    ordered = people.select_related("learner", "practice").order_by(
        "learner__last_name", "learner__first_name", "pk"
    )
    group = {pk: {one.pk for one in found} for pk, found in groups(sessions).items()}
    rows = [
        (one, [_cell(marks.get((s.pk, one.pk)), one.pk in group[s.pk]) for s in sessions])
        for one in ordered
    ]
    return HalfDaySheet(
        day=day,
        half=half,
        sessions=sessions,
        rows=[row for row in rows if any(cell.expected for cell in row[1])],
        trainers=trainers_who_signed(sessions),
    )


def _cell(mark: Attendance | None, expected: bool) -> Cell:
    return Cell(mark, expected, getattr(mark, "justified", False))


def trainers_who_signed(sessions: Iterable[TrainingSession]) -> dict[int, list[SheetSignature]]:
    """Who signed each session as it stands now, covering its newest marks; two queries."""
    found: dict[int, list[SheetSignature]] = {}
    signatures = SheetSignature.objects.filter(session__in=sessions)
    rows = Attendance.objects.filter(session__in=sessions).values_list("session")
    marks = dict(rows.annotate(count=Count("pk")))
    for signature in signatures.select_related("signed_by__user").order_by("pk"):
        if signature.marks == marks.get(signature.session_id):
            found.setdefault(signature.session_id, []).append(signature)
    return found
