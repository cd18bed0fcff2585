"""The card of a structure, as it is shown to its members and to its federation."""

from datetime import date, timedelta

from palier.structures.enums import Language
from palier.structures.models import Structure
from palier.structures.queries.departements import departement_name

# An agrément is renewed with a file that takes months to write.
AGREMENT_NOTICE = timedelta(days=90)


def agrement_note(structure: Structure, *, today: date) -> str:
    """Return a sentence when the agrément has ended or ends within 90 days, else ""."""
    until = structure.agrement_until
    if until is None or until > today + AGREMENT_NOTICE:
        return ""
    if until < today:
        return f"L'agrément a pris fin le {until:%d/%m/%Y}."
    days = (until - today).days
    when = "aujourd'hui" if days == 0 else f"dans {days} jour{'s' if days > 1 else ''}"
    return f"L'agrément prend fin {when}, le {until:%d/%m/%Y} : pensez à son renouvellement."


def place_said(structure: Structure) -> str:
    """Return "38000 Grenoble, Isère", without what is not known."""
    town = " ".join(part for part in (structure.postal_code, structure.commune) if part)
    return ", ".join(part for part in (town, departement_name(structure.departement)) if part)


def agrement_said(structure: Structure) -> str:
    """Return "du 01/01/2025 au 31/12/2028", or what is known of it, or ""."""
    starts = f"du {structure.agrement_from:%d/%m/%Y}" if structure.agrement_from else ""
    ends = f"{'au' if starts else 'jusqu’au'} {structure.agrement_until:%d/%m/%Y}" if structure.agrement_until else ""
    return " ".join(part for part in (starts, ends) if part)


def card_facts(structure: Structure) -> list[tuple[str, str]]:
    """Return the (name, value) pairs of a card; a value may be "". The hours are ``hours_lines``."""
    known = {language.value: language.label for language in Language}
    return [
        ("Type", structure.get_kind_display()),
        ("Adresse", structure.address),
        ("Commune", place_said(structure)),
        ("SIRET", structure.siret),
        ("Précision", structure.opening_note),
        ("Agrément Caf", agrement_said(structure)),
        ("Langues des pages publiques", ", ".join(known[code] for code in structure.languages if code in known)),
    ]
