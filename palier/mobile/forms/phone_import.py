"""The file of a phone, brought by hand."""

from django import forms

from palier.documents.reading.fields import file_field


class PhoneFileForm(forms.Form):
    """The file that « Enregistrer dans un fichier » made on a phone."""

    file = file_field(
        "Fichier du téléphone",
        help_text="Son nom commence par « terrain- » et finit par « .json ». Glissez-le ici, ou choisissez-le.",
        holds="ce qu'un téléphone gardait",
        accept=".json,application/json",
    )
    at_once = forms.BooleanField(
        label="Enregistrer sans essai",
        required=False,
        help_text="Pour un fichier plein de photos, trop lourd pour un essai. Rien n'est jamais écrit deux fois.",
    )
