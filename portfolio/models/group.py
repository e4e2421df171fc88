from django.db import models

from portfolio.rules.group_day import LONGEST, MOST_MONTHS, SHORTEST, Rhythm


class GroupRhythm(models.Model):
    """How often a cohort meets, in versions. Rows are only added.

    No personal data but who chose it.
    """

    cohort = models.ForeignKey("training.Cohort", models.PROTECT, related_name="rhythms")
    number = models.PositiveSmallIntegerField("version")
    first_on = models.DateField("premier regroupement")
    first_days = models.PositiveSmallIntegerField("intervalle au début, en jours")
    first_months = models.PositiveSmallIntegerField("durée du début, en mois")
    then_days = models.PositiveSmallIntegerField("intervalle ensuite, en jours")
    chosen_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField("choisi le")

    class Meta:
        verbose_name = "rythme des regroupements"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "number"],
                name="rhythm_number_once",
                violation_error_message="Cette version du rythme existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    first_days__gte=SHORTEST,
                    first_days__lte=LONGEST,
                    then_days__gte=SHORTEST,
                    then_days__lte=LONGEST,
                    first_months__lte=MOST_MONTHS,
                ),
                name="rhythm_within_bounds",
                violation_error_message="Ce rythme n’est pas possible.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id}, rythme {self.number}"

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.first_on, self.first_days, self.first_months, self.then_days)
