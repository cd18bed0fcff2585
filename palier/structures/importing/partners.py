"""Read a table of partners: one line is an organisation, and perhaps one of its contacts."""

from collections.abc import Mapping, Sequence
from typing import Any

from palier.documents.reading.imports import Line, Refusal, RefusedValue
from palier.structures.enums import Theme
from palier.structures.forms.partners import ContactForm, PartnerForm
from palier.structures.importing.partner_columns import HEADERS, read_delay, read_kind, read_themes
from palier.structures.models.partner import name_key
from palier.structures.partner_drafts import ContactDraft, PartnerDraft

# Each line passes two forms: 2,000 take about ten seconds on two busy cores, and a page must answer.
ROWS_LIMIT = 2000
EXAMPLE = "Exemple : "
# The keys of the columns, and the names of the fields they fill.
_PARTNER = ("name", "kind", "themes", "usual_delay", "address", "website", "note")
_CONTACT = {
    "contact": "name",
    "job": "job",
    "email": "email",
    "phone": "phone",
    "consented_on": "consented_on",
    "consent_note": "consent_note",
}


def drafts_of(lines: Sequence[Line]) -> tuple[list[PartnerDraft], list[Refusal]]:
    """Return the organisations of the lines, those of one name merged, and what is refused, in the file's order."""
    drafts: dict[str, PartnerDraft] = {}
    refusals: list[Refusal] = []
    for line, cells in lines:
        name = cells.get("name", "")
        try:
            fields = _partner_fields(cells)
            draft = _merged(drafts.get(name_key(name)), line, fields)
        except RefusedValue as refused:
            refusals.append(Refusal(line, name, HEADERS[refused.column], str(refused)))
            continue
        drafts[name_key(name)] = draft
        try:
            _add_contact(draft, line, cells)
        except RefusedValue as refused:
            refusals.append(Refusal(line, name, HEADERS[refused.column], str(refused)))
    return list(drafts.values()), refusals


def _partner_fields(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of an organisation that the line fills in, clean. Raises RefusedValue."""
    if cells.get("name", "").startswith(EXAMPLE):
        raise RefusedValue("name", "C'est une ligne d'exemple du modèle : effacez-la.")
    typed: dict[str, Any] = {key: cells[key] for key in _PARTNER if cells.get(key)}
    if "kind" in typed:
        typed["kind"] = read_kind(cells["kind"])
        if typed["kind"] is None:
            raise RefusedValue(
                "kind", f"« {cells['kind'][:60]} » n'est pas un type connu. Laissez vide en cas de doute."
            )
    if "themes" in typed:
        typed["themes"], unknown = read_themes(cells["themes"])
        if unknown:
            listed = ", ".join(f"« {words[:60]} »" for words in unknown)
            raise RefusedValue("themes", f"{listed} : ce n'est pas un thème de la liste.")
    if "usual_delay" in typed:
        typed["usual_delay"] = read_delay(cells["usual_delay"])
        if typed["usual_delay"] is None:
            raise RefusedValue("usual_delay", "Écrivez un nombre de jours, de 1 à 365.")
    form = PartnerForm({"kind": "autre", **typed})
    if not form.is_valid():
        column, errors = next(iter(form.errors.items()))
        raise RefusedValue(column, str(errors[0]))
    return {key: form.cleaned_data[key] for key in typed}


def _merged(known: PartnerDraft | None, line: int, fields: dict[str, Any]) -> PartnerDraft:
    """Return the organisation with what one more line says of it. Raises RefusedValue when the lines disagree."""
    if known is None:
        return PartnerDraft(line, fields, lines=dict.fromkeys(fields, line))
    for key, value in fields.items():
        if key not in {"name", "themes"} and known.fields.get(key, value) != value:
            raise RefusedValue(key, f"La ligne {known.lines[key]} dit autre chose pour la même organisation.")
    themes = {*known.fields.get("themes", []), *fields.get("themes", [])}
    for key in fields.keys() - known.fields.keys():
        known.fields[key], known.lines[key] = fields[key], line
    if themes:
        known.fields["themes"] = [slug for slug in Theme.values if slug in themes]
    return known


def _add_contact(draft: PartnerDraft, line: int, cells: Mapping[str, str]) -> None:
    """Add the contact of the line, if it has one. Raises RefusedValue."""
    typed = {name: cells.get(key, "") for key, name in _CONTACT.items()}
    if not any(typed.values()):
        return
    form = ContactForm(typed)
    if not form.is_valid():
        column, errors = next(iter(form.errors.items()))
        key = next(key for key, name in _CONTACT.items() if name == column)
        raise RefusedValue(key, str(errors[0]))
    fields = {name: form.cleaned_data[name] for name in _CONTACT.values()}
    for other in draft.contacts:
        if name_key(other.fields["name"]) == name_key(fields["name"]):
            if other.fields != fields:
                raise RefusedValue(
                    "contact", f"Ce contact est déjà à la ligne {other.line}, avec d'autres renseignements."
                )
            return
    draft.contacts.append(ContactDraft(line, fields))
