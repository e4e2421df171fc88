from django.db import models

from curricula.enums import Domain, Moment


class Mission(models.Model):
    """A surveyed mission with its figures and its source line. Personal data: none."""

    code = models.CharField("code", max_length=4, unique=True)
    text = models.TextField("mission")
    moment = models.CharField("moment", max_length=10, choices=Moment, blank=True)
    domain = models.CharField("domaine", max_length=20, choices=Domain, blank=True)
    essential_percent = models.DecimalField("indispensable, %", max_digits=4, decimal_places=1)
    essential_count = models.PositiveSmallIntegerField("indispensable")
    useful_percent = models.DecimalField("utile, %", max_digits=4, decimal_places=1)
    useful_count = models.PositiveSmallIntegerField("utile")
    accessory_percent = models.DecimalField("accessoire, %", max_digits=4, decimal_places=1)
    accessory_count = models.PositiveSmallIntegerField("accessoire")
    source = models.CharField("source", max_length=300)
    established = models.BooleanField("établie comme autorisée")
    note = models.TextField("note", blank=True)

    class Meta:
        verbose_name = "mission"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"
