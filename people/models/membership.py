from datetime import date

from django.db import models

from people.enums import LEADING_ROLES, STAFF_ROLES, OrganisationKind, Role


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self, today: date) -> "MembershipQuerySet":
        """Memberships in force on a day (Europe/Paris); `until` is the last day."""
        return self.filter(start__lte=today).filter(
            models.Q(until__isnull=True) | models.Q(until__gte=today)
        )

    def visible_to(self, actor: "Membership") -> "MembershipQuerySet":
        """Members of their own organisation; those who lead, of all but other training bodies."""
        own = models.Q(organisation_id=actor.organisation_id)
        if actor.role in LEADING_ROLES:
            return self.filter(own | ~models.Q(organisation__kind=OrganisationKind.TRAINING_BODY))
        return self.filter(own)


class Membership(models.Model):
    """A person's role in an organisation, with its dates: the actor of every write.

    Personal data: who works where, in which role, since when.
    """

    user = models.ForeignKey("people.User", models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="memberships"
    )
    role = models.CharField("rôle", max_length=20, choices=Role)
    start = models.DateField("depuis")
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "adhésion"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(until__isnull=True),
                name="membership_open_once",
                violation_error_message="Cette personne a déjà ce rôle dans cette organisation.",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("start")),
                name="membership_until_after_start",
                violation_error_message="La fin précède le début.",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="membership_role_known",
                violation_error_message="Rôle inconnu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"

    @property
    def is_staff(self) -> bool:
        """Works for the training body."""
        return self.role in STAFF_ROLES

    @property
    def leads(self) -> bool:
        return self.role in LEADING_ROLES
