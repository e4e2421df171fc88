from django.db import models

from people.enums import Role
from people.models import Membership
from training.rules.regimes import REGIMES, SLIDES_2022, Delays, delays


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, actor: Membership) -> "EnrolmentQuerySet":
        """The learner's own; the training body's; the practice's assistants; the funder's files."""
        if actor.role == Role.LEARNER:
            return self.filter(learner_id=actor.user_id)
        if actor.is_staff:
            return self.filter(cohort__organisation_id=actor.organisation_id)
        if actor.role == Role.EMPLOYER:
            return self.filter(practice_id=actor.organisation_id)
        if actor.role == Role.FUNDER:
            return self.filter(funder_id=actor.organisation_id)
        return self.none()

    def for_screen(self) -> "EnrolmentQuerySet":
        return self.select_related(
            "learner", "practice", "cohort", "track_version__track", "qualification"
        )


class Enrolment(models.Model):
    """A learner's way through a pinned version of a track and of its reference (L6113-9).

    Personal data: who learns, where they work, date of recruitment.
    """

    learner = models.ForeignKey("people.User", models.PROTECT, related_name="enrolments")
    practice = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    funder = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", null=True, blank=True
    )
    cohort = models.ForeignKey("training.Cohort", models.PROTECT, related_name="enrolments")
    track_version = models.ForeignKey(
        "curricula.TrackVersion", models.PROTECT, related_name="enrolments"
    )
    qualification = models.ForeignKey(
        "curricula.Qualification", models.PROTECT, related_name="enrolments"
    )
    recruited_on = models.DateField("recruté le")
    regime = models.CharField("régime du délai", max_length=20, default=SLIDES_2022.code)
    enrolled_at = models.DateTimeField("inscrit le")

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "cohort"],
                name="enrolment_once_a_cohort",
                violation_error_message="Cette personne est déjà inscrite dans la promotion.",
            ),
            models.CheckConstraint(
                condition=models.Q(regime__in=list(REGIMES)),
                name="enrolment_regime_known",
                violation_error_message="Ce régime de délai n’est pas connu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner}, {self.cohort}"

    @property
    def delays(self) -> Delays:
        """Until when the training is followed and the qualification held."""
        return delays(REGIMES[self.regime], self.recruited_on)
