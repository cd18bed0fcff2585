"""What leads type about the board."""

import hashlib
import re
from typing import Any
from urllib.parse import urlsplit

from django import forms

from palier.documents.reading.characters import clean_lines
from palier.documents.reading.typed import clean_texts
from palier.noticeboard.models import REASON_LENGTH, Board
from palier.noticeboard.models.board import ANSWER_LENGTH, SENTENCE_LENGTH
from palier.noticeboard.queries.boards import slug_is_taken
from palier.structures.models import Structure
from palier.voices.models import VOICE_LENGTH

FLOOD = "Envois répétés, sans idée à lire"
MOST_SITES = 10
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?")


class BoardForm(forms.ModelForm[Board]):
    """What the board shows, and where."""

    framed_by = forms.CharField(
        label="Sites qui peuvent montrer la liste",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text="Une adresse par ligne, qui commence par https://. Vide : aucun.",
    )

    class Meta:
        model = Board
        fields = ("is_open", "slug", "intro", "shows_outings", "shows_needs", "takes_ideas")
        help_texts = {
            "slug": "Des lettres sans accent, des chiffres, des traits d'union.",
            "intro": "Une phrase, sous le nom de la structure.",
            "takes_ideas": "Chaque idée attend qu'une personne de l'équipe l'ait lue.",
        }
        error_messages = {
            "slug": {
                "required": "Choisissez la fin de l'adresse.",
                "invalid": "Des lettres sans accent, des chiffres et des traits d'union seulement.",
                "unique": "Un autre panneau a déjà cette adresse.",
            }
        }

    def __init__(self, *args: Any, structure: Structure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.structure = structure
        self.initial["framed_by"] = "\n".join(self.instance.framed_by)

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).lower()
        if slug_is_taken(slug, self.structure):
            raise forms.ValidationError("Un autre panneau a déjà cette adresse.")
        return slug

    def clean_framed_by(self) -> list[str]:
        """Return the origins: they go to a header, hence nothing but a scheme, a host and a port."""
        origins = []
        for line in clean_lines(self.cleaned_data["framed_by"]).split():
            parts = urlsplit(line.lower())
            if parts.scheme != "https" or not _HOST.fullmatch(parts.netloc):
                raise forms.ValidationError(f"« {line[:60]} » n'est pas une adresse de site en https://.")
            origins.append(f"https://{parts.netloc}")
        if len(origins) > MOST_SITES:
            raise forms.ValidationError(f"{MOST_SITES} sites au plus.")
        return list(dict.fromkeys(origins))


class ReasonForm(forms.Form):
    """Why something is not shown; who left it reads this."""

    raison = forms.CharField(
        label="Pourquoi",
        max_length=REASON_LENGTH,
        help_text="La personne qui a laissé l'idée le lira avec son code.",
        error_messages={"required": "Dites pourquoi."},
    )

    def clean(self) -> dict[str, Any]:
        return clean_texts(self, super().clean() or self.cleaned_data)


class _RereadForm(forms.Form):
    """A person says that they reread, and which fragments name nobody."""

    relu = forms.BooleanField(
        label="J'ai relu : rien ne permet de reconnaître quelqu'un.",
        error_messages={"required": "Cochez cette case quand vous avez relu."},
    )

    def clean(self) -> dict[str, Any]:
        """Keep the fragments that this person says name nobody."""
        cleaned = clean_texts(self, super().clean() or self.cleaned_data)
        data: Any = self.data
        cleaned["blanchi"] = list(dict.fromkeys(data.getlist("blanchi")))
        return cleaned


class IdeaRereadForm(_RereadForm):
    """What may be shown of an idea; ``empreinte`` is the mark of the words that the page showed."""

    public_text = forms.CharField(
        label="Ce qui sera montré",
        max_length=VOICE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "lang": "fr"}),
        help_text="En français. Changez ce qu'il faut : rien ne doit faire reconnaître quelqu'un.",
        error_messages={"required": "Écrivez ce qui sera montré."},
    )
    empreinte = forms.CharField(widget=forms.HiddenInput)


class ShownNeedForm(_RereadForm):
    """What the board says of a need."""

    sentence = forms.CharField(
        label="Le besoin, en une phrase",
        max_length=SENTENCE_LENGTH,
        error_messages={"required": "Écrivez le besoin en une phrase."},
    )
    answer = forms.CharField(
        label="La réponse, en une phrase ou deux",
        max_length=ANSWER_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Avec vos mots. Les étapes et leurs dates s'ajoutent toutes seules.",
    )


def mark_of(text: str) -> str:
    """Return the mark of words: line breaks do not come back from a browser as they went."""
    return hashlib.sha256(text.encode()).hexdigest()
