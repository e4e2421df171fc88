from django.db import models


class AgendaLink(models.Model):
    """The secret address of a person's calendar. A new number makes the former address useless.

    The address is signed from this row and the key of the site: the table alone opens nothing.
    Personal data: who asked for an address, and when.
    """

    user = models.OneToOneField("people.User", models.PROTECT, related_name="agenda_link")
    number = models.PositiveIntegerField("numéro", default=1)
    open = models.BooleanField("ouverte", default=True)
    changed_at = models.DateTimeField("changée le")

    class Meta:
        verbose_name = "adresse d’agenda"

    def __str__(self) -> str:
        return f"{self.user}, {self.number}"
