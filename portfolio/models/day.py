from django.db import models

from portfolio.enums import DayKind
from portfolio.models.logbook import LogbookWeek
from portfolio.rules.hours import DAY_MINUTES, WrittenDay


class WeekDay(models.Model):
    """A day of a week: the minutes at one practice, or a day without work.

    Rewritten with each write of the hours, as long as the week is being written.
    Personal data: when somebody worked, and where; never why they were absent.
    """

    week = models.ForeignKey(LogbookWeek, models.CASCADE, related_name="days")
    day = models.DateField("jour")
    kind = models.CharField("genre", max_length=10, choices=DayKind)
    practice = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", null=True, blank=True
    )
    minutes = models.PositiveSmallIntegerField("minutes", default=0)

    class Meta:
        verbose_name = "jour d’une semaine du livret"
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["week", "day", "practice"],
                name="day_once_a_practice",
                violation_error_message="Ce jour est déjà noté.",
            ),
            models.UniqueConstraint(
                fields=["week", "day"],
                condition=models.Q(practice=None),
                name="day_off_once",
                violation_error_message="Ce jour est déjà noté.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind=DayKind.WORKED,
                    practice__isnull=False,
                    minutes__gte=1,
                    minutes__lte=DAY_MINUTES,
                )
                | models.Q(
                    kind__in=[kind for kind in DayKind if kind != DayKind.WORKED],
                    practice__isnull=True,
                    minutes=0,
                ),
                name="day_worked_or_off",
                violation_error_message="Un jour au cabinet a des heures, un autre n’en a pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"

    @property
    def written(self) -> WrittenDay:
        return WrittenDay(self.day, self.kind, self.minutes, self.practice_id)
