from django.db import models

from people.models import Membership
from portfolio.models.entry import LogbookEntry
from portfolio.models.logbook import LogbookWeek
from portfolio.permissions import SIGNING_ROLES
from portfolio.rules.amendment import MAX_REASON


class WeekAmendmentQuerySet(models.QuerySet["WeekAmendment"]):
    def visible_to(self, actor: Membership) -> "WeekAmendmentQuerySet":
        """Of hours, who reads the week; of a situation, who reads that.

        Twin of `can_read_amendment`.
        """
        weeks = LogbookWeek.objects.visible_to(actor)
        entries = LogbookEntry.objects.visible_to(actor)
        return self.filter(models.Q(entry=None, week__in=weeks) | models.Q(entry__in=entries))

    def answerable_by(self, actor: Membership) -> "WeekAmendmentQuerySet":
        """What waits for an answer that the actor may give; twin of `can_answer_amendment`."""
        if actor.role not in SIGNING_ROLES:
            return self.none()
        mine = self.visible_to(actor).filter(answer=None)
        return mine.exclude(week__enrolment__learner_id=actor.user_id)


class WeekAmendment(models.Model):
    """A correction of a signed week, its hours or a situation: before, after. Rows are only added.

    It holds once an `AmendmentAnswer` accepts it; week and situation then show what it says.
    Personal data: working time and text of a learner (checked for patient identifiers).
    """

    week = models.ForeignKey(LogbookWeek, models.PROTECT, related_name="amendments")
    entry = models.ForeignKey(
        LogbookEntry, models.PROTECT, related_name="amendments", null=True, blank=True
    )
    before = models.JSONField("avant")
    after = models.JSONField("après")
    reason = models.CharField("raison", max_length=MAX_REASON)
    actor = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    at = models.DateTimeField("demandée le")
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)

    objects = WeekAmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = "correction d’une semaine visée"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="amendment_says_why",
                violation_error_message="Donnez la raison de la correction.",
            ),
        ]

    def __str__(self) -> str:
        return f"correction {self.pk} de la semaine {self.week_id}"


class AmendmentAnswer(models.Model):
    """Accepted or refused, by whom and why; one for each correction. Rows are only added.

    Personal data: the acting person and their words.
    """

    amendment = models.OneToOneField(WeekAmendment, models.PROTECT, related_name="answer")
    accepted = models.BooleanField("acceptée")
    reason = models.CharField("raison", max_length=MAX_REASON, blank=True)
    actor = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    at = models.DateTimeField("répondue le")

    class Meta:
        verbose_name = "réponse à une correction"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted=True) | ~models.Q(reason=""),
                name="amendment_refused_says_why",
                violation_error_message="Un refus donne sa raison.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amendment_id} {'acceptée' if self.accepted else 'refusée'}"
