from django.db import models

from people.enums import Role
from people.models import Membership
from training.enums import ContestOutcome
from training.permissions import SESSION_ROLES


class AttendanceContestQuerySet(models.QuerySet["AttendanceContest"]):
    def visible_to(self, actor: Membership) -> "AttendanceContestQuerySet":
        """The learner's own; those of the training body who hold sessions."""
        if actor.role == Role.LEARNER:
            return self.filter(attendance__enrolment__learner_id=actor.user_id)
        if actor.role in SESSION_ROLES:
            return self.filter(attendance__session__cohort__organisation_id=actor.organisation_id)
        return self.none()

    def waiting(self) -> "AttendanceContestQuerySet":
        return self.filter(answer__isnull=True)


class AttendanceContest(models.Model):
    """A learner says that what was noted of them is wrong. Rows are only added.

    Personal data: what the learner says.
    """

    attendance = models.OneToOneField("training.Attendance", models.PROTECT, related_name="contest")
    reason = models.CharField("motif", max_length=500)
    contested_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    contested_at = models.DateTimeField("contesté le")

    objects = AttendanceContestQuerySet.as_manager()

    class Meta:
        verbose_name = "contestation"
        ordering = ["contested_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="contest_has_a_reason",
                violation_error_message="Une contestation a un motif.",
            )
        ]

    def __str__(self) -> str:
        return f"contestation de {self.attendance_id}"


class ContestAnswer(models.Model):
    """The answer to a contest, in words, perhaps with the correction it led to; given once.

    Personal data: what the training body says of a person's presence, and who says it.
    """

    contest = models.OneToOneField(AttendanceContest, models.PROTECT, related_name="answer")
    outcome = models.CharField("suite", max_length=10, choices=ContestOutcome)
    words = models.CharField("réponse", max_length=500)
    correction = models.OneToOneField(
        "training.Attendance", models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("répondu le")

    class Meta:
        verbose_name = "réponse à une contestation"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words=""),
                name="contest_answer_has_words",
                violation_error_message="Une réponse a un texte.",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=ContestOutcome.UPHELD, correction__isnull=False)
                | models.Q(outcome=ContestOutcome.REJECTED, correction__isnull=True),
                name="contest_upheld_has_its_correction",
                violation_error_message="Une contestation retenue corrige la présence.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest_id} {self.get_outcome_display()}"
