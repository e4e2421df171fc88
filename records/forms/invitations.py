"""Inviting somebody, and coming in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from people.enums import ROLES_OF_KIND, OrganisationKind, Role
from people.models import Membership, Organisation, User
from records.models import Invitation
from records.permissions import roles_to_give


class OrganisationField(forms.ModelChoiceField):
    """An organisation with its place and its kind, so that two of one name can be told apart."""

    def __init__(self, organisations: QuerySet[Organisation]) -> None:
        super().__init__(
            organisations,
            label="Organisation",
            empty_label="Choisissez",
            help_text="Un cabinet qui manque se crée d’abord.",
        )

    def label_from_instance(self, organisation: Organisation) -> str:
        place = f", {organisation.city}" if organisation.city else ""
        return f"{organisation.name}{place} ({organisation.get_kind_display()})"


class InvitationForm(forms.Form):
    """Whom, where and as what; the choices are those that the actor may give."""

    first_name = forms.CharField(label="Prénom", max_length=150)
    last_name = forms.CharField(label="Nom", max_length=150)
    email = forms.EmailField(
        label="Adresse électronique",
        help_text="Le lien part à cette adresse ; il ne sert qu’une fois, pendant 14 jours.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, actor: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        organisations = Organisation.objects.visible_to(actor)
        others = organisations.exclude(kind=OrganisationKind.TRAINING_BODY)
        own = organisations.filter(pk=actor.organisation_id)
        self.fields["organisation"] = OrganisationField((others | own).order_by("kind", "name"))
        self.fields["role"] = forms.ChoiceField(
            label="Rôle", choices=[("", "Choisissez"), *_roles_by_kind(actor)]
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        organisation, role = data.get("organisation"), data.get("role")
        if organisation and role:
            fitting = roles_to_give(self.actor, organisation)
            if role not in fitting:
                names = ", ".join(Role(one).label for one in fitting)
                self.add_error(
                    "role",
                    f"Dans {organisation} ({organisation.get_kind_display()}), choisissez parmi : "
                    f"{names}.",
                )
        return data


def _roles_by_kind(actor: Membership) -> list[tuple[str, list[tuple[str, str]]]]:
    """The roles under the kind of organisation where they exist."""
    return [
        (
            kind.label.capitalize(),
            [
                (role.value, role.label.capitalize())
                for role in Role
                if role in ROLES_OF_KIND[kind] and (role != Role.ADMIN or actor.role == Role.ADMIN)
            ],
        )
        for kind in OrganisationKind
    ]


class PasswordForm(forms.Form):
    """The password of an account made by accepting an invitation."""

    password = forms.CharField(
        label="Mot de passe",
        max_length=128,
        strip=False,
        help_text=(
            "Huit caractères au moins, pas seulement des chiffres ; ni votre nom, ni un mot de "
            "passe courant."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label="Le même mot de passe, une seconde fois",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = User(
            email=invitation.email,
            first_name=invitation.first_name,
            last_name=invitation.last_name,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        password = data.get("password")
        if not password:
            return data
        if data.get("password_again") and data["password_again"] != password:
            self.add_error("password_again", "Les deux mots de passe ne sont pas les mêmes.")
        try:
            validate_password(password, self.person)
        except ValidationError as error:
            self.add_error("password", error)
        return data
