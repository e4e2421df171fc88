from django.db import models

from people.models import User
from records.enums import Channel, ReminderKind, Rhythm


class ReminderChoice(models.Model):
    """How a person wants to be told of a kind of reminder. Personal data: that choice."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="reminder_choices")
    kind = models.CharField("genre", max_length=12, choices=ReminderKind)
    channel = models.CharField("moyen", max_length=6, choices=Channel)
    rhythm = models.CharField("rythme", max_length=8, choices=Rhythm)

    class Meta:
        verbose_name = "choix de rappel"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                name="reminder_choice_once_a_kind",
                violation_error_message="Ce genre de rappel est déjà réglé.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=ReminderKind.values, channel__in=Channel.values,
                    rhythm__in=Rhythm.values,
                ),
                name="reminder_choice_known",
                violation_error_message="Ce choix n’est pas connu.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user_id} : {self.get_kind_display()}, {self.get_channel_display()}"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def shown_to(self, user: User) -> "ReminderQuerySet":
        """A person's own, but for those they did not want."""
        return self.filter(user=user).exclude(channel=Channel.NONE)


class Reminder(models.Model):
    """Something that a person was, or will be, reminded of; once a key.

    `channel` and `rhythm` are those that held when it was made: a later choice changes no past one.
    A row learns when it was told and read; nothing else of it changes.
    Personal data: what it says of the person or of a learner of theirs.
    """

    user = models.ForeignKey("people.User", models.CASCADE, related_name="reminders")
    kind = models.CharField("genre", max_length=12, choices=ReminderKind)
    key = models.CharField("clé", max_length=120, unique=True)
    subject = models.CharField("objet", max_length=160)
    text = models.CharField("texte", max_length=500)
    path = models.CharField("adresse", max_length=200)
    channel = models.CharField("moyen", max_length=6, choices=Channel)
    rhythm = models.CharField("rythme", max_length=8, choices=Rhythm)
    made_at = models.DateTimeField("fait le")
    told_at = models.DateTimeField("envoyé le", null=True, blank=True)
    read_at = models.DateTimeField("lu le", null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "rappel"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["user"],
                name="reminder_waiting",
                condition=models.Q(channel=Channel.MAIL, told_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.subject
