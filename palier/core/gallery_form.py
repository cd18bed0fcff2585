"""A form with every kind of field, for the gallery. It saves nothing."""

from django import forms

PLACES = [("marche", "Marché"), ("immeuble", "Pied d'immeuble"), ("ecole", "Sortie d'école")]


class SampleForm(forms.Form):
    """Every widget that pages use, with and without help and errors."""

    title = forms.CharField(label="Titre", help_text="Quelques mots que l'équipe reconnaîtra.", max_length=80)
    email = forms.EmailField(label="Adresse e-mail")
    story = forms.CharField(label="Ce qui s'est passé", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    day = forms.DateField(label="Jour", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    hour = forms.TimeField(label="Heure", widget=forms.TimeInput(attrs={"type": "time"}), required=False)
    people = forms.IntegerField(label="Personnes rencontrées", min_value=0, required=False)
    place = forms.ChoiceField(label="Lieu", choices=PLACES)
    kind = forms.ChoiceField(label="Type de lieu", choices=PLACES, widget=forms.RadioSelect)
    themes = forms.MultipleChoiceField(
        label="Où êtes-vous allé·es ?",
        choices=PLACES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Plusieurs réponses possibles.",
    )
    document = forms.FileField(label="Document", required=False, help_text="PDF ou image, 20 Mo au plus.")
    shared = forms.BooleanField(label="Je partage avec le réseau", required=False, help_text="Retirable à tout moment.")
    frozen = forms.CharField(label="Centre", initial="Centre social des Tilleuls", disabled=True)


class LoginSample(forms.Form):
    """A short form, drawn whole."""

    address = forms.EmailField(label="Adresse e-mail")
    remember = forms.BooleanField(label="Se souvenir de moi", required=False)


def sample_form() -> SampleForm:
    """Return the form as first shown."""
    return SampleForm(initial={"place": "marche", "kind": "marche"}, prefix="vide")


def refused_form() -> SampleForm:
    """Return the form as shown again after wrong answers."""
    form = SampleForm({"faux-title": "", "faux-email": "sans arobase", "faux-people": "-3"}, prefix="faux")
    form.is_valid()
    return form
