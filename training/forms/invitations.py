from django import forms

EXPIRED, ALL = "expired", "all"


class AgainForm(forms.Form):
    """Whom to send a new link, and when the page that was seen was shown."""

    seen = forms.DateTimeField(widget=forms.HiddenInput)
    which = forms.ChoiceField(
        choices=[(EXPIRED, "expirés"), (ALL, "tous")], widget=forms.HiddenInput
    )
