from django.db import models


class Message(models.Model):
    """An e-mail to send once. Personal data: address and text of the message.

    A secret text (it holds a link that opens a door) is erased once the message is sent.
    """

    key = models.CharField("clé", max_length=160, unique=True)
    to = models.EmailField("à")
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte", blank=True)
    secret = models.BooleanField("texte secret", default=False)
    created_at = models.DateTimeField("créé le")
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    class Meta:
        verbose_name = "message"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.subject} ({self.to})"
