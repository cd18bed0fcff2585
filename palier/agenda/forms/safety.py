"""What the buttons of the safety panel send."""

from django import forms


class ParticipationForm(forms.Form):
    """Of whom something is said; empty: oneself."""

    participation = forms.UUIDField(required=False)
