"""The field by which people bring a file."""

from django import forms

TABLES = ".csv,.xlsx"


def file_field(label: str, *, help_text: str, holds: str, accept: str = TABLES) -> forms.FileField:
    """Return the field of a file that ``holds`` something ("des lieux"); ``accept`` lists endings, for the browser."""
    return forms.FileField(
        label=label,
        help_text=help_text,
        widget=forms.ClearableFileInput(attrs={"accept": accept}),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": f"Ce fichier est vide : choisissez-en un qui contient {holds}.",
        },
    )
