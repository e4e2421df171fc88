from datetime import date

from django.db import models

from people.models import Membership
from portfolio.enums import ActionOwner
from portfolio.models.meeting import Meeting
from portfolio.rules.meeting import is_late


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, actor: Membership) -> "FollowUpQuerySet":
        """Whoever reads the meeting; twin of `can_read_follow_up`."""
        return self.filter(meeting__in=Meeting.objects.visible_to(actor))

    def open(self) -> "FollowUpQuerySet":
        """Not done, or taken up again; the nearest day first."""
        last = FollowUpFact.objects.filter(follow_up=models.OuterRef("pk")).order_by("-number")
        found = self.annotate(last_done=models.Subquery(last.values("done")[:1]))
        return found.filter(models.Q(last_done=None) | models.Q(last_done=False)).order_by(
            "due_on", "pk"
        )

    def for_screen(self) -> "FollowUpQuerySet":
        """With who noted what; one more query."""
        facts = FollowUpFact.objects.select_related("noted_by__user")
        found = self.select_related(
            "practice", "meeting__enrolment__learner", "meeting__enrolment__cohort",
            "meeting__cohort",
        )  # fmt: skip
        return found.prefetch_related(models.Prefetch("facts", facts))


class FollowUp(models.Model):
    """What was agreed at a meeting: by whom, until which day. Rows are only added.

    Personal data: what somebody is to do.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="follow_ups")
    text = models.CharField("action", max_length=300)
    owner = models.CharField("par", max_length=10, choices=ActionOwner)
    practice = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", null=True, blank=True
    )
    due_on = models.DateField("échéance")
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    agreed_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField("notée le")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "action de suivi"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner=ActionOwner.PRACTICE, practice__isnull=False)
                | models.Q(
                    owner__in=[one for one in ActionOwner if one != ActionOwner.PRACTICE],
                    practice__isnull=True,
                ),
                name="follow_up_owner_known",
                violation_error_message="Une action a une personne ou un cabinet qui la fait.",
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="follow_up_has_a_text",
                violation_error_message="Une action a un texte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text}, {self.due_on}"

    @property
    def last(self) -> "FollowUpFact | None":
        """The newest fact, once facts are loaded."""
        return max(self.facts.all(), key=lambda fact: fact.number, default=None)

    @property
    def done(self) -> bool:
        return bool(self.last and self.last.done)

    @property
    def seen(self) -> int:
        """The number of the newest fact, as a form sends it back; 0: none."""
        return self.last.number if self.last else 0

    @property
    def by(self) -> str:
        """Who does it, by name where there is one."""
        enrolment = self.meeting.enrolment
        if self.practice:
            return str(self.practice)
        if self.owner == ActionOwner.LEARNER and enrolment:
            return str(enrolment.learner)
        return self.get_owner_display()

    def late(self, today: date) -> bool:
        return is_late(self.due_on, self.done, today)


class FollowUpFact(models.Model):
    """That an action was done, or taken up again: by whom, when. Rows are only added.

    Personal data: the acting person.
    """

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="facts")
    number = models.PositiveSmallIntegerField("numéro")
    done = models.BooleanField("faite")
    noted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "état d’une action"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "number"],
                name="follow_up_fact_once",
                violation_error_message="Cet état est déjà noté.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up_id} {'faite' if self.done else 'ouverte'}"
