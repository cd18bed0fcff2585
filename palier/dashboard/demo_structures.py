"""The invented structures of the demonstration and their partners. The communes are real; nothing else is."""

from dataclasses import dataclass, field
from typing import Any

from palier.dashboard.demo_people import FEDERATION, LAVOIR, PALIERS, PASSERELLE
from palier.structures.enums import PartnerKind, StructureKind, Theme

MORNING, AFTERNOON = ["09:00", "12:00"], ["14:00", "18:30"]


@dataclass(frozen=True, slots=True)
class DemoStructure:
    """An invented structure: its key here, the INSEE code of its commune, its card, the days its agrément has left."""

    key: str
    commune_code: str
    card: dict[str, Any]
    agrement_left: int | None = None


# The federation comes first: the others belong to it.
STRUCTURES = (
    DemoStructure(
        FEDERATION,
        "38185",
        {
            "name": "Fédération des centres sociaux des Deux-Balmes",
            "kind": StructureKind.FEDERATION,
            "address": "14 rue des Passe-Murailles",
            "postal_code": "38000",
            "opening_hours": {day: [MORNING, AFTERNOON] for day in ("lundi", "mardi", "jeudi")},
        },
    ),
    DemoStructure(
        PALIERS,
        "38151",
        {
            "name": "Centre social des Trois-Paliers",
            "public_name": "Les Trois-Paliers",
            "kind": StructureKind.CENTRE_SOCIAL,
            "address": "2 allée du Vieux-Four",
            "postal_code": "38130",
            "opening_hours": {
                **{day: [MORNING, AFTERNOON] for day in ("lundi", "mardi", "jeudi", "vendredi")},
                "mercredi": [["09:00", "18:30"]],
                "samedi": [["10:00", "12:00"]],
            },
            "opening_note": "Fermé les deux premières semaines d'août.",
            "languages": ["fr", "ar", "tr"],
            "retention_months": 12,
        },
        agrement_left=60,
    ),
    DemoStructure(
        LAVOIR,
        "38563",
        {
            "name": "Centre social du Lavoir",
            "kind": StructureKind.CENTRE_SOCIAL,
            "address": "7 place des Battoirs",
            "postal_code": "38500",
            "opening_hours": {day: [MORNING] for day in ("lundi", "mardi", "mercredi", "jeudi", "vendredi")},
            "languages": ["fr", "pt"],
        },
        agrement_left=900,
    ),
    DemoStructure(
        PASSERELLE,
        "38053",
        {
            "name": "Espace de vie sociale La Passerelle",
            "public_name": "La Passerelle",
            "kind": StructureKind.EVS,
            "address": "31 chemin du Petit-Canal",
            "postal_code": "38300",
            "opening_hours": {"mercredi": [AFTERNOON], "samedi": [["10:00", "17:00"]]},
            "opening_note": "Le reste de la semaine, appelez avant de venir.",
        },
        agrement_left=400,
    ),
)


@dataclass(frozen=True, slots=True)
class DemoContact:
    """An invented professional who agreed to be noted."""

    name: str
    job: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class DemoPartner:
    """An invented organisation that a structure works with."""

    structure: str
    name: str
    kind: PartnerKind
    themes: list[Theme]
    usual_delay: int | None
    contacts: tuple[DemoContact, ...] = field(default=())


PARTNERS = (
    DemoPartner(
        PALIERS,
        "Bailleur Alpes-Habitat-Inventé",
        PartnerKind.BAILLEUR,
        [Theme.LOGEMENT, Theme.CADRE_DE_VIE],
        21,
        (DemoContact("Ghislaine Tourrette", "Chargée de secteur", "g.tourrette@demo.example"),),
    ),
    DemoPartner(
        PALIERS,
        "Maison des solidarités du Vieux-Four",
        PartnerKind.CONSEIL_DEPARTEMENTAL,
        [Theme.ACCES_DROITS, Theme.PETITE_ENFANCE_PARENTALITE, Theme.ARGENT_ALIMENTATION],
        10,
        (
            DemoContact("Anselme Royère", "Assistant de service social", "a.royere@demo.example"),
            DemoContact("Nour Villefranque", "Puéricultrice", "n.villefranque@demo.example"),
        ),
    ),
    DemoPartner(
        PALIERS,
        "Mairie, service du cadre de vie",
        PartnerKind.COMMUNE,
        [Theme.CADRE_DE_VIE, Theme.TRANQUILLITE, Theme.MOBILITE],
        30,
    ),
    DemoPartner(PALIERS, "Jardins de la Balme", PartnerKind.ASSOCIATION_LOCALE, [Theme.ENVIRONNEMENT_JARDIN], 7),
    DemoPartner(
        LAVOIR,
        "Épicerie solidaire des Battoirs",
        PartnerKind.ASSOCIATION_LOCALE,
        [Theme.ARGENT_ALIMENTATION, Theme.ISOLEMENT_LIEN_SOCIAL],
        5,
        (DemoContact("Édith Carpentras", "Coordinatrice", "e.carpentras@demo.example"),),
    ),
    DemoPartner(PASSERELLE, "Mission locale du Petit-Canal", PartnerKind.ETAT, [Theme.EMPLOI_FORMATION], 14),
)
