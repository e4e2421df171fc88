from django.db import models

from people.models import Membership
from training.enums import DistanceRule


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, actor: Membership) -> "CohortQuerySet":
        """The staff of the training body that runs it."""
        if not actor.is_staff:
            return self.none()
        return self.filter(organisation_id=actor.organisation_id)


class Cohort(models.Model):
    """People who follow the same version of a track together. Personal data: none."""

    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="cohorts")
    track_version = models.ForeignKey(
        "curricula.TrackVersion", models.PROTECT, related_name="cohorts"
    )
    title = models.CharField("nom", max_length=160)
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin prévue")
    distance_rule = models.CharField(
        "ce qui compte d’une leçon à distance", max_length=10, choices=DistanceRule,
        default=DistanceRule.MEASURED,
    )  # fmt: skip

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = "promotion"
        ordering = ["-starts_on", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title"],
                name="cohort_title_once",
                violation_error_message="Une promotion porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                name="cohort_dates_in_order",
                violation_error_message="La fin doit suivre le début.",
            ),
            models.CheckConstraint(
                condition=models.Q(distance_rule__in=DistanceRule.values),
                name="cohort_distance_rule_known",
                violation_error_message="Cette règle n’est pas connue.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
