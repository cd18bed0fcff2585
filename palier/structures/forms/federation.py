"""What a federation types: a new structure, its first direction, a file of structures."""

from typing import Any

from django import forms
from django.conf import settings

from palier.documents.reading.characters import clean_line
from palier.structures.forms.place import PlaceForm


class NewStructureForm(PlaceForm):
    """A structure that joins the network; its direction completes the card."""


class FirstDirectionForm(forms.Form):
    """Who will lead the structure."""

    name = forms.CharField(label="Prénom et nom", max_length=120)
    email = forms.EmailField(label="Adresse e-mail", help_text="L'invitation y est envoyée. Elle vaut sept jours.")

    def clean_name(self) -> str:
        """Return the name without invisible characters."""
        return clean_line(self.cleaned_data["name"])


class StructureImportForm(forms.Form):
    """A file of structures, and whether this is only a trial."""

    file = forms.FileField(
        label="Fichier des structures",
        help_text="CSV ou XLSX, une structure par ligne, les noms des colonnes sur la première.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide : choisissez-en un autre."},
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
            raise forms.ValidationError(f"Ce fichier dépasse {settings.UPLOAD_MAX_BYTES // 1024 // 1024} Mo.")
        return file
