from django.db import models

from people.models import Membership
from training.enums import AwayPart
from training.rules.availability import Away


class TrainerAwayQuerySet(models.QuerySet["TrainerAway"]):
    def visible_to(self, actor: Membership) -> "TrainerAwayQuerySet":
        """The staff of the training body."""
        if not actor.is_staff:
            return self.none()
        return self.filter(trainer__organisation_id=actor.organisation_id)


class TrainerAway(models.Model):
    """Days, or half-days, on which a trainer cannot be counted on.

    Personal data: who is away; never why.
    """

    trainer = models.ForeignKey("people.Membership", models.PROTECT, related_name="days_away")
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")
    part = models.CharField("chaque jour", max_length=9, choices=AwayPart, default=AwayPart.DAY)

    objects = TrainerAwayQuerySet.as_manager()

    class Meta:
        verbose_name = "absence d’un formateur"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="away_dates_in_order",
                violation_error_message="La fin précède le début.",
            ),
            models.UniqueConstraint(
                fields=["trainer", "starts_on", "ends_on", "part"],
                name="away_once",
                violation_error_message="Cette absence est déjà notée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainer_id}, {self.starts_on}"

    @property
    def away(self) -> Away:
        return Away(self.starts_on, self.ends_on, AwayPart(self.part))
