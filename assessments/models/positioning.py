from django.db import models


class PositioningAttempt(models.Model):
    """The answers of a learner to the positioning quiz of a module: once, before beginning it.

    Nobody is shown which were right: the quiz of the module may ask the same.
    Personal data: answers and result of a learner.
    """

    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="positioning_attempts"
    )
    module = models.ForeignKey("curricula.Module", models.PROTECT, related_name="+", db_index=False)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    asked = models.JSONField("questions telles que posées")
    answers = models.JSONField("réponses données")
    points = models.PositiveSmallIntegerField("points")
    out_of = models.PositiveSmallIntegerField("sur")
    submitted_at = models.DateTimeField("fait le")

    class Meta:
        verbose_name = "essai de positionnement"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "module"],
                name="positioning_attempt_once_a_module",
                violation_error_message="Le quiz de positionnement de ce module est déjà fait.",
            ),
            models.CheckConstraint(
                condition=models.Q(points__lte=models.F("out_of")),
                name="positioning_points_within_total",
                violation_error_message="Plus de points que de questions.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points}/{self.out_of}"
