from django.db import models

from people.enums import Role
from people.models import Membership
from portfolio.enums import CareAct
from portfolio.permissions import CARE_ROLES
from portfolio.rules.care import MAX_NOTE
from training.models import Enrolment


class CareFactQuerySet(models.QuerySet["CareFact"]):
    def visible_to(self, actor: Membership) -> "CareFactQuerySet":
        """The person, and those of the training body who accompany; twin: `can_view_care`."""
        if actor.role != Role.LEARNER and actor.role not in CARE_ROLES:
            return self.none()
        return self.filter(enrolment__in=Enrolment.objects.visible_to(actor))


class CareFact(models.Model):
    """Help offered to somebody whose livret stays empty, wanted, declined, given.

    Rows are only added. Personal data: that somebody may need help, and what was said of it.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="care_facts")
    number = models.PositiveSmallIntegerField("numéro")
    act = models.CharField("acte", max_length=10, choices=CareAct)
    note = models.CharField("précision", max_length=MAX_NOTE, blank=True)
    noted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noté le")

    objects = CareFactQuerySet.as_manager()

    class Meta:
        verbose_name = "aide pour le livret"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "number"],
                name="care_fact_numbered_once",
                violation_error_message="Cet acte est déjà noté.",
            ),
            models.CheckConstraint(
                condition=models.Q(act__in=CareAct.values),
                name="care_act_known",
                violation_error_message="Cet acte n’est pas connu.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_act_display()
