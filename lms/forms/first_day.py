"""The first account and the training body of an empty site."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from people.models import User


class FirstDayForm(forms.Form):
    first_name = forms.CharField(
        label="Prénom",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label="Nom", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    email = forms.EmailField(
        label="Adresse électronique",
        help_text="Elle sert à vous connecter.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Mot de passe",
        max_length=128,
        strip=False,
        help_text=(
            "Au moins 8 caractères, pas seulement des chiffres, rien de courant, "
            "rien qui ressemble à votre nom ou à votre adresse."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label="Le même mot de passe, une seconde fois",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    training_body = forms.CharField(
        label="Nom de l’organisme de formation",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    city = forms.CharField(
        label="Ville",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        password = data.get("password")
        if not password:
            return data
        if data.get("password_again") and data["password_again"] != password:
            self.add_error("password_again", "Les deux mots de passe ne sont pas les mêmes.")
        author = User(
            email=data.get("email", ""),
            first_name=data.get("first_name", ""),
            last_name=data.get("last_name", ""),
        )
        try:
            validate_password(password, author)
        except ValidationError as error:
            self.add_error("password", error)
        return data

    def account(self) -> dict[str, str]:
        """What the service needs, without the second password."""
        return {k: v for k, v in self.cleaned_data.items() if k != "password_again"}
