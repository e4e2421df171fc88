from django.db import models

from training.enums import ActivityKind


class ActivityFact(models.Model):
    """What the site noted of a learner at a lesson, by its own clock. Rows are only added.

    `gap_seconds`: since the fact before of this learner, in whatever lesson; nothing when opened.
    `media`: the title, as it was, of the film or sound that played.
    Personal data: when somebody was at which lesson.
    """

    enrolment = models.ForeignKey(
        "training.Enrolment", models.PROTECT, related_name="activity", db_index=False
    )
    module = models.ForeignKey("curricula.Module", models.PROTECT, related_name="+", db_index=False)
    lesson = models.ForeignKey("curricula.LessonPage", models.PROTECT, related_name="+")
    kind = models.CharField("nature", max_length=10, choices=ActivityKind)
    at = models.DateTimeField("noté le")
    media = models.CharField("média", max_length=150, blank=True)
    gap_seconds = models.PositiveIntegerField("secondes depuis le fait précédent")

    class Meta:
        verbose_name = "fait d’activité"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["enrolment", "at"], name="activity_of_a_learner")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=ActivityKind.OPENED) | models.Q(gap_seconds=0),
                name="activity_opening_starts_anew",
                violation_error_message="Ouvrir une leçon ne compte aucun temps.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=ActivityKind.MEDIA) | models.Q(media=""),
                name="activity_media_of_a_media_sign",
                violation_error_message="Seul un média en lecture a un titre.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.get_kind_display()}"
