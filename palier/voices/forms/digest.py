"""From which day the digest begins."""

from datetime import date

from django import forms


class DigestForm(forms.Form):
    """A day, instead of the last team meeting."""

    depuis = forms.DateField(
        label="Depuis le",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Écrivez une date, comme 2027-03-01."},
    )

    @property
    def first(self) -> date | None:
        """The day asked for; None for the last meeting, and for what is no day."""
        return self.cleaned_data.get("depuis") if self.is_valid() else None

    @property
    def address(self) -> str:
        """What keeps this choice in an address: « ?depuis=2027-03-01 », or nothing."""
        return f"?depuis={self.first:%Y-%m-%d}" if self.first else ""
