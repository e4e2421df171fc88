from django.db import models
from django.db.models.functions import Coalesce

from portfolio.models.logbook import LogbookWeek

FIRST = 1


class PracticeContent(models.Model):
    """How often what a practice reads of a week was written anew; no row: not since it was begun.

    An answer or a link of the practice names the version it was given to.
    Personal data: none.
    """

    week = models.ForeignKey(LogbookWeek, models.CASCADE, related_name="practice_contents")
    practice = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField("version", default=FIRST)

    class Meta:
        verbose_name = "version de ce que lit un cabinet"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["week", "practice"],
                name="content_once_a_practice",
                violation_error_message="Cette version est déjà comptée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week_id} : {self.practice_id}, version {self.version}"


def content_version(week: str, practice: "str | int") -> Coalesce:
    """The version of what a practice reads of a week, in a query: `week` names its column, and
    `practice` a column or a primary key.
    """
    whose = models.OuterRef(practice) if isinstance(practice, str) else practice
    found = PracticeContent.objects.filter(week=models.OuterRef(week), practice=whose)
    return Coalesce(models.Subquery(found.values("version")[:1]), FIRST)
