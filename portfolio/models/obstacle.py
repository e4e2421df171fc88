from django.db import models

from people.models import Membership
from portfolio.enums import ObstacleAct, ObstacleKind
from portfolio.models.entry import LogbookEntry
from portfolio.rules.obstacle import MAX_NOTE, MAX_WHOM


class ObstacleFactQuerySet(models.QuerySet["ObstacleFact"]):
    def visible_to(self, actor: Membership) -> "ObstacleFactQuerySet":
        """Whoever reads the situation; twin: `can_view_obstacle_fact`."""
        return self.filter(entry__in=LogbookEntry.objects.visible_to(actor))


class ObstacleFact(models.Model):
    """What became of an obstacle: its kind, taken to whom, solved or not, met again.

    Rows are only added; the state is computed (`rules/obstacle.py`). `on` is the day of the act.
    Personal data: who was asked for help, what was done, by whom.
    """

    entry = models.ForeignKey(LogbookEntry, models.PROTECT, related_name="obstacle_facts")
    number = models.PositiveSmallIntegerField("numéro")
    act = models.CharField("acte", max_length=10, choices=ObstacleAct)
    kind = models.CharField("ce qui empêche", max_length=15, choices=ObstacleKind)
    on = models.DateField("le")
    whom = models.CharField("porté à", max_length=MAX_WHOM, blank=True)
    note = models.CharField("précision", max_length=MAX_NOTE, blank=True)
    noted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noté le")

    objects = ObstacleFactQuerySet.as_manager()

    class Meta:
        verbose_name = "suite d’un empêchement"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "number"],
                name="obstacle_fact_numbered_once",
                violation_error_message="Cette suite est déjà notée.",
            ),
            models.CheckConstraint(
                condition=models.Q(act__in=ObstacleAct.values),
                name="obstacle_act_known",
                violation_error_message="Cet acte n’est pas connu.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ObstacleKind.values),
                name="obstacle_kind_known",
                violation_error_message="Ce genre n’est pas connu.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_act_display()
