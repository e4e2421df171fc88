from typing import Any

from django import forms

from curricula.models import Offer

MAX = 600


def _text(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OfferForm(forms.Form):
    """What only the training body knows; what is left empty is said to be missing."""

    prerequisites = _text("Prérequis", "Ce qu’il faut avoir pour entrer, en plus du public.")
    delay = _text("Délai d’accès", "Entre la demande et le premier jour.")
    price = _text("Tarif", "Avec ou sans taxes, et ce qu’il comprend.")
    contact = _text("Contact", "Celui de l’organisme : tout le monde le lira.")
    accessibility = _text(
        "Accessibilité aux personnes handicapées", "Ce qui est prévu, et à qui en parler."
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def seen_now(self, offer: Offer | None, refusal: str) -> "OfferForm":
        """The same words with a refusal, and the version that stands now: the next try counts."""
        again = OfferForm({**dict(self.data.items()), "version": offer.version if offer else 0})
        again.add_error(None, refusal)
        return again

    @classmethod
    def of(cls, data: Any, offer: Offer | None) -> "OfferForm":
        """As it was sent, or filled with what was said before."""
        if data:
            return cls(data)
        said = {name: getattr(offer, name, "") for name in cls.base_fields}
        return cls(initial={**said, "version": offer.version if offer else 0})
