from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models

from people.enums import Role
from people.models import Membership


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, actor: Membership) -> "InvitationQuerySet":
        """Those who lead see the invitations of their training body; nobody else sees any."""
        if not actor.leads:
            return self.none()
        return self.filter(invited_by__organisation_id=actor.organisation_id)

    def unanswered(self) -> "InvitationQuerySet":
        """Not accepted, expired ones too; nor was their account opened by another way."""
        asleep = models.Q(account__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return self.filter(models.Q(accepted_at=None), models.Q(account=None) | asleep)


class Invitation(models.Model):
    """A one-use link that gives a person a role in an organisation; only the token's hash is kept.

    `account` is one that was made for the person without a password, which the link opens.
    Personal data: name and e-mail address of the invited person.
    """

    email = models.EmailField("adresse électronique")
    first_name = models.CharField("prénom", max_length=150)
    last_name = models.CharField("nom", max_length=150)
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    role = models.CharField("rôle", max_length=20, choices=Role)
    account = models.ForeignKey(
        "people.User", models.PROTECT, related_name="+", null=True, blank=True
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    invited_at = models.DateTimeField("envoyée le")
    expires_at = models.DateTimeField("expire le")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "organisation", "role"],
                condition=models.Q(accepted_at__isnull=True),
                name="invitation_open_once",
                violation_error_message="Cette personne est déjà invitée.",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("invited_at")),
                name="invitation_expires_later",
                violation_error_message="L’invitation expire avant d’être envoyée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}"
