from django.db import models

from people.enums import Role
from people.models import Membership
from training.models.enrolment import Enrolment


class EnrolmentMoveQuerySet(models.QuerySet["EnrolmentMove"]):
    def visible_to(self, actor: Membership) -> "EnrolmentMoveQuerySet":
        """The learner; the staff of the training body."""
        if actor.is_staff or actor.role == Role.LEARNER:
            return self.filter(enrolment__in=Enrolment.objects.visible_to(actor))
        return self.none()


class EnrolmentMove(models.Model):
    """An enrolment went on to a newer version of its track. Rows are only added.

    Personal data: who follows what, since when, and the reason given.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="moves")
    from_version = models.ForeignKey("curricula.TrackVersion", models.PROTECT, related_name="+")
    to_version = models.ForeignKey("curricula.TrackVersion", models.PROTECT, related_name="+")
    reason = models.CharField("motif", max_length=500)
    moved_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    moved_at = models.DateTimeField("changé le")

    objects = EnrolmentMoveQuerySet.as_manager()

    class Meta:
        verbose_name = "changement de version"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "to_version"],
                name="enrolment_moves_once_to_a_version",
                violation_error_message="Cette inscription suit déjà cette version.",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_version=models.F("to_version")),
                name="enrolment_moves_to_another_version",
                violation_error_message="Une inscription change pour une autre version.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : {self.from_version_id} vers {self.to_version_id}"
