"""Read a table of places, one a line."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from palier.documents.reading.imports import Line, Refusal, RefusedValue
from palier.structures.models.partner import Partner, name_key
from palier.territory.drafts import PlaceDraft
from palier.territory.enums import PlaceKind
from palier.territory.forms.places import PlaceFieldsForm
from palier.territory.importing.place_columns import HEADERS, UnreadableHours, read_hours, read_kind

ROWS_LIMIT = 3000
EXAMPLE = "Exemple : "
_FIELDS = tuple(PlaceFieldsForm.Meta.fields)


def drafts_of(lines: Sequence[Line], partners: Iterable[Partner]) -> tuple[list[PlaceDraft], list[Refusal]]:
    """Return the places of the lines, and what is refused, in the file's order."""
    by_key = {partner.key: partner for partner in partners}
    drafts: dict[str, PlaceDraft] = {}
    refusals: list[Refusal] = []
    for line, cells in lines:
        name = cells.get("name", "")
        try:
            draft = PlaceDraft(line, _fields(cells, by_key))
            known = drafts.setdefault(name_key(name), draft)
            if known is not draft:
                raise RefusedValue("name", f"Ce lieu est déjà à la ligne {known.line}.")
        except RefusedValue as refused:
            refusals.append(Refusal(line, name, HEADERS.get(refused.column, refused.column), str(refused)))
    return list(drafts.values()), refusals


def _fields(cells: Mapping[str, str], partners: Mapping[str, Partner]) -> dict[str, Any]:
    """Return the values of a place that the line fills in, clean. Raises RefusedValue."""
    if cells.get("name", "").startswith(EXAMPLE):
        raise RefusedValue("name", "C'est une ligne d'exemple du modèle : effacez-la.")
    typed: dict[str, Any] = {key: cells[key] for key in _FIELDS if cells.get(key)}
    if "kind" in typed:
        typed["kind"] = read_kind(cells["kind"])
        if typed["kind"] is None:
            raise RefusedValue(
                "kind", f"« {cells['kind'][:60]} » n'est pas un type connu. Dans le doute, laissez vide."
            )
    form = PlaceFieldsForm({"kind": PlaceKind.AUTRE, **typed})
    if not form.is_valid():
        column, errors = next(iter(form.errors.items()))
        raise RefusedValue(column, str(errors[0]))
    filled = set(typed) | ({"latitude", "longitude"} if typed.keys() & {"latitude", "longitude"} else set())
    fields = {key: form.cleaned_data[key] for key in _FIELDS if key in filled}
    # A commune of one postal code says it.
    if form.cleaned_data["postal_code"]:
        fields["postal_code"] = form.cleaned_data["postal_code"]
    return {**fields, **_hours(cells), **_partner(cells, partners)}


def _hours(cells: Mapping[str, str]) -> dict[str, Any]:
    if not cells.get("hours"):
        return {}
    try:
        return {"hours": read_hours(cells["hours"])}
    except UnreadableHours as unreadable:
        raise RefusedValue("hours", str(unreadable)) from unreadable


def _partner(cells: Mapping[str, str], partners: Mapping[str, Partner]) -> dict[str, Any]:
    if not cells.get("partner"):
        return {}
    partner = partners.get(name_key(cells["partner"]))
    if partner is None:
        raise RefusedValue("partner", f"« {cells['partner'][:60]} » n'est pas parmi vos partenaires : ajoutez-le.")
    return {"partner": partner}
