from django.db import models

from people.enums import Role
from people.models import Membership
from portfolio.enums import Audience, Heading, PersonalStep
from portfolio.models.meeting import Meeting
from portfolio.permissions import audiences_of
from portfolio.rules.personal import MAX_PRESENT, MAX_SAID
from training.models import Enrolment

BEFORE_INTERVIEW = (PersonalStep.ALONE, PersonalStep.INTERVIEW)


class PersonalReviewQuerySet(models.QuerySet["PersonalReview"]):
    def visible_to(self, actor: Membership) -> "PersonalReviewQuerySet":
        """One's own; of what is shared, what is open to the circle of the actor.

        Neither employer nor funder. Twin of `can_read_personal`.
        """
        mine = self.filter(enrolment__in=Enrolment.objects.visible_to(actor))
        if actor.role == Role.LEARNER:
            return mine
        return mine.filter(audience__in=audiences_of(actor)).exclude(audience=Audience.EMPLOYER)

    def for_screen(self) -> "PersonalReviewQuerySet":
        return self.select_related(
            "enrolment__learner", "enrolment__practice", "enrolment__cohort",
            "meeting__led_by__user", "meeting__enrolment__cohort",
        )  # fmt: skip


class PersonalReview(models.Model):
    """The personal and professional balance sheet of somebody, step by step.

    `audience` is its author alone until it is shared. `meeting` is the interview; the actions of
    the plan are those of that meeting. `version` counts the writes.
    Personal data: what somebody says of themselves and wants (its texts), and for whom.
    """

    enrolment = models.OneToOneField(
        "training.Enrolment", models.PROTECT, related_name="personal_review"
    )
    step = models.CharField(
        "étape", max_length=10, choices=PersonalStep, default=PersonalStep.ALONE
    )
    audience = models.CharField("lu par", max_length=10, choices=Audience, default=Audience.SELF)
    shared_at = models.DateTimeField("partagé le", null=True, blank=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)

    objects = PersonalReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "bilan personnel et professionnel"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(step__in=PersonalStep.values),
                name="personal_step_known",
                violation_error_message="Cette étape n’est pas connue.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    step=PersonalStep.ALONE, audience=Audience.SELF, shared_at__isnull=True
                )
                | (
                    ~models.Q(step=PersonalStep.ALONE)
                    & models.Q(
                        audience__in=[Audience.SUPPORT, Audience.TRAINING],
                        shared_at__isnull=False,
                    )
                ),
                name="personal_alone_is_not_shared",
                violation_error_message="Seul, personne d’autre ne lit ; ensuite, quelqu’un lit.",
            ),
            models.CheckConstraint(
                condition=models.Q(step__in=BEFORE_INTERVIEW, meeting__isnull=True)
                | (~models.Q(step__in=BEFORE_INTERVIEW) & models.Q(meeting__isnull=False)),
                name="personal_project_follows_an_interview",
                violation_error_message="Le projet vient après l’entretien.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}, {self.get_step_display()}"

    @property
    def alone(self) -> bool:
        return self.step == PersonalStep.ALONE


class PersonalText(models.Model):
    """A version of what is written under a heading. Rows are only added; the newest holds.

    Personal data: as `PersonalReview`.
    """

    review = models.ForeignKey(PersonalReview, models.PROTECT, related_name="texts")
    heading = models.CharField("partie", max_length=12, choices=Heading)
    number = models.PositiveSmallIntegerField("version")
    text = models.TextField("texte", blank=True)
    written_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    written_at = models.DateTimeField("écrit le")

    class Meta:
        verbose_name = "partie d’un bilan personnel"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "heading", "number"],
                name="personal_text_number_once",
                violation_error_message="Cette version existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(heading__in=Heading.values),
                name="personal_heading_known",
                violation_error_message="Cette partie n’est pas connue.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_heading_display()}, version {self.number}"


class PersonalEvent(models.Model):
    """A step that a personal balance sheet reached: who, when. Rows are only added.

    Personal data: the acting person.
    """

    review = models.ForeignKey(PersonalReview, models.PROTECT, related_name="events")
    step = models.CharField("étape", max_length=10, choices=PersonalStep)
    actor = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "étape d’un bilan personnel"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "step"],
                name="personal_step_once",
                violation_error_message="Cette étape est déjà atteinte.",
            ),
            models.CheckConstraint(
                condition=models.Q(step__in=PersonalStep.values),
                name="personal_event_known",
                violation_error_message="Cette étape n’est pas connue.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.get_step_display()}"


class OralPresentation(models.Model):
    """A presentation of a project before people, and what they said. Rows are only added.

    Personal data: who was there, what was said to somebody of their project.
    """

    review = models.ForeignKey(PersonalReview, models.PROTECT, related_name="presentations")
    held_on = models.DateField("présenté le")
    present = models.CharField("devant", max_length=MAX_PRESENT)
    said_back = models.TextField("ce qui a été dit", max_length=MAX_SAID, blank=True)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    noted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "présentation orale"
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(present=""),
                name="presentation_before_somebody",
                violation_error_message="Une présentation se fait devant quelqu’un.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}, {self.held_on}"
