from django.db import models


class PatientDataConfirmation(models.Model):
    """Somebody said that a name in a text is no patient's, and why. Rows are only added.

    Personal data: who confirmed. The name itself is never kept here.
    """

    source_key = models.CharField("à propos de", max_length=160)
    kinds = models.JSONField("natures")
    why = models.CharField("raison", max_length=300)
    confirmed_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField("confirmé le")

    class Meta:
        verbose_name = "confirmation sans patient"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["source_key"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(why=""),
                name="patient_data_confirmation_why",
                violation_error_message="Une confirmation a une raison.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_key} ({', '.join(self.kinds)})"
