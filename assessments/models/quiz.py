from django.db import models

from people.enums import Role
from people.models import Membership
from training.models import Enrolment


class QuizAttemptQuerySet(models.QuerySet["QuizAttempt"]):
    def visible_to(self, actor: Membership) -> "QuizAttemptQuerySet":
        """Whoever sees the learner's enrolment in the training; employers and funders do not."""
        if actor.is_staff or actor.role == Role.LEARNER:
            return self.filter(enrolment__in=Enrolment.objects.visible_to(actor))
        return self.none()


class QuizAttempt(models.Model):
    """One finished attempt at the quiz of a module, with the questions as they were asked.

    Personal data: answers and result of a learner.
    """

    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="quiz_attempts"
    )
    module = models.ForeignKey("curricula.Module", models.PROTECT, related_name="+", db_index=False)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    asked = models.JSONField("questions telles que posées")
    answers = models.JSONField("réponses données")
    points = models.PositiveSmallIntegerField("points")
    out_of = models.PositiveSmallIntegerField("sur")
    passed = models.BooleanField("réussi")
    submitted_at = models.DateTimeField("fait le")

    objects = QuizAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = "essai de quiz"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(points__lte=models.F("out_of")),
                name="quiz_points_within_total",
                violation_error_message="Plus de points que de questions.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.points}/{self.out_of}"
