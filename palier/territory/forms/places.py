"""What people type about a place; the import of tables goes through the same fields."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q

from palier.core.images import ACCEPTED, MAX_BYTES, UnusablePicture, redrawn_photo
from palier.documents.reading.characters import clean_line, clean_lines
from palier.documents.reading.fields import file_field
from palier.documents.reading.folding import fold
from palier.structures.commune_fields import commune_field, postal_code_field, sure_commune
from palier.structures.models import Partner
from palier.structures.queries.communes import find_communes
from palier.territory.enums import PlaceKind
from palier.territory.importing.coordinates import UnreadablePoint, read_point
from palier.territory.models import Place, Zone
from palier.territory.queries.places import ORDERS, STATES, PlaceSearch

_OFFERED = 6
NOTE_HELP = "Sur le lieu, jamais sur une personne : l'éclairage, où se garer, à qui demander la clé."
PHOTO_HELP = (
    "Sans personne dessus, ni visage ni plaque : le droit à l'image vaut aussi dehors. "
    f"PNG, JPEG ou WebP, {MAX_BYTES // 1024 // 1024} Mo au plus ; elle est réduite, et sa position effacée."
)


class PlaceFieldsForm(forms.ModelForm[Place]):
    """The name, kind, address, point and note. Used unbound from a row: the action writes what is typed."""

    postal_code = postal_code_field()
    commune = commune_field()
    latitude = forms.CharField(
        label="Latitude",
        required=False,
        max_length=40,
        help_text="En degrés : 48.9012. Vous pouvez coller ici les deux nombres à la fois.",
    )
    longitude = forms.CharField(label="Longitude", required=False, max_length=40, help_text="En degrés : 2.4833.")

    class Meta:
        model = Place
        fields = ["name", "kind", "address", "postal_code", "commune", "latitude", "longitude", "note"]
        help_texts = {"note": NOTE_HELP, "name": "Celui que l'équipe emploie : « Le marché du jeudi »."}
        error_messages = {"name": {"required": "Donnez un nom à ce lieu."}}

    def clean(self) -> dict[str, Any]:
        """Clean the texts, find the commune, read the point."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = clean_lines(value) if name == "note" else clean_line(value)
        if cleaned.get("commune"):
            self._read_commune(cleaned)
        self._read_point(cleaned)
        return cleaned

    def _post_clean(self) -> None:
        # The action writes the values and checks the name against the others: the row is left alone here.
        pass

    def _read_commune(self, cleaned: dict[str, Any]) -> None:
        typed, postal_code = cleaned["commune"], cleaned.get("postal_code", "")
        found = sure_commune(typed, postal_code)
        if found is None:
            self.add_error("commune", _doubt(typed))
            return
        cleaned["commune"] = found.name
        if not postal_code and len(found.postal_codes) == 1:
            cleaned["postal_code"] = found.postal_codes[0]

    def _read_point(self, cleaned: dict[str, Any]) -> None:
        latitude, longitude = cleaned.get("latitude", ""), cleaned.get("longitude", "")
        cleaned["latitude"] = cleaned["longitude"] = None
        if not latitude and not longitude:
            return
        try:
            point = read_point(f"{latitude} ; {longitude}" if longitude else latitude)
        except UnreadablePoint as unreadable:
            self.add_error("longitude" if latitude and not longitude else "latitude", str(unreadable))
        else:
            cleaned["latitude"], cleaned["longitude"] = point


class PlaceForm(PlaceFieldsForm):
    """Every field of a place but its hours, which are a form of their own (palier/structures/week_hours.py)."""

    photo = forms.FileField(
        label="Photo du lieu",
        required=False,
        help_text=PHOTO_HELP,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": "Cette image est vide : choisissez-en une autre."},
    )
    remove_photo = forms.BooleanField(label="Retirer la photo", required=False)
    partner: "forms.ModelChoiceField[Partner]" = forms.ModelChoiceField(
        label="Partenaire rencontré ici", required=False, queryset=None, empty_label="Aucun"
    )

    class Meta(PlaceFieldsForm.Meta):
        fields = [*PlaceFieldsForm.Meta.fields, "partner"]

    def __init__(self, *args: Any, place: Place | None = None, **kwargs: Any) -> None:
        if place is not None:
            kwargs["initial"] = {name: getattr(place, name) for name in self.Meta.fields}
        super().__init__(*args, **kwargs)
        partner = self.fields["partner"]
        assert isinstance(partner, forms.ModelChoiceField)
        # One that was archived since stays chosen.
        chosen = [place.partner_id] if place and place.partner_id else []
        partner.queryset = Partner.objects.filter(Q(archived_at=None) | Q(pk__in=chosen)).order_by("key")
        if place is None or not place.photo:
            del self.fields["remove_photo"]

    @property
    def columns(self) -> dict[str, Any]:
        """The values of the place's own columns, as the actions write them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def clean_photo(self) -> bytes | None:
        """Return the picture drawn again as JPEG, or None when none was sent."""
        sent = self.cleaned_data["photo"]
        if not sent:
            return None
        try:
            return redrawn_photo(sent, sent.size)
        except UnusablePicture as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class PlaceFilterForm(forms.Form):
    """The filters of the list; a value it does not know is no filter."""

    q = forms.CharField(label="Chercher", required=False, max_length=100)
    type = forms.ChoiceField(label="Type", required=False, choices=[("", "Tous les types"), *PlaceKind.choices])
    zone: "forms.ModelChoiceField[Zone]" = forms.ModelChoiceField(
        label="Zone", required=False, queryset=None, empty_label="Partout"
    )
    etat = forms.ChoiceField(label="Montrer", required=False, choices=list(STATES.items()))
    tri = forms.ChoiceField(
        label="Trier par", required=False, choices=[(key, words) for key, (words, _) in ORDERS.items()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ModelChoiceField)
        zone.queryset = Zone.objects.only("name").order_by("name", "pk")

    def search(self) -> PlaceSearch:
        """Return what the address asks for."""
        self.is_valid()
        kept = self.cleaned_data
        zone: UUID | None = kept["zone"].pk if kept.get("zone") else None
        return PlaceSearch(
            text=kept.get("q", ""),
            kind=kept.get("type", ""),
            zone=zone,
            archived=kept.get("etat", "") == "archives",
            order=kept.get("tri", ""),
        )


class PlaceFileForm(forms.Form):
    """The table to import."""

    file = file_field("Fichier des lieux", help_text="CSV ou XLSX, 5 Mo au plus.", holds="des lieux")


def _doubt(typed: str) -> str:
    """Return the sentence for a commune that is not sure: the ones that may be meant, as they can be typed."""
    offered = find_communes(typed, 25)
    same = [commune for commune in offered if fold(commune.name) == fold(typed)]
    words = [f"{commune.name} ({commune.departement})" for commune in (same or offered)[:_OFFERED]]
    if not words:
        return "Aucune commune de ce nom. Vérifiez l'orthographe."
    return f"Écrivez la commune avec son département : {', '.join(words)}."
