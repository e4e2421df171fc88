from django.db import models

from assessments.enums import SubmissionState
from assessments.permissions import GRADING_ROLES
from people.enums import Role
from people.models import Membership
from training.models import Enrolment


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, actor: Membership) -> "SubmissionQuerySet":
        """The author; the staff of the training body, once handed in."""
        if actor.role == Role.LEARNER:
            return self.filter(enrolment__in=Enrolment.objects.visible_to(actor))
        if actor.is_staff:
            return self.exclude(state=SubmissionState.DRAFT).filter(
                enrolment__in=Enrolment.objects.visible_to(actor)
            )
        return self.none()

    def gradable_by(self, actor: Membership) -> "SubmissionQuerySet":
        """Handed in, for the trainers and leads of the training body; nobody grades oneself."""
        if actor.role not in GRADING_ROLES:
            return self.none()
        return self.visible_to(actor).exclude(enrolment__learner_id=actor.user_id)

    def waiting(self) -> "SubmissionQuerySet":
        """Handed in and not yet marked, oldest first."""
        return self.filter(state=SubmissionState.SUBMITTED).order_by("submitted_at", "pk")


class Submission(models.Model):
    """One attempt at a written synthesis: a draft until it is handed in, then unchanged.

    An attempt that is not passed may be followed by another. `version` counts the writes, on and on
    over the attempts: a form names the version it saw, and 0 when it saw nothing.
    Personal data: text written by a learner (checked for patient identifiers before it is stored).
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="submissions")
    assignment = models.ForeignKey(
        "curricula.Assignment", models.PROTECT, related_name="submissions"
    )
    attempt = models.PositiveSmallIntegerField("dépôt", default=1)
    text = models.TextField("texte", blank=True)
    state = models.CharField(
        "état", max_length=10, choices=SubmissionState, default=SubmissionState.DRAFT
    )
    version = models.PositiveIntegerField("version", default=1)
    saved_at = models.DateTimeField("enregistré le")
    submitted_at = models.DateTimeField("remis le", null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "écrit remis"
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "submitted_at"], name="submission_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "assignment", "attempt"],
                name="submission_attempt_once",
                violation_error_message="Ce dépôt existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "assignment"],
                condition=~models.Q(state=SubmissionState.GRADED),
                name="submission_one_open",
                violation_error_message="Un dépôt est déjà ouvert pour cet écrit.",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=SubmissionState.values),
                name="submission_state_known",
                violation_error_message="État inconnu.",
            ),
            models.CheckConstraint(
                condition=models.Q(state=SubmissionState.DRAFT)
                | models.Q(submitted_at__isnull=False),
                name="submission_handed_in_has_date",
                violation_error_message="Un écrit remis porte sa date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.assignment_id} ({self.get_state_display()})"


class GradeChange(models.Model):
    """A grade given to a submission. Rows are only added; the newest counts.

    `scores` maps the primary key of a criterion (as text) to a level from 0 to 3.
    Personal data: appreciation of a learner's work by a trainer.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="grades")
    scores = models.JSONField("niveaux par critère")
    points = models.PositiveSmallIntegerField("points")
    out_of = models.PositiveSmallIntegerField("sur")
    passed = models.BooleanField("réussi")
    comment = models.TextField("commentaire", blank=True)
    reason = models.CharField("raison du changement", max_length=300, blank=True)
    graded_by = models.ForeignKey(
        "people.Membership", models.PROTECT, related_name="+", db_index=False
    )
    graded_at = models.DateTimeField("corrigé le")
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)

    class Meta:
        verbose_name = "note"
        ordering = ["pk"]
        indexes = [models.Index(fields=["graded_by", "graded_at"], name="grades_of_a_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(points__lte=models.F("out_of")),
                name="grade_points_within_total",
                violation_error_message="Plus de points que le maximum.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.points}/{self.out_of}"
