from django.db import models

from training.enums import CheckResult, EntrySkill


class PositioningScore(models.Model):
    """What a learner scored on a module before it began; how they answered is not known here.

    Rows are only added, one a source. Personal data: the result of a person, when.
    """

    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="positioning_scores"
    )
    module = models.ForeignKey("curricula.Module", models.PROTECT, related_name="+", db_index=False)
    score = models.PositiveSmallIntegerField("points")
    out_of = models.PositiveSmallIntegerField("sur")
    source_key = models.CharField("origine", max_length=120, unique=True)
    posted_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    posted_at = models.DateTimeField("obtenu le")

    class Meta:
        verbose_name = "score de positionnement"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(out_of__gt=0, score__lte=models.F("out_of")),
                name="positioning_score_within_total",
                violation_error_message="Un score va de zéro au nombre de questions.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.score}/{self.out_of}"


class EntryCheck(models.Model):
    """What the training body saw of a skill at entry, how, and one sentence. Rows are only added.

    Of one skill the highest number stands. Personal data: what a person can do, who saw it, when.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="entry_checks")
    skill = models.CharField("ce qui est vérifié", max_length=10, choices=EntrySkill)
    number = models.PositiveSmallIntegerField("numéro")
    result = models.CharField("ce qui a été vu", max_length=10, choices=CheckResult)
    checked_on = models.DateField("vérifié le")
    how = models.CharField("comment", max_length=200)
    note = models.CharField("en une phrase", max_length=300)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True)
    checked_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "vérification à l’entrée"
        ordering = ["-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "skill", "number"],
                name="entry_check_number_once",
                violation_error_message="Cette vérification est déjà notée.",
            ),
            models.CheckConstraint(
                condition=models.Q(skill__in=EntrySkill.values),
                name="entry_check_skill_known",
                violation_error_message="On vérifie la bureautique ou la terminologie médicale.",
            ),
            models.CheckConstraint(
                condition=models.Q(result__in=CheckResult.values),
                name="entry_check_result_known",
                violation_error_message="Ce résultat n’est pas de ceux proposés.",
            ),
            models.CheckConstraint(
                condition=~models.Q(how="") & ~models.Q(note=""),
                name="entry_check_says_how_and_what",
                violation_error_message="Une vérification dit comment, et ce qui a été vu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_skill_display()} : {self.get_result_display()}"
