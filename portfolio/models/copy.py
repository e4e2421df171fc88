from django.db import models

from portfolio.models.logbook import LogbookWeek


class WeekCopy(models.Model):
    """Somebody took up an earlier week in another one: one row a click. Rows are only added.

    Personal data: none beside the weeks that it names.
    """

    week = models.ForeignKey(LogbookWeek, models.PROTECT, related_name="copies")
    source = models.ForeignKey(LogbookWeek, models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField("jours repris")
    entries = models.PositiveSmallIntegerField("situations reprises")
    form_key = models.CharField("jeton du formulaire", max_length=22, unique=True)
    actor = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "reprise d’une semaine"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(days=0, entries=0),
                name="week_copy_of_something",
                violation_error_message="Une reprise reprend quelque chose.",
            ),
            models.CheckConstraint(
                condition=~models.Q(week=models.F("source")),
                name="week_copy_of_another",
                violation_error_message="Une semaine ne se reprend pas elle-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} dans {self.week_id}"
