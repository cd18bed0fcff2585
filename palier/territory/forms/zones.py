"""What people type about a zone, and the files they bring."""

from typing import Any

from django import forms

from palier.documents.reading.characters import clean_line
from palier.documents.reading.fields import file_field
from palier.territory.enums import ZoneKind
from palier.territory.geometry import UnusableContour
from palier.territory.importing.coordinates import read_drawing
from palier.territory.models import Zone

DRAWING_LIMIT = 400_000  # characters


class ZoneForm(forms.ModelForm[Zone]):
    """The name, kind and code of a zone. Used unbound from a row: the action writes what is typed."""

    class Meta:
        model = Zone
        fields = ["name", "kind", "code"]
        error_messages = {"name": {"required": "Donnez un nom à cette zone."}}

    def clean(self) -> dict[str, Any]:
        """Clean the texts; the code is in capitals, as public files write it."""
        cleaned = super().clean() or self.cleaned_data
        cleaned |= {name: clean_line(value) for name, value in cleaned.items() if isinstance(value, str)}
        cleaned["code"] = cleaned.get("code", "").upper().replace(" ", "")
        return cleaned

    def _post_clean(self) -> None:
        # The action writes the values and checks them against the other zones: the row is left alone here.
        pass


class DrawingForm(ZoneForm):
    """A zone drawn on the map, or typed: the texts are the same."""

    contour = forms.CharField(
        label="Points du contour",
        max_length=DRAWING_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text="Un point par ligne, latitude puis longitude : 48.9012, 2.4833. Ou collez un polygone GeoJSON.",
        error_messages={"required": "Posez au moins trois points sur la carte, ou écrivez-les ici."},
    )

    class Meta(ZoneForm.Meta):
        pass

    def clean_contour(self) -> dict[str, Any]:
        """Return the GeoJSON geometry."""
        try:
            return read_drawing(self.cleaned_data["contour"]).geometry
        except UnusableContour as unusable:
            raise forms.ValidationError(str(unusable)) from unusable


class ContourFileForm(forms.Form):
    """The contours to import."""

    file = file_field(
        "Fichier de contours",
        help_text="GeoJSON, 10 Mo au plus : des quartiers prioritaires, des IRIS, des communes, vos quartiers.",
        holds="des contours",
        accept=".geojson,.json",
    )
    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="D'où viennent ces contours, et de quelle année : « Insee et IGN, 2024 ».",
        error_messages={"required": "Dites d'où vient ce fichier : un contour sans source ne se discute pas."},
    )


class ChosenZonesForm(forms.Form):
    """Which zones of a file are kept: whole communes, zones one by one."""

    communes = forms.MultipleChoiceField(label="Communes à garder en entier", required=False)
    zones = forms.MultipleChoiceField(label="Zones à garder", required=False)
    kind = forms.ChoiceField(
        label="Type des zones", required=False, choices=[("", "Celui que dit le fichier"), *ZoneKind.choices]
    )


class PopulationFileForm(forms.Form):
    """The table of inhabitants to join."""

    file = file_field(
        "Fichier des habitant·es",
        help_text="CSV ou XLSX, 15 Mo au plus : une ligne par zone, son code, et le nombre d'habitant·es par âge.",
        holds="des habitant·es par zone",
    )
    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="Elle sera écrite sous chaque chiffre : « Insee, recensement de la population 2021 ».",
        error_messages={"required": "Dites d'où viennent ces chiffres, et de quelle année."},
    )

    def clean_source(self) -> str:
        """Return the words on one line."""
        return clean_line(self.cleaned_data["source"])
