from django.db import models

from people.enums import Role
from people.models import Membership
from training.enums import ExcuseOutcome
from training.permissions import SESSION_ROLES


class HandedExcuseQuerySet(models.QuerySet["HandedExcuse"]):
    def visible_to(self, actor: Membership) -> "HandedExcuseQuerySet":
        """The learner's own; those of the training body who hold sessions."""
        if actor.role == Role.LEARNER:
            return self.filter(enrolment__learner_id=actor.user_id)
        if actor.role in SESSION_ROLES:
            return self.filter(session__cohort__organisation_id=actor.organisation_id)
        return self.none()

    def waiting(self) -> "HandedExcuseQuerySet":
        return self.filter(answer__isnull=True)


class HandedExcuse(models.Model):
    """The paper that a learner handed in for an absence of theirs. Rows are only added.

    It excuses nothing before it is accepted. Personal data: why somebody was absent, in the paper
    itself; never the illness.
    """

    session = models.ForeignKey(
        "training.TrainingSession", models.PROTECT, related_name="handed_excuses"
    )
    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="+")
    paper = models.OneToOneField("records.KeptFile", models.PROTECT, related_name="+")
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)

    objects = HandedExcuseQuerySet.as_manager()

    class Meta:
        verbose_name = "justificatif déposé par un assistant"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.enrolment_id} à {self.session_id}"


class ExcuseAnswer(models.Model):
    """What the training body said of a paper, given once; accepted, it became the excuse.

    Personal data: why a paper was declined, and who says it.
    """

    handed = models.OneToOneField(HandedExcuse, models.PROTECT, related_name="answer")
    outcome = models.CharField("suite", max_length=10, choices=ExcuseOutcome)
    reason = models.CharField("motif", max_length=500, blank=True)
    excuse = models.OneToOneField(
        "training.AbsenceExcuse", models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("répondu le")

    class Meta:
        verbose_name = "réponse à un justificatif"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome=ExcuseOutcome.ACCEPTED, excuse__isnull=False)
                | (
                    models.Q(outcome=ExcuseOutcome.DECLINED, excuse__isnull=True)
                    & ~models.Q(reason="")
                ),
                name="excuse_accepted_or_declined_with_a_reason",
                violation_error_message="Un justificatif est accepté, ou refusé avec un motif.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.handed_id} {self.get_outcome_display()}"
