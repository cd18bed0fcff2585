"""The values of the lists, recognised whatever their case, accents, plurals and usual spellings."""

import re
from collections.abc import Mapping
from functools import lru_cache

from django.db.models import TextChoices

from palier.agenda.enums import Modality
from palier.documents.reading.folding import fold, loose
from palier.library.enums import (
    Dimension,
    Initiative,
    Keyword,
    Public,
    Status,
    Territory,
)
from palier.structures.enums import PartnerKind

CHOICES: dict[str, type[TextChoices]] = {
    "status": Status,
    "dimension": Dimension,
    "keywords": Keyword,
    "initiatives": Initiative,
    "territory": Territory,
    "publics": Public,
    "action_partners": PartnerKind,
    "financial_partners": PartnerKind,
    "modalities": Modality,
}
SINGLE = frozenset({"status", "dimension", "territory"})

# The other spellings met, beside the label and the slug. The national base itself writes "Viellissement".
_PARTNERS: dict[str, tuple[str, ...]] = {
    PartnerKind.ASSOCIATION_LOCALE: ("Association de quartier", "Associations"),
    PartnerKind.COMMUNE: ("Ville", "Mairie", "Municipalité"),
    PartnerKind.REGROUPEMENT_COMMUNES: (
        "Intercommunalité",
        "Communauté de communes",
        "Communauté d'agglomération",
        "EPCI",
        "Agglomération",
        "Métropole",
    ),
    PartnerKind.CONSEIL_DEPARTEMENTAL: ("Département", "Conseil général"),
    PartnerKind.CONSEIL_REGIONAL: ("Région",),
    PartnerKind.ETAT: ("L'État", "Services de l'État", "Préfecture"),
    PartnerKind.EDUCATION_NATIONALE: ("L'Éducation Nationale",),
    PartnerKind.CAF: ("Caisse d'allocations familiales", "La Caf"),
    PartnerKind.CPAM: ("Caisse primaire d'assurance maladie", "Assurance maladie"),
    PartnerKind.MSA: ("Mutualité sociale agricole", "La MSA"),
    PartnerKind.ARS: ("Agence régionale de santé", "L'ARS"),
    PartnerKind.DDCS: ("DDCSPP", "DRJSCS", "DDETS", "Direction départementale de la cohésion sociale"),
    PartnerKind.BAILLEUR: ("Bailleur", "Bailleurs", "Bailleurs sociaux"),
    PartnerKind.ENTREPRISE: ("Entreprise", "Entreprises privées"),
    PartnerKind.COMITE_ENTREPRISE: ("CSE", "Comité social et économique"),
    PartnerKind.FONDATIONS: ("Fondation",),
    PartnerKind.EUROPE: ("Union européenne", "Fonds européens"),
    PartnerKind.AUTRE: ("Autres", "Autre partenaire"),
}
_ALIASES: dict[str, Mapping[str, tuple[str, ...]]] = {
    "status": {
        Status.EN_COURS: ("Action en cours", "En court"),
        Status.TERMINEE: ("Terminé", "Action terminée", "Finie"),
    },
    "dimension": {
        Dimension.ACCOMPAGNEMENT_PROJETS: ("Accompagnement de projet", "Accompagnement des projets"),
        Dimension.SERVICES: ("Service",),
    },
    "keywords": {
        Keyword.VIEILLISSEMENT: ("Viellissement", "Vieillisement", "Bien vieillir"),
        Keyword.DEMOCRATIE_CITOYENNETE: ("Démocratie et citoyenneté", "Citoyenneté"),
        Keyword.EDUCATION_SCOLARITE: ("Éducation et scolarité", "Scolarité"),
        Keyword.VACANCES_LOISIRS: ("Vacances et loisirs",),
        Keyword.EMPLOI_ECONOMIE: ("Emploi et économie", "Emploi"),
        Keyword.INTERGENERATIONNEL: ("Inter-générationnel", "Intergénération"),
    },
    "initiatives": {
        Initiative.CENTRE_SOCIAL: ("La structure", "L'espace de vie sociale"),
        Initiative.HABITANT: ("Une habitante", "Un·e habitant·e", "Habitant"),
        Initiative.GROUPE_HABITANTS: ("Un groupe d'habitant·es", "Des habitants", "Habitants", "Habitant·es"),
        Initiative.PARTENAIRES: ("Un partenaire", "Plusieurs partenaires", "Des partenaires"),
        Initiative.AUTRE: ("Autres",),
    },
    "territory": {
        Territory.UN_QUARTIER: ("Quartier", "Le quartier"),
        Territory.UNE_COMMUNE: ("Commune", "La commune"),
    },
    "publics": {
        Public.TOUS_PUBLICS: ("Tout public", "Tous les publics"),
        Public.JEUNESSE: ("Jeunes",),
        Public.ENFANCE: ("Enfants",),
        Public.SENIORS: ("Personnes âgées", "Aînés", "Aîné·es"),
    },
    "action_partners": _PARTNERS,
    "financial_partners": _PARTNERS,
    "modalities": {
        Modality.PORTE_A_PORTE: ("Porte-à-porte",),
        Modality.CAFE_QUARTIER: ("Café de quartier", "Petit-déjeuner de quartier", "Goûter de quartier"),
        Modality.ITINERANT: ("Lieu itinérant", "Triporteur", "Caravane", "Bus"),
        Modality.JEU: ("Ludothèque éphémère",),
        Modality.EVENEMENT: ("Fête de quartier",),
    },
}


def _index(field: str) -> dict[str, str]:
    known: dict[str, str] = {}
    for slug, label in CHOICES[field].choices:
        for name in (label, slug, *_ALIASES[field].get(slug, ())):
            known[fold(name)] = slug
    for slug, label in CHOICES[field].choices:
        for name in (label, slug, *_ALIASES[field].get(slug, ())):
            known.setdefault(loose(fold(name)), slug)
    return known


@lru_cache(maxsize=8192)
def slug_of(field: str, text: str) -> str | None:
    """Return the slug that a text names in the list of a field, or None."""
    known = _INDEX[field]
    return known.get(fold(text)) or known.get(loose(text))


def slugs_of(field: str, text: str) -> list[str] | None:
    """Return the slugs that a line names: one value, or several between commas, semicolons, bars or slashes.

    None when any part is unknown: half a line is never taken.
    """
    slug = slug_of(field, text)
    if slug is not None:
        return [slug]
    parts = [part for part in _SEPARATORS.split(text) if part.strip()]
    if len(parts) < 2 or len(text) > _LONGEST_LINE:
        return None
    slugs = [slug_of(field, part) for part in parts]
    return None if None in slugs else [slug for slug in slugs if slug is not None]


_INDEX = {field: _index(field) for field in CHOICES}
_LONGEST_LINE = 400
_SEPARATORS = re.compile(r"[|;,/]")
