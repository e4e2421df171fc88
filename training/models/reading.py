from django.db import models

from training.enums import EvaluationKind


class LessonRead(models.Model):
    """A learner read a lesson, in the revision that was live. Rows are only added.

    Personal data: what was read, when.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="readings")
    lesson = models.ForeignKey("curricula.LessonPage", models.PROTECT, related_name="readings")
    module = models.ForeignKey("curricula.Module", models.PROTECT, related_name="+", db_index=False)
    revision_id = models.PositiveBigIntegerField("révision lue", null=True)
    read_at = models.DateTimeField("lue le")

    class Meta:
        verbose_name = "lecture"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson"],
                name="lesson_read_once",
                violation_error_message="Cette leçon est déjà notée comme lue.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} a lu {self.lesson_id}"


class EvaluationDone(models.Model):
    """An evaluation of a module was done and passed; its grade is not known here.

    Rows are only added.

    Personal data: that a person passed an evaluation, when.
    """

    enrolment = models.ForeignKey("training.Enrolment", models.PROTECT, related_name="evaluations")
    module = models.ForeignKey("curricula.Module", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("nature", max_length=10, choices=EvaluationKind)
    source_key = models.CharField("origine", max_length=120, unique=True)
    done_at = models.DateTimeField("fait le")

    class Meta:
        verbose_name = "évaluation faite"

    def __str__(self) -> str:
        return f"{self.source_key}"
