from django.db import models


class Question(models.Model):
    """A question of a lesson; the quiz of a module asks those of its lessons.

    Personal data: none.
    """

    lesson = models.ForeignKey(
        "curricula.LessonPage", models.CASCADE, related_name="questions", verbose_name="leçon"
    )
    code = models.CharField("code", max_length=20, unique=True)
    text = models.TextField("question")
    multiple = models.BooleanField("plusieurs réponses justes", default=False)
    source = models.CharField("source", max_length=300)
    certainty = models.CharField("certitude", max_length=1, choices=[("A", "A"), ("B", "B")])
    order = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "question"
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(certainty__in=["A", "B"]),
                name="question_rests_on_sure_fact",
                violation_error_message="Une question notée repose sur un fait sûr (A ou B).",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    """A possible answer, with what it teaches. Personal data: none."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    text = models.TextField("réponse")
    correct = models.BooleanField("juste", default=False)
    feedback = models.TextField("retour")
    order = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "réponse"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.text
