from decimal import Decimal

from django.db import models

from curricula.enums import Difficulty, QuestionKind


class Question(models.Model):
    """A question of a lesson; the quiz of a module asks those of its lessons.

    Personal data: none.
    """

    lesson = models.ForeignKey(
        "curricula.LessonPage", models.CASCADE, related_name="questions", verbose_name="leçon"
    )
    code = models.CharField("code", max_length=20, unique=True)
    kind = models.CharField(
        "genre", max_length=10, choices=QuestionKind.choices, default=QuestionKind.SINGLE
    )
    text = models.TextField("question")
    tolerance = models.DecimalField(
        "tolérance", max_digits=15, decimal_places=6, default=Decimal(0)
    )
    unit = models.CharField("unité", max_length=20, blank=True)
    feedback = models.TextField(
        "retour général",
        blank=True,
        help_text="Pour une réponse libre, la réponse modèle.",
    )
    source = models.CharField("source", max_length=300)
    certainty = models.CharField("certitude", max_length=1, choices=[("A", "A"), ("B", "B")])
    difficulty = models.PositiveSmallIntegerField(
        "difficulté", choices=Difficulty.choices, null=True, blank=True
    )
    competency = models.ForeignKey(
        "curricula.Competency",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name="compétence",
    )
    order = models.PositiveSmallIntegerField("rang")
    version = models.PositiveIntegerField("version", default=1)
    changed_on_site = models.BooleanField(
        "écrite ou modifiée sur le site",
        default=False,
        help_text="Les fichiers de contenu ne la changent plus.",
    )

    class Meta:
        verbose_name = "question"
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(certainty__in=["A", "B"]),
                name="question_rests_on_sure_fact",
                violation_error_message="Une question notée repose sur un fait sûr (A ou B).",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=QuestionKind.values),
                name="question_kind_known",
                violation_error_message="Ce genre de question n’existe pas.",
            ),
            models.CheckConstraint(
                condition=models.Q(difficulty__in=Difficulty.values)
                | models.Q(difficulty__isnull=True),
                name="question_difficulty_from_1_to_3",
                violation_error_message="La difficulté va de 1 à 3.",
            ),
            models.CheckConstraint(
                condition=models.Q(tolerance__gte=0),
                name="question_tolerance_not_negative",
                violation_error_message="La tolérance est un nombre positif.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class RemovedQuestion(models.Model):
    """The code of a question that somebody removed: no content file brings it back.

    Personal data: none.
    """

    code = models.CharField("code", max_length=20, unique=True)
    removed_at = models.DateTimeField("retirée le")

    class Meta:
        verbose_name = "question retirée"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Choice(models.Model):
    """An answer offered or accepted, with what it teaches; an item to match, with its match.

    An item without text is a match too many. Personal data: none.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    text = models.TextField("réponse", blank=True)
    correct = models.BooleanField("juste", default=False)
    feedback = models.TextField("retour", blank=True)
    match = models.TextField("à associer avec", blank=True)
    order = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "réponse"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.text
