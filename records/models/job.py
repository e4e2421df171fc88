from django.db import models

from records.enums import JobState


class Job(models.Model):
    """Work for later. The row is the truth: the queue may lose a message, a sweep sends it again.

    Personal data: whatever the payload names (identifiers only, never text).
    """

    task = models.CharField("tâche", max_length=80)
    key = models.CharField("clé", max_length=160, unique=True)
    payload = models.JSONField(default=dict, blank=True)
    state = models.CharField("état", max_length=10, choices=JobState, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    error = models.TextField("erreur", blank=True)
    created_at = models.DateTimeField("créé le")
    touched_at = models.DateTimeField("changé le")

    class Meta:
        verbose_name = "travail"
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "touched_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values),
                name="job_state_known",
                violation_error_message="État inconnu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.key} ({self.get_state_display()})"
