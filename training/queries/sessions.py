"""Sessions as screens show them."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from curricula.enums import BudgetCategory
from curricula.rules.plan import WorkFrame
from people.models import Membership
from training.enums import SessionState
from training.models import Attendance, Cohort, TrainingSession
from training.rules.plan import WorkSession, work_gaps


def present_count() -> Coalesce:
    """How many were present, asked for the sessions shown and no other."""
    there = Attendance.objects.attended().filter(session=OuterRef("pk"))
    shown = there.order_by().values("session")
    return Coalesce(Subquery(shown.annotate(people=Count("pk")).values("people")), 0)


def session_list(actor: Membership) -> QuerySet[TrainingSession]:
    """The sessions held that the actor may see, newest first, with how many were present."""
    return (
        TrainingSession.objects.visible_to(actor)
        .held()
        .select_related("cohort", "module__track_version", "trainer__user")
        .annotate(present_count=present_count())
        .order_by("-starts_at", "-pk")
    )


def session_seen(actor: Membership) -> QuerySet[TrainingSession]:
    """Sessions whose page the actor may open: held, or announced."""
    return (
        TrainingSession.objects.visible_to(actor)
        .filter(state__in=(SessionState.ANNOUNCED, SessionState.HELD))
        .select_related("cohort", "module__track_version", "trainer__user")
        .annotate(present_count=present_count())
    )


def attendances_of(actor: Membership, session: TrainingSession) -> QuerySet[Attendance]:
    """Those present by name; a learner sees only themselves."""
    found = session.attendances.attended().select_related(
        "enrolment__learner", "enrolment__practice"
    )
    if not actor.is_staff:
        found = found.filter(enrolment__learner=actor.user_id)
    return found.order_by("enrolment__learner__last_name", "pk")


def absent_from(actor: Membership, session: TrainingSession) -> list[str]:
    """Names of those noted absent, for the training body alone."""
    if not actor.is_staff:
        return []
    absent = session.attendances.standing().filter(minutes=0).select_related("enrolment__learner")
    ordered = absent.order_by("enrolment__learner__last_name", "pk")
    return [str(attendance.enrolment.learner) for attendance in ordered]


def cohorts_to_choose(actor: Membership) -> QuerySet[Cohort]:
    """Cohorts of the actor's training body with how many are enrolled."""
    return (
        Cohort.objects.visible_to(actor)
        .select_related("track_version__track")
        .annotate(learner_count=Count("enrolments"))
    )


def session_gaps(session: TrainingSession) -> list[str]:
    """Why a session at work stands beside the account, in French; empty for any other."""
    if session.category != BudgetCategory.WORK:
        return []
    version = session.module.track_version
    frame = WorkFrame(
        version.work_analysis,
        version.work_tutor,
        version.work_reflection,
        version.work_evaluation,
    )
    planned = session.module.budgets.filter(category=BudgetCategory.WORK).exists()
    return work_gaps(WorkSession(frame.complete, planned, session.tutor, session.reflection))
