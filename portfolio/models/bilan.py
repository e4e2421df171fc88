from django.db import models

from people.enums import Role
from people.models import Membership
from portfolio.enums import Audience, ReviewState
from portfolio.permissions import audiences_of
from portfolio.rules.bilan import REVIEW_AUDIENCES
from portfolio.rules.logbook import MAX_COMMENT
from training.models import Enrolment


class ActivityReviewQuerySet(models.QuerySet["ActivityReview"]):
    def visible_to(self, actor: Membership) -> "ActivityReviewQuerySet":
        """One's own; once handed in, those open to the circle of the actor.

        An employer reads those of their own practice. Twin of `can_read_review`.
        """
        mine = self.filter(enrolment__in=Enrolment.objects.visible_to(actor))
        if actor.role == Role.LEARNER:
            return mine
        found = mine.exclude(state=ReviewState.DRAFT).filter(audience__in=audiences_of(actor))
        if actor.role == Role.EMPLOYER:
            return found.filter(practice_id=actor.organisation_id)
        return found

    def for_screen(self) -> "ActivityReviewQuerySet":
        return self.select_related(
            "practice", "enrolment__learner", "enrolment__cohort__organisation",
            "enrolment__practice",
        )  # fmt: skip


class ActivityReview(models.Model):
    """A balance sheet of activity at one practice, for a period; each is a numbered version.

    A draft is its author's alone and its figures are computed; handing it in freezes `figures`.
    `version` counts the writes: a form names the one it saw.
    Personal data: what somebody did, learnt and would change.
    """

    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="activity_reviews"
    )
    practice = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("numéro")
    first = models.DateField("premier jour")
    last = models.DateField("dernier jour")
    audience = models.CharField("lu par", max_length=10, choices=Audience)
    did = models.TextField("ce que j’ai fait", blank=True)
    learnt = models.TextField("ce que j’ai appris", blank=True)
    change = models.TextField("ce que je changerais", blank=True)
    state = models.CharField("état", max_length=10, choices=ReviewState, default=ReviewState.DRAFT)
    figures = models.JSONField("chiffres", null=True, blank=True)
    handed_in_at = models.DateTimeField("remis le", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)

    objects = ActivityReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "bilan d’activité"
        ordering = ["-first", "practice", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "practice", "number"],
                name="activity_review_number_once",
                violation_error_message="Cette version du bilan existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "practice"],
                condition=models.Q(state=ReviewState.DRAFT),
                name="activity_review_one_draft",
                violation_error_message="Un brouillon de ce bilan existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ReviewState.values),
                name="activity_review_state_known",
                violation_error_message="Cet état n’est pas connu.",
            ),
            models.CheckConstraint(
                condition=models.Q(audience__in=[one.value for one in REVIEW_AUDIENCES]),
                name="activity_review_audience_known",
                violation_error_message="Ces lecteurs ne sont pas connus.",
            ),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")),
                name="activity_review_dates_in_order",
                violation_error_message="Le dernier jour précède le premier.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=ReviewState.DRAFT, figures__isnull=True, handed_in_at__isnull=True
                )
                | (
                    ~models.Q(state=ReviewState.DRAFT)
                    & models.Q(figures__isnull=False, handed_in_at__isnull=False)
                ),
                name="activity_review_frozen_once_handed_in",
                violation_error_message="Les chiffres d’un bilan remis sont arrêtés.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}, {self.practice_id}, bilan {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == ReviewState.DRAFT


class ReviewEvent(models.Model):
    """A state that a balance sheet of activity took, with the words of who read it.

    Several may say that they have read it. Rows are only added.
    Personal data: the acting person and their words.
    """

    review = models.ForeignKey(ActivityReview, models.PROTECT, related_name="events")
    state = models.CharField("état", max_length=10, choices=ReviewState)
    comment = models.CharField("mot de qui a relu", max_length=MAX_COMMENT, blank=True)
    version = models.PositiveIntegerField("version")
    actor = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "état d’un bilan d’activité"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "version"],
                name="review_event_once_a_version",
                violation_error_message="Ce bilan a déjà pris cet état.",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=ReviewState.READ) & ~models.Q(comment=""))
                | (models.Q(state__in=[ReviewState.DRAFT, ReviewState.HANDED_IN], comment="")),
                name="review_read_with_words",
                violation_error_message="Qui relit écrit un mot.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.get_state_display()}"
