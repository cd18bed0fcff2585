"""The commune as people type it, in every form that asks for one."""

import re

from django import forms
from django.urls import reverse_lazy

from palier.structures.queries.communes import Commune, commune_named

# What a suggestion writes in the field: « Saint-Denis (93) ».
_WITH_DEPARTEMENT = re.compile(r"(.+?) \((\d[\dAB]\d?)\)")


def commune_field(help_text: str = "Commencez à taper, puis choisissez.", *, required: bool = False) -> forms.CharField:
    """Return the field « Commune »; the page around it includes the list of suggestions, ``communes``."""
    typed = forms.TextInput(
        attrs={
            "list": "communes",
            "autocomplete": "off",
            "hx-get": reverse_lazy("structures:commune-suggestions"),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": "#communes",
            "hx-sync": "this:replace",
        }
    )
    return forms.CharField(label="Commune", required=required, max_length=80, help_text=help_text, widget=typed)


def postal_code_field() -> forms.RegexField:
    """Return the field « Code postal », which may stay empty."""
    wrong = {"invalid": "Un code postal a cinq chiffres."}
    return forms.RegexField(r"^\d{5}$", label="Code postal", required=False, error_messages=wrong)


def sure_commune(typed: str, postal_code: str) -> Commune | None:
    """Return the commune meant, from its name with its département, its name and postal code, or a name like no other.

    None when there is a doubt.
    """
    match = _WITH_DEPARTEMENT.fullmatch(typed)
    if match:
        return commune_named(match[1], departement=match[2])
    return (commune_named(typed, postal_code=postal_code) if postal_code else None) or commune_named(typed)
