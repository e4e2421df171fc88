from django.db import models


class GateWaiver(models.Model):
    """A module opened for one person before what it asks is passed. Rows are only added.

    Personal data: the person and the reason, by whom and when.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="waivers")
    module = models.ForeignKey("curricula.Module", models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField("motif", max_length=300)
    granted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    granted_at = models.DateTimeField("accordée le")

    class Meta:
        verbose_name = "dispense"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "module"],
                name="gate_waiver_once",
                violation_error_message="Ce module est déjà ouvert pour cette personne.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="gate_waiver_has_a_reason",
                violation_error_message="Une dispense a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : module {self.module_id} ouvert"
