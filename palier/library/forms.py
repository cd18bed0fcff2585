"""What people type about sheets."""

from typing import Any

from django import forms
from django.conf import settings

from palier.agenda.enums import Modality
from palier.documents.reading.characters import clean_line
from palier.documents.reading.fields import file_field
from palier.library.enums import (
    Initiative,
    Keyword,
    Public,
    Visibility,
)
from palier.library.importing.cleaning import clean_text
from palier.library.models import ActionSheet
from palier.structures.enums import PartnerKind
from palier.structures.queries.departements import departement_choices

SEVERAL = {
    "keywords": Keyword,
    "initiatives": Initiative,
    "publics": Public,
    "action_partners": PartnerKind,
    "financial_partners": PartnerKind,
    "modalities": Modality,
}


class ImportForm(forms.Form):
    """The file, who will see its sheets, and whether this is only a trial."""

    file = file_field(
        "Fichier des fiches",
        help_text="Texte de la base nationale, CSV, XLSX ou JSON.",
        holds="des fiches",
        accept=".txt,.csv,.xlsx,.json",
    )
    visibility = forms.ChoiceField(
        label="Les nouvelles fiches seront visibles par",
        choices=Visibility.choices,
        initial=Visibility.MEMBERS,
        widget=forms.RadioSelect,
    )
    dry_run = forms.BooleanField(
        label="Essai à blanc",
        help_text="Lire le fichier et dire ce qui se passerait, sans rien écrire.",
        required=False,
    )

    def clean_file(self) -> Any:
        """Refuse a file over the limit, with the limit in the message."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // 1024 // 1024
            raise forms.ValidationError(f"Ce fichier dépasse {limit} Mo : coupez-le en plusieurs.")
        return file


class SheetForm(forms.ModelForm[ActionSheet]):
    """The sheet as people write it; what is computed from it is not here."""

    class Meta:
        model = ActionSheet
        fields = [
            "title",
            "structure_name",
            "departement",
            "year",
            "visibility",
            "summary",
            "plus",
            "modalities",
            "keywords",
            "publics",
            "dimension",
            "status",
            "status_reason",
            "initiatives",
            "initiative_detail",
            "territory",
            "experience",
            "description",
            "action_partners",
            "financial_partners",
            "resources",
            "mobilised",
            "result_territory",
            "result_structure",
            "result_residents",
            "limits",
            "prospects",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in SEVERAL.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=self.fields[name].label,
                choices=choices.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 5
        self.fields["departement"] = forms.ChoiceField(
            label=self.fields["departement"].label,
            choices=[("", "Non précisé"), *departement_choices()],
            required=False,
        )
        self.fields["year"] = forms.IntegerField(
            label=self.fields["year"].label, required=False, min_value=1900, max_value=2200
        )

    def clean(self) -> dict[str, Any] | None:
        """Clean the texts as an import does: a control character would break the feed and the documents."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                is_long = isinstance(self.fields[name].widget, forms.Textarea)
                cleaned[name] = clean_text(value) if is_long else clean_line(value)
        return cleaned
