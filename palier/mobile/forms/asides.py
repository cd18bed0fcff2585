"""What a lead fills in at the desk of what was set aside."""

from collections.abc import Sequence

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime

from palier.agenda.models import Outing
from palier.mobile.actions.judging import Keep
from palier.mobile.enums import OperationKind, ReceiptStatus, Verdict
from palier.mobile.queries.asides import AsideSearch

EVERYTHING = "tout"


class AsideFilterForm(forms.Form):
    """Which operations to show; those that wait for a decision unless told."""

    decision = forms.ChoiceField(
        label="Décision",
        required=False,
        choices=[
            ("", Verdict.OPEN.label),
            *[c for c in Verdict.choices if c[0] != Verdict.OPEN],
            (EVERYTHING, "Toutes"),
        ],
    )
    etat = forms.ChoiceField(
        label="Pourquoi", required=False, choices=[("", "Toutes les raisons"), *ReceiptStatus.choices]
    )
    type = forms.ChoiceField(label="Type", required=False, choices=[("", "Tous les types"), *OperationKind.choices])

    def search(self) -> AsideSearch:
        """Return what to look for; a value that does not exist looks for nothing in particular."""
        self.is_valid()
        asked = self.cleaned_data.get("decision", "")
        verdict = "" if asked == EVERYTHING else asked or Verdict.OPEN
        return AsideSearch(verdict, self.cleaned_data.get("etat", ""), self.cleaned_data.get("type", ""))


class ApplyForm(forms.Form):
    """Where to write it; of two contents, besides the other or in its place."""

    outing = forms.ChoiceField(label="Dans quelle sortie", required=False)
    keep = forms.ChoiceField(
        label="L'autre contenu",
        choices=[
            (Keep.BOTH.value, "Garder les deux"),
            (Keep.THIS.value, "Garder celui-ci à la place"),
        ],
        initial=Keep.BOTH.value,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: object, outings: Sequence[Outing], own: bool, in_conflict: bool, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        first = [("", "La sortie qu'elle dit")] if own else []
        choices = [*first, *((str(outing.pk), outing_words(outing)) for outing in outings)]
        self.fields["outing"].choices = choices  # type: ignore[attr-defined]
        self.fields["outing"].required = not own
        if not in_conflict:
            del self.fields["keep"]

    def kept(self) -> Keep:
        """Return what becomes of the other content."""
        return Keep(self.cleaned_data.get("keep") or Keep.BOTH)


class DismissForm(forms.Form):
    """Why it is left aside."""

    reason = forms.CharField(
        label="Pourquoi la laisser de côté",
        min_length=3,
        max_length=300,
        help_text="Par exemple : comptée deux fois, essai, doublon d'une autre ligne. Elle reste gardée ici.",
    )


def outing_words(outing: Outing) -> str:
    """Return an outing as one recognises it in a list."""
    start = localtime(outing.starts_at)
    return f"{date_format(start, 'D j F, G:i')} · {outing}, {outing.place}"
