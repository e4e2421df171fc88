from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from people.enums import Role
from people.models import Membership, Organisation
from training.enums import Situation, SituationAct, SituationReason
from training.models.contract import SharedPost
from training.rules.regimes import REGIMES, SLIDES_2022, Delays, delays


class JoinedNames(models.Aggregate):
    """The texts of a group, one after the other."""

    function = "GROUP_CONCAT"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **more)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, actor: Membership) -> "EnrolmentQuerySet":
        """The learner's own; the training body's; the funder's files; of an employer, those of the
        practice and those whose post it shares today.
        """
        if actor.role == Role.LEARNER:
            return self.filter(learner_id=actor.user_id)
        if actor.is_staff:
            return self.filter(cohort__organisation_id=actor.organisation_id)
        if actor.role == Role.EMPLOYER:
            shared = SharedPost.objects.today().filter(
                enrolment=models.OuterRef("pk"), practice_id=actor.organisation_id
            )
            return self.filter(models.Q(practice_id=actor.organisation_id) | models.Exists(shared))
        if actor.role == Role.FUNDER:
            return self.filter(funder_id=actor.organisation_id)
        return self.none()

    def expected_on(self, day: date) -> "EnrolmentQuerySet":
        """Those who follow the training on a Europe/Paris day; rule: `situation_on`."""
        last = SituationChange.objects.filter(enrolment=models.OuterRef("pk"), since__lte=day)
        then = last.order_by("-number").values("situation")[:1]
        found = self.annotate(then=models.Subquery(then))
        return found.filter(models.Q(then=None) | models.Q(then=Situation.ACTIVE))

    def for_screen(self) -> "EnrolmentQuerySet":
        return self.select_related(
            "learner", "practice", "cohort", "track_version__track", "qualification"
        )

    def with_further_practices(self) -> "EnrolmentQuerySet":
        """`further`: the names of the practices that share the post today, or None; no query."""
        posts = SharedPost.objects.today().filter(enrolment=models.OuterRef("pk")).order_by()
        names = posts.values("enrolment").annotate(
            names=JoinedNames("practice__name", models.Value(", "))
        )
        return self.annotate(further=models.Subquery(names.values("names")))


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
    situation = models.CharField(
        "situation", max_length=10, choices=Situation, default=Situation.ACTIVE
    )

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
                condition=models.Q(situation__in=Situation.values),
                name="enrolment_situation_known",
                violation_error_message="Cette situation n’est pas connue.",
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

    def practices_on(self, day: date) -> list[Organisation]:
        """The main practice, then those that share the post on a day; one query."""
        posts = self.shared_posts.on(day).select_related("practice")
        return [self.practice, *(post.practice for post in posts)]

    @property
    def practices(self) -> list[Organisation]:
        """Those of today."""
        return self.practices_on(timezone.localdate())

    @property
    def follows(self) -> bool:
        """Neither suspended nor gone."""
        return self.situation == Situation.ACTIVE


class SituationChange(models.Model):
    """A suspension, a return, a drop-out or a change of cohort. Rows are only added.

    The situation that holds stands in `Enrolment.situation`, written in the same transaction.
    Personal data: why somebody does not follow the training; never an illness.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="situations")
    number = models.PositiveSmallIntegerField("numéro")
    act = models.CharField("acte", max_length=12, choices=SituationAct)
    situation = models.CharField("situation", max_length=10, choices=Situation)
    since = models.DateField("à partir du")
    why = models.CharField("raison", max_length=12, choices=SituationReason)
    note = models.CharField("précision", max_length=300, blank=True)
    from_cohort = models.ForeignKey(
        "training.Cohort", models.PROTECT, related_name="+", null=True, blank=True
    )
    changed_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "changement de situation"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "number"],
                name="situation_number_once",
                violation_error_message="Ce changement est déjà noté.",
            ),
            models.CheckConstraint(
                condition=models.Q(situation__in=Situation.values, act__in=SituationAct.values),
                name="situation_change_known",
                violation_error_message="Ce changement n’est pas connu.",
            ),
            models.CheckConstraint(
                condition=models.Q(act=SituationAct.TRANSFERRED, from_cohort__isnull=False)
                | (~models.Q(act=SituationAct.TRANSFERRED) & models.Q(from_cohort__isnull=True)),
                name="situation_transfer_names_its_cohort",
                violation_error_message="Un changement de promotion nomme celle que l’on quitte.",
            ),
            models.CheckConstraint(
                condition=~models.Q(why=SituationReason.OTHER) | ~models.Q(note=""),
                name="situation_other_reason_is_said",
                violation_error_message="« Autre » demande une précision.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : {self.get_act_display()}"
