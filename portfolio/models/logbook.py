from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from people.enums import Role
from people.models import Membership
from portfolio.enums import WeekState
from portfolio.permissions import SIGNING_ROLES
from portfolio.rules.hours import WEEK_MINUTES
from portfolio.rules.window import MAX_REASON
from training.models import Enrolment

if TYPE_CHECKING:
    from portfolio.models.paper import WeekSheet


class LogbookWeekQuerySet(models.QuerySet["LogbookWeek"]):
    def visible_to(self, actor: Membership) -> "LogbookWeekQuerySet":
        """The learner's own; the training body's staff, once handed in."""
        mine = self.filter(enrolment__in=Enrolment.objects.visible_to(actor))
        if actor.role == Role.LEARNER:
            return mine
        if actor.is_staff:
            return mine.exclude(state=WeekState.DRAFT)
        return self.none()

    def signable_by(self, actor: Membership) -> "LogbookWeekQuerySet":
        """What the actor may sign; twin of `can_sign_week`."""
        if actor.role not in SIGNING_ROLES:
            return self.none()
        return self.visible_to(actor).exclude(enrolment__learner_id=actor.user_id)

    def waiting(self) -> "LogbookWeekQuerySet":
        """Handed in and not yet signed, oldest first."""
        return self.filter(state=WeekState.SUBMITTED).order_by("submitted_at", "pk")


class LogbookWeek(models.Model):
    """An ISO week of a learner's livret. Each change of state is a `WeekEvent`.

    `version` counts the writes: a form names the version it saw. `practice_minutes` is the sum of
    its days, written with them; weeks from before the days have the sum alone.
    Personal data: working time of a learner.
    """

    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="logbook_weeks"
    )
    iso_year = models.PositiveSmallIntegerField("année ISO")
    iso_week = models.PositiveSmallIntegerField(
        "semaine ISO", validators=[MinValueValidator(1), MaxValueValidator(53)]
    )
    practice_minutes = models.PositiveIntegerField("minutes au cabinet", default=0)
    logbook_minutes = models.PositiveIntegerField("minutes pour le livret", default=0)
    collective_minutes = models.PositiveIntegerField("minutes en groupe", default=0)
    state = models.CharField("état", max_length=10, choices=WeekState, default=WeekState.DRAFT)
    version = models.PositiveIntegerField("version", default=1)
    submitted_at = models.DateTimeField("remise le", null=True, blank=True)

    objects = LogbookWeekQuerySet.as_manager()

    class Meta:
        verbose_name = "semaine du livret"
        ordering = ["-iso_year", "-iso_week"]
        indexes = [models.Index(fields=["state", "submitted_at"], name="week_pile")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "iso_year", "iso_week"],
                name="week_once",
                violation_error_message="Cette semaine existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(iso_week__gte=1, iso_week__lte=53),
                name="week_number_exists",
                violation_error_message="Cette semaine n’existe pas.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    practice_minutes__lte=WEEK_MINUTES
                    - models.F("logbook_minutes")
                    - models.F("collective_minutes")
                ),
                name="week_minutes_fit",
                violation_error_message="Une semaine n’a que 168 heures.",
            ),
            models.CheckConstraint(
                condition=models.Q(state=WeekState.DRAFT) | models.Q(submitted_at__isnull=False),
                name="week_handed_in_has_date",
                violation_error_message="Une semaine remise porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return f"semaine {self.iso_week} de {self.iso_year}"

    @property
    def seen(self) -> str:
        """The week and the version that a page shows, as its form sends them back."""
        return f"{self.pk}:{self.version}"

    @property
    def own_minutes(self) -> int:
        """Noted for the livret and the group together."""
        return self.logbook_minutes + self.collective_minutes

    @property
    def papers(self) -> list["WeekSheet"]:
        """The sheets on paper that its page still speaks of."""
        return [one for one in self.sheets.all() if one.shown]


class WeekOpeningQuerySet(models.QuerySet["WeekOpening"]):
    def visible_to(self, actor: Membership) -> "WeekOpeningQuerySet":
        """The learner, and the training body; twin of `can_view_opening`."""
        if actor.role != Role.LEARNER and not actor.is_staff:
            return self.none()
        return self.filter(enrolment__in=Enrolment.objects.visible_to(actor))


class WeekOpening(models.Model):
    """A lead reopened a closed week for its learner, with a reason. Rows are only added.

    The week may have nothing written: it is named by its ISO year and number.
    Personal data: the acting person, and why a week was late.
    """

    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="week_openings"
    )
    iso_year = models.PositiveSmallIntegerField("année ISO")
    iso_week = models.PositiveSmallIntegerField("semaine ISO")
    until = models.DateField("ouverte jusqu’au")
    reason = models.CharField("raison", max_length=MAX_REASON)
    actor = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    at = models.DateTimeField("rouverte le")

    objects = WeekOpeningQuerySet.as_manager()

    class Meta:
        verbose_name = "réouverture d’une semaine"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "iso_year", "iso_week", "until"],
                name="week_reopened_once_a_day",
                violation_error_message="Cette semaine est déjà rouverte.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="week_opening_says_why",
                violation_error_message="Donnez la raison.",
            ),
            models.CheckConstraint(
                condition=models.Q(iso_week__gte=1, iso_week__lte=53),
                name="week_opening_number_exists",
                violation_error_message="Cette semaine n’existe pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : semaine {self.iso_week} de {self.iso_year}"


class WeekEvent(models.Model):
    """A change of state of a week: handed in, returned, signed. Rows are only added.

    Personal data: the acting person and their comment.
    """

    week = models.ForeignKey(LogbookWeek, models.PROTECT, related_name="events")
    state = models.CharField("état", max_length=10, choices=WeekState)
    version = models.PositiveIntegerField("version")
    actor = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    at = models.DateTimeField("le")
    comment = models.TextField("commentaire", blank=True)

    class Meta:
        verbose_name = "événement d’une semaine"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.week_id} {self.get_state_display()}"
