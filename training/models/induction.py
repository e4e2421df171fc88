from django.db import models

from training.enums import InductionItem
from training.rules.induction import DayFacts, InductionMark


class InductionDay(models.Model):
    """The induction day of a cohort: when, where, what of its programme took place.

    Rows are only added: the newest holds. Personal data: who wrote it.
    """

    cohort = models.ForeignKey("training.Cohort", models.PROTECT, related_name="induction_days")
    number = models.PositiveSmallIntegerField("version")
    day = models.DateField("jour")
    place = models.CharField("lieu", max_length=200)
    done = models.JSONField("ce qui a eu lieu", default=list)
    reason = models.CharField("motif", max_length=300, blank=True)
    written_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    written_at = models.DateTimeField("écrit le")

    class Meta:
        verbose_name = "journée d’accueil"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "number"],
                name="induction_day_number_once",
                violation_error_message="Cette version de la journée d’accueil existe déjà.",
            ),
            models.CheckConstraint(
                condition=~models.Q(place=""),
                name="induction_day_has_a_place",
                violation_error_message="Une journée d’accueil a un lieu.",
            ),
        ]

    def __str__(self) -> str:
        return f"journée d’accueil du {self.day:%d/%m/%Y}"

    @property
    def facts(self) -> DayFacts:
        return DayFacts(self.day, self.place, frozenset(self.done))

    @property
    def programme(self) -> list[tuple[InductionItem, bool]]:
        """The points of document 000 in their order, and whether each took place."""
        return [(item, item in self.done) for item in InductionItem]


class InductionNote(models.Model):
    """What was noted of a person at the induction day of a cohort. Rows are only added.

    Personal data: presence, and what somebody said of the day; never of a patient.
    """

    cohort = models.ForeignKey("training.Cohort", models.PROTECT, related_name="induction_notes")
    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="induction_notes"
    )
    number = models.PositiveSmallIntegerField("rang")
    present = models.BooleanField("présent")
    livret = models.BooleanField("livret remis")
    said = models.CharField("évaluation de fin de journée", max_length=300, blank=True)
    reason = models.CharField("motif de la correction", max_length=300, blank=True)
    noted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "note de la journée d’accueil"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "enrolment", "number"],
                name="induction_note_once",
                violation_error_message="Cette personne est déjà notée.",
            ),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""),
                name="induction_correction_has_a_reason",
                violation_error_message="Une correction a un motif.",
            ),
            models.CheckConstraint(
                condition=models.Q(present=True) | models.Q(said=""),
                name="induction_said_by_the_present",
                violation_error_message="Une personne absente n’a pas évalué la journée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : {'présent' if self.present else 'absent'}"

    @property
    def mark(self) -> InductionMark:
        return InductionMark(self.present, self.livret, self.said)
