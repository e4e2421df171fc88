from django.db import models

from training.enums import PositionLevel, PositionRater, PriorKind


class Position(models.Model):
    """Where a rater places a learner in one competency at entry. Rows are only added.

    Of one rater the highest number stands; the two raters never write over each other.
    Personal data: what a learner is said to be able to do, by whom and when.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="positions")
    competency = models.ForeignKey(
        "curricula.Competency", models.PROTECT, related_name="+", db_index=False
    )
    rater = models.CharField("qui", max_length=10, choices=PositionRater)
    level = models.PositiveSmallIntegerField("niveau", choices=PositionLevel)
    number = models.PositiveSmallIntegerField("numéro")
    placed_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    placed_at = models.DateTimeField("placé le")

    class Meta:
        verbose_name = "position"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "competency", "rater", "number"],
                name="position_number_once",
                violation_error_message="Cette position est déjà notée.",
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=PositionLevel.values),
                name="position_level_known",
                violation_error_message="Une position est l’un des niveaux proposés.",
            ),
            models.CheckConstraint(
                condition=models.Q(rater__in=PositionRater.values),
                name="position_rater_known",
                violation_error_message="Une position vient de l’assistant ou d’un formateur.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : {self.competency_id} {self.get_level_display()}"

    @property
    def short(self) -> str:
        """« niveau 2 »."""
        return PositionLevel(self.level).short


class PriorResult(models.Model):
    """A diploma or hours followed elsewhere, as declared; a wrong one is withdrawn, never erased.

    Personal data: what a learner studied before, and when.
    """

    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="prior_results"
    )
    kind = models.CharField("genre", max_length=10, choices=PriorKind)
    title = models.CharField("intitulé", max_length=200)
    obtained_on = models.DateField("obtenu le")
    module = models.ForeignKey(
        "curricula.Module", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    minutes = models.PositiveIntegerField("minutes", default=0)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    declared_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    declared_at = models.DateTimeField("déclaré le")
    withdrawn_by = models.ForeignKey(
        "people.Membership", models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "acquis antérieur"
        ordering = ["-obtained_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="prior_result_has_a_title",
                violation_error_message="Un acquis a un intitulé.",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes=0) | models.Q(module__isnull=False),
                name="prior_result_hours_have_a_module",
                violation_error_message="Des heures se rapportent à un module.",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | models.Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="prior_result_withdrawn_by_and_at",
                violation_error_message="Un retrait a un auteur et un jour.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ExemptionDecision(models.Model):
    """What the lead takes off the hours of a module for one person, and why. Rows are only added.

    Of one module, known by its code, the highest number stands; 0 % without minutes takes it back.
    Personal data: the person, the reason, by whom and when.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="exemptions")
    module = models.ForeignKey("curricula.Module", models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField("numéro")
    percentage = models.PositiveSmallIntegerField("allègement, en pourcentage")
    prior_minutes = models.PositiveIntegerField("minutes acquises ailleurs")
    reason = models.CharField("motif", max_length=500)
    decided_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("décidé le")

    class Meta:
        verbose_name = "décision d’allègement"
        ordering = ["-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "module", "number"],
                name="exemption_number_once",
                violation_error_message="Cette décision est déjà prise.",
            ),
            models.CheckConstraint(
                condition=models.Q(percentage__lte=100),
                name="exemption_percentage_whole_at_most",
                violation_error_message="Un allègement va jusqu’au module entier.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="exemption_has_a_reason",
                violation_error_message="Une décision a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} : module {self.module_id}, {self.percentage} %"
