from datetime import time

from django.db import models

from people.enums import Role
from people.models import Membership
from training.enums import NOTED_STEPS, AgreementSide, AgreementStep, Situation
from training.models.contract import SharedPost
from training.models.enrolment import Enrolment
from training.rules.timetable import Slot

OF_THE_MAIN_PRACTICE = models.Q(practice=models.F("enrolment__practice"))


def _seen_by(actor: Membership) -> models.Q:
    """Of the enrolments that the actor sees; an employer reads their own practice's and the main
    one's, a funder none.
    """
    if actor.role == Role.FUNDER:
        return models.Q(pk=None)
    seen = models.Q(enrolment__in=Enrolment.objects.visible_to(actor))
    if actor.role == Role.EMPLOYER:
        seen &= models.Q(practice_id=actor.organisation_id) | OF_THE_MAIN_PRACTICE
    return seen


class PracticeAgreementQuerySet(models.QuerySet["PracticeAgreement"]):
    def visible_to(self, actor: Membership) -> "PracticeAgreementQuerySet":
        """Twin of `can_view_agreement`."""
        return self.filter(_seen_by(actor))


class PracticeAgreement(models.Model):
    """What is agreed with a practice for one person: its week, its objective, its missions.

    Each practice of a post has versions of its own. Rows are only added: a change is a further
    version, signed anew. `reference` is what a printed version bears, so that its scan is filed
    with this version. Personal data: when somebody works, where, and at what.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="agreements")
    practice = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("version")
    reference = models.CharField("référence", max_length=60, unique=True)
    since = models.DateField("à partir du")
    slots = models.JSONField("créneaux")
    objective = models.CharField("objectif", max_length=1000)
    delegated = models.ManyToManyField(
        "curricula.Mission", related_name="+", verbose_name="missions déléguées"
    )
    written_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    written_at = models.DateTimeField("écrite le")

    objects = PracticeAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "convention du cabinet"
        ordering = ["-number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "practice", "number"],
                name="agreement_number_once",
                violation_error_message="Cette version de la convention existe déjà.",
            ),
            models.CheckConstraint(
                condition=~models.Q(objective=""),
                name="agreement_has_an_objective",
                violation_error_message="Une convention a un objectif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}, version {self.number}"

    @property
    def timetable(self) -> list[Slot]:
        """The slots of the week: day, start and end, in local time."""
        return [
            Slot(day, time.fromisoformat(start), time.fromisoformat(end))
            for day, start, end in self.slots
        ]


class AgreementPaper(models.Model):
    """A version that was signed on paper, as its scan shows it. Rows are only added.

    Personal data: the handwritten signatures on the scan; who filed it, when.
    """

    agreement = models.ForeignKey(PracticeAgreement, models.PROTECT, related_name="papers")
    scan = models.OneToOneField("records.KeptFile", models.PROTECT, related_name="+")
    signed_on = models.DateField("date écrite sur le papier")
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    filed_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    filed_at = models.DateTimeField("déposé le")

    class Meta:
        verbose_name = "convention signée sur papier"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.agreement_id}, signée sur papier le {self.signed_on}"


class AgreementSignature(models.Model):
    """One of the three parties signed a version. Rows are only added.

    By their own account, or on `paper`: then `signed_by` is who filed the scan, and `signed_at`
    when. Personal data: who signed, when.
    """

    agreement = models.ForeignKey(PracticeAgreement, models.PROTECT, related_name="signatures")
    side = models.CharField("partie", max_length=10, choices=AgreementSide)
    signed_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("signé le")
    paper = models.ForeignKey(
        AgreementPaper, models.PROTECT, related_name="signatures", null=True, blank=True
    )

    class Meta:
        verbose_name = "signature de convention"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "side"],
                name="agreement_signed_once_a_side",
                violation_error_message="Cette partie a déjà signé.",
            ),
            models.CheckConstraint(
                condition=models.Q(side__in=AgreementSide.values),
                name="agreement_side_known",
                violation_error_message="Cette partie n’est pas connue.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} : {self.get_side_display()}"


class AgreementFactQuerySet(models.QuerySet["AgreementFact"]):
    def visible_to(self, actor: Membership) -> "AgreementFactQuerySet":
        """Twin of `can_view_agreement`."""
        return self.filter(_seen_by(actor))

    def follow_ups_of(self, members: models.QuerySet[Membership]) -> "AgreementFactQuerySet":
        """Follow-up meetings of people in training: the assistant's own, or noted by a membership.

        Those of a day on which the practice has its part. No actor: the calendar feed has none.
        """
        learners = members.filter(role=Role.LEARNER).values("user")
        own = models.Q(enrolment__learner__in=learners) | models.Q(noted_by__in=members)
        return self.of_a_part().filter(
            own, step=AgreementStep.FOLLOW_UP, enrolment__situation=Situation.ACTIVE
        )

    def of_a_part(self) -> "AgreementFactQuerySet":
        """Those of a day on which their practice has its part in the post."""
        shared = SharedPost.objects.on(models.OuterRef("done_on")).filter(
            enrolment=models.OuterRef("enrolment"), practice=models.OuterRef("practice")
        )
        return self.filter(OF_THE_MAIN_PRACTICE | models.Exists(shared))


class AgreementFact(models.Model):
    """A step of the partnership with a practice that took place. Rows are only added.

    `checks`: at the visit of the workstation, each point of the checklist and whether it was ready.
    Personal data: what was said of a workplace; never of a patient.
    """

    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="agreement_facts"
    )
    practice = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    step = models.CharField("étape", max_length=12, choices=AgreementStep)
    done_on = models.DateField("fait le")
    note = models.CharField("note", max_length=1000, blank=True)
    checks = models.JSONField("points vérifiés", default=list)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    noted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noté le")

    objects = AgreementFactQuerySet.as_manager()

    class Meta:
        verbose_name = "étape de convention"
        ordering = ["done_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(step__in=[step.value for step in NOTED_STEPS]),
                name="agreement_fact_of_a_noted_step",
                violation_error_message="Cette étape ne se note pas.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : {self.get_step_display()}"
