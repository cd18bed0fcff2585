"""What every form about a structure asks: its name, its number, and the commune it is in."""

from typing import Any

from django import forms

from palier.documents.reading.characters import clean_line
from palier.documents.reading.folding import fold
from palier.structures.commune_fields import commune_field, postal_code_field, sure_commune
from palier.structures.enums import StructureKind
from palier.structures.models import Structure
from palier.structures.queries.communes import Commune, commune_of, find_communes
from palier.structures.queries.departements import departement_name
from palier.structures.siret import NotSiret, read_siret

_MANY = 25
_OFFERED = 8
_UNKNOWN = "Aucune commune de ce nom. Vérifiez l'orthographe, ou tapez le code postal à la place."
_SEVERAL = "Plusieurs communes répondent à ce nom : choisissez la bonne ci-dessous, puis enregistrez de nouveau."


def commune_label(commune: Commune) -> str:
    """Return the words that name a commune without doubt: « Saint-Denis (93) »."""
    return f"{commune.name} ({commune.departement})"


def commune_detail(commune: Commune) -> str:
    """Return what tells it from another: « Seine-Saint-Denis, 93200 93210 »."""
    return f"{departement_name(commune.departement)}, {' '.join(commune.postal_codes)}"


class PlaceForm(forms.ModelForm[Structure]):
    """The name, kind, SIRET and address of a structure. The commune is one of Insee's; the département follows it."""

    siret = forms.CharField(
        label="SIRET", max_length=30, required=False, help_text="14 chiffres, avec ou sans espaces."
    )
    postal_code = postal_code_field()
    commune = commune_field("Commencez à taper, puis choisissez. Le département suit tout seul.", required=True)
    commune_choice = forms.CharField(label="Quelle commune ?", required=False, widget=forms.RadioSelect)

    class Meta:
        model = Structure
        fields = ["name", "kind", "siret", "address", "postal_code", "commune"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored = (self.instance.commune, self.instance.postal_code, self.instance.commune_code)
        if self.instance.kind == StructureKind.FEDERATION:
            del self.fields["kind"]
        else:
            # Becoming a federation opens rights: the command line alone does it.
            kind = self.fields["kind"]
            assert isinstance(kind, forms.ChoiceField)
            kind.choices = [choice for choice in StructureKind.choices if choice[0] != StructureKind.FEDERATION]

    @property
    def is_ambiguous(self) -> bool:
        """Whether the commune must be chosen among several."""
        return bool(getattr(self.fields["commune_choice"].widget, "choices", []))

    def clean_siret(self) -> str:
        """Return the 14 digits."""
        try:
            return read_siret(self.cleaned_data["siret"])
        except NotSiret as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any] | None:
        """Clean the texts, and find the commune."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = clean_line(value)
        if cleaned.get("commune"):
            commune = self._commune(cleaned["commune"], cleaned.get("postal_code", ""))
            if commune is not None:
                cleaned["commune"] = commune.name
                self.instance.commune_code, self.instance.departement = commune.code, commune.departement
                if not cleaned.get("postal_code") and len(commune.postal_codes) == 1:
                    cleaned["postal_code"] = commune.postal_codes[0]
        return cleaned

    def _commune(self, typed: str, postal_code: str) -> Commune | None:
        """Return the commune meant; when it is not sure, offer choices and note the error."""
        found = self._sure_commune(typed, postal_code)
        if found is not None:
            return found
        # Choosing "Lyon" in a list of names alone, or typing a postal code: what may be meant.
        offered = find_communes(typed, _MANY)
        same_name = [commune for commune in offered if fold(commune.name) == fold(typed)]
        offered = (same_name or offered)[:_OFFERED]
        chosen = self.data.get(self.add_prefix("commune_choice"), "")
        for commune in offered:
            if commune.code == chosen or (len(offered) == 1 and typed.isdigit()):
                return commune
        if offered:
            self.fields["commune_choice"].widget.choices = [
                (commune.code, f"{commune.name}, {commune_detail(commune)}") for commune in offered
            ]
        self.add_error("commune", _SEVERAL if offered else _UNKNOWN)
        return None

    def _sure_commune(self, typed: str, postal_code: str) -> Commune | None:
        if (typed, postal_code) == self._stored[:2] and self._stored[2]:
            return commune_of(self._stored[2])
        return sure_commune(typed, postal_code)

    def _get_validation_exclusions(self) -> set[str]:
        # They are written here, though not typed: the constraints that name them must be checked.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"commune_code", "departement"}
