"""Invented partners and their contacts."""

from datetime import date
from itertools import count

from palier.documents.reading.folding import fold
from palier.structures.models import Partner, PartnerContact, Structure
from palier.structures.models.partner import name_key

_numbers = count(1)


def make_partner(structure: Structure, name: str = "", **fields: object) -> Partner:
    """Return a saved partner of ``structure``."""
    name = name or f"Partenaire numéro {next(_numbers):05d}"
    return Partner.objects.create(structure=structure, name=name, key=name_key(name), folded=fold(name), **fields)


def make_contact(partner: Partner, name: str = "", **fields: object) -> PartnerContact:
    """Return a saved contact, who agreed by word of mouth."""
    name = name or f"Personne Numéro {next(_numbers):05d}"
    values = {
        "email": "personne@partenaire.example",
        "consented_on": date(2026, 1, 15),
        "consent_note": "De vive voix",
        **fields,
    }
    return PartnerContact.objects.create(
        structure_id=partner.structure_id, partner=partner, name=name, key=name_key(name), **values
    )
