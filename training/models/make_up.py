from django.db import models


class MakeUp(models.Model):
    """A session named to make up for one that a learner missed; withdrawn, it stays to be read.

    Personal data: that a person missed a session; who named the other one.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="make_ups")
    missed = models.ForeignKey("training.TrainingSession", models.PROTECT, related_name="+")
    session = models.ForeignKey("training.TrainingSession", models.PROTECT, related_name="make_ups")
    named_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    named_at = models.DateTimeField("désignée le")
    withdrawn_by = models.ForeignKey(
        "people.Membership", models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "rattrapage"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "missed", "session"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="make_up_named_once",
                violation_error_message="Cette séance est déjà désignée pour ce rattrapage.",
            ),
            models.CheckConstraint(
                condition=~models.Q(missed=models.F("session")),
                name="make_up_is_another_session",
                violation_error_message="Une séance ne se rattrape pas par elle-même.",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="make_up_withdrawn_by_somebody",
                violation_error_message="Un retrait a une date et un auteur.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} rattrape {self.missed_id} pour {self.enrolment_id}"
