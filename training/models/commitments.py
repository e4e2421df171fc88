from django.db import models

from training.enums import AgreementSide
from training.rules.induction import lines_of


class Commitments(models.Model):
    """What each side of a training commits itself to, in versions. Personal data: none.

    One commitment a line; their wording is that of the training body. Rows are only added: an
    acceptance is of the version that was read. The practice may have none.
    """

    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="commitments"
    )
    number = models.PositiveSmallIntegerField("version")
    body = models.TextField("engagements de l’organisme")
    learner = models.TextField("engagements de l’assistant")
    practice = models.TextField("engagements du cabinet", blank=True)
    written_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    written_at = models.DateTimeField("écrits le")

    class Meta:
        verbose_name = "engagements"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                name="commitments_number_once",
                violation_error_message="Cette version des engagements existe déjà.",
            ),
            models.CheckConstraint(
                condition=~models.Q(body="") & ~models.Q(learner=""),
                name="commitments_of_both_sides",
                violation_error_message="L’organisme et l’assistant ont chacun leurs engagements.",
            ),
        ]

    def __str__(self) -> str:
        return f"engagements, version {self.number}"

    @property
    def lists(self) -> dict[AgreementSide, list[str]]:
        """The commitments of each side that has some: the body, the assistant, the practice."""
        order = (AgreementSide.BODY, AgreementSide.LEARNER, AgreementSide.PRACTICE)
        found = {side: lines_of(getattr(self, side.value)) for side in order}
        return {side: lines for side, lines in found.items() if lines}


class CommitmentAcceptance(models.Model):
    """One side of a training accepted a version; each practice of a post accepts for itself.

    Rows are only added. `practice` is named for the side of the practice, and for no other.
    Personal data: who accepted, when.
    """

    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="commitment_acceptances"
    )
    commitments = models.ForeignKey(Commitments, models.PROTECT, related_name="acceptances")
    side = models.CharField("partie", max_length=10, choices=AgreementSide)
    practice = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", null=True, blank=True
    )
    accepted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField("accepté le")

    class Meta:
        verbose_name = "acceptation d’engagements"
        ordering = ["-commitments__number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "commitments", "side"],
                condition=models.Q(practice=None),
                name="commitments_accepted_once_a_side",
                violation_error_message="Cette partie a déjà accepté cette version.",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "commitments", "practice"],
                name="commitments_accepted_once_a_practice",
                violation_error_message="Ce cabinet a déjà accepté cette version.",
            ),
            models.CheckConstraint(
                condition=models.Q(side=AgreementSide.PRACTICE, practice__isnull=False)
                | (~models.Q(side=AgreementSide.PRACTICE) & models.Q(practice=None)),
                name="commitments_practice_of_its_side",
                violation_error_message="Un cabinet accepte pour lui-même, et lui seul est nommé.",
            ),
            models.CheckConstraint(
                condition=models.Q(side__in=AgreementSide.values),
                name="commitments_side_known",
                violation_error_message="Cette partie n’est pas connue.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : {self.get_side_display()}"
