from django.db import models

from training.enums import SessionAct


class SessionChange(models.Model):
    """What became of a session: announced, moved, cancelled, by whom and why. Rows are only added.

    `starts_at` and `ends_at` are those from then on. Personal data: who changed it.
    """

    session = models.ForeignKey("training.TrainingSession", models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField("version")
    act = models.CharField("acte", max_length=10, choices=SessionAct)
    reason = models.CharField("motif", max_length=300, blank=True)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    changed_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("le")

    class Meta:
        verbose_name = "changement d’une séance"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"],
                name="session_change_once",
                violation_error_message="Cette version de la séance est déjà notée.",
            ),
            models.CheckConstraint(
                condition=models.Q(act=SessionAct.ANNOUNCED) | ~models.Q(reason=""),
                name="session_change_has_a_reason",
                violation_error_message="Dites pourquoi la séance change.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}, {self.get_act_display()}"
