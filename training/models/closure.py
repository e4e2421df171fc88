from django.db import models

from people.models import Membership
from training.enums import ClosureKind
from training.models.cohort import Cohort
from training.rules.rhythm import Closed


class ClosedPeriodQuerySet(models.QuerySet["ClosedPeriod"]):
    def visible_to(self, actor: Membership) -> "ClosedPeriodQuerySet":
        """The staff of the training body."""
        return self.filter(organisation_id=actor.organisation_id) if actor.is_staff else self.none()

    def of(self, cohort: Cohort) -> "ClosedPeriodQuerySet":
        """Those of the training body, and those of this cohort alone."""
        everybody_or_theirs = models.Q(cohort=None) | models.Q(cohort=cohort)
        return self.filter(everybody_or_theirs, organisation=cohort.organisation_id)


class ClosedPeriod(models.Model):
    """Days on which a training body plans nothing: holidays, peaks of work.

    With a cohort, the peak of its practices: nothing is planned for that cohort alone.
    Personal data: none.
    """

    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="closures")
    cohort = models.ForeignKey(
        Cohort,
        models.PROTECT,
        related_name="closures",
        verbose_name="promotion",
        null=True,
        blank=True,
    )
    kind = models.CharField("raison", max_length=10, choices=ClosureKind)
    label = models.CharField("libellé", max_length=80)
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")

    objects = ClosedPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "fermeture"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="closure_dates_in_order",
                violation_error_message="La fin précède le début.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "starts_on", "ends_on", "label"],
                condition=models.Q(cohort=None),
                name="closure_once",
                violation_error_message="Cette fermeture est déjà notée.",
            ),
            models.UniqueConstraint(
                fields=["cohort", "starts_on", "ends_on", "label"],
                name="closure_once_a_cohort",
                violation_error_message="Cette fermeture est déjà notée.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def days(self) -> Closed:
        return Closed(self.starts_on, self.ends_on, f"{self.get_kind_display()} ({self.label})")
