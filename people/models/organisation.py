from typing import TYPE_CHECKING

from django.db import models

from people.enums import LEADING_ROLES, OrganisationKind

if TYPE_CHECKING:
    from people.models.membership import Membership


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, actor: "Membership") -> "OrganisationQuerySet":
        """Each their own; those who lead also every one that is not another training body."""
        own = models.Q(pk=actor.organisation_id)
        if actor.role in LEADING_ROLES:
            return self.filter(own | ~models.Q(kind=OrganisationKind.TRAINING_BODY))
        return self.filter(own)

    def practices(self) -> "OrganisationQuerySet":
        return self.filter(kind=OrganisationKind.PRACTICE)


class Organisation(models.Model):
    """A training body, a practice, a funder or a certifier. Personal data: none."""

    name = models.CharField("nom", max_length=160)
    kind = models.CharField("nature", max_length=20, choices=OrganisationKind)
    city = models.CharField("ville", max_length=80, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name", "city"],
                name="organisation_once",
                violation_error_message="Cette organisation existe déjà.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganisationKind.values),
                name="organisation_kind_known",
                violation_error_message="Nature d’organisation inconnue.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
