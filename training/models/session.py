from django.db import models

from curricula.enums import BudgetCategory
from people.enums import Role
from people.models import Membership


class TrainingSessionQuerySet(models.QuerySet["TrainingSession"]):
    def visible_to(self, actor: Membership) -> "TrainingSessionQuerySet":
        """The training body's staff; a learner sees the sessions of their cohorts."""
        if actor.is_staff:
            return self.filter(cohort__organisation_id=actor.organisation_id)
        if actor.role == Role.LEARNER:
            return self.filter(cohort__enrolments__learner_id=actor.user_id).distinct()
        return self.none()


class TrainingSession(models.Model):
    """A session that took place, recorded by its trainer with those present.

    `category` is empty where its module plans no hours by category; `tutor` and `reflection` are of
    training at work (D6313-3-2). Personal data: the trainer, the tutor.
    """

    cohort = models.ForeignKey("training.Cohort", models.PROTECT, related_name="sessions")
    module = models.ForeignKey("curricula.Module", models.PROTECT, related_name="sessions")
    category = models.CharField("catégorie", max_length=10, choices=BudgetCategory, blank=True)
    title = models.CharField("titre", max_length=200)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    trainer = models.ForeignKey("people.Membership", models.PROTECT, related_name="sessions")
    recorded_at = models.DateTimeField("enregistrée le")
    tutor = models.CharField("formateur-tuteur", max_length=160, blank=True)
    reflection = models.TextField("phase réflexive", blank=True)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["-starts_at", "-id"], name="session_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_start",
                violation_error_message="La fin doit suivre le début.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whole minutes a learner was present at a session. Rows are only added.

    Personal data: presence of a person.
    """

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="attendances")
    minutes = models.PositiveSmallIntegerField("minutes de présence")

    class Meta:
        verbose_name = "présence"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"],
                name="attendance_once",
                violation_error_message="La présence est déjà notée.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.minutes} min"
