from django.db import models

from people.enums import Role
from people.models import Membership
from portfolio.models.logbook import LogbookWeek
from portfolio.models.piece import Piece, PieceQuerySet
from portfolio.permissions import can_read_sheet


class WeekSheetQuerySet(PieceQuerySet["WeekSheet"]):
    def visible_to(self, actor: Membership) -> "WeekSheetQuerySet":
        """Those of the weeks that the actor reads, once their author confirmed them.

        The author sees theirs in any state. Twin of `can_read_sheet`.
        """
        found = self.filter(week__in=LogbookWeek.objects.visible_to(actor))
        if actor.role == Role.LEARNER:
            return found
        return found.confirmed()


FromQuerySet = models.Manager.from_queryset(WeekSheetQuerySet)


class WeekSheetManager(FromQuerySet["WeekSheet"]):
    """Each row comes with what has happened to its file, also through `week.sheets`."""

    def get_queryset(self) -> WeekSheetQuerySet:
        return WeekSheetQuerySet(self.model, using=self._db).with_acts()


class WeekSheet(Piece):
    """A sheet of a week written by hand, photographed or scanned. Rows are only added.

    `number` is the one printed on it; none when its code could not be read.
    Personal data: what a learner wrote by hand, the signatures on it.
    """

    WEEK, READ_WITH = "week", "la semaine"

    week = models.ForeignKey(LogbookWeek, models.PROTECT, related_name="sheets")
    number = models.PositiveSmallIntegerField("numéro de la feuille", null=True, blank=True)

    objects = WeekSheetManager()

    class Meta:
        verbose_name = "feuille d’une semaine"
        verbose_name_plural = "feuilles des semaines"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.week_id} : {self.name}"

    @property
    def name(self) -> str:
        """« Feuille 2, photo »."""
        number = f" {self.number}" if self.number else ""
        kind = super().name
        return f"Feuille{number}, {kind if kind.isupper() else kind.lower()}"

    @property
    def anchor(self) -> str:
        return "papier"

    def readable_by(self, actor: Membership) -> bool:
        return can_read_sheet(actor, self)
