from django.db import models

from curricula.enums import BudgetCategory
from training.enums import HoursCategory, HoursState


class HoursEntry(models.Model):
    """One line of the hours ledger. Rows are only added; a source key is counted once.

    Of one source the highest version stands; a version of no minutes takes it out of the account.
    Personal data: time spent by a learner.
    """

    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="hours_entries"
    )
    module = models.ForeignKey(
        "curricula.Module",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    category = models.CharField("catégorie", max_length=10, choices=HoursCategory)
    budget = models.CharField("catégorie prévue", max_length=10, choices=BudgetCategory, blank=True)
    state = models.CharField("état", max_length=10, choices=HoursState)
    minutes = models.PositiveIntegerField("minutes")
    occurred_on = models.DateField("fait le")
    label = models.CharField("libellé", max_length=200)
    source_key = models.CharField("origine", max_length=120)
    version = models.PositiveSmallIntegerField("version", default=1)
    posted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    posted_at = models.DateTimeField("inscrit le")

    class Meta:
        verbose_name = "ligne d’heures"
        ordering = ["-occurred_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key", "version", "state"],
                name="hours_source_version_state_once",
                violation_error_message="Ces heures sont déjà comptées.",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gt=0) | models.Q(version__gt=1),
                name="hours_first_minutes_positive",
                violation_error_message="Une durée est d’au moins une minute.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_key} {self.minutes} min {self.get_state_display()}"
