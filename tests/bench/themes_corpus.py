"""Real texts that people labelled by hand, each set cut in two: a half to learn from, a half to be scored on.

Read in place from ../shared; nothing of them is kept. A text always falls in the same half.
"""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from palier.search import semantic
from palier.search.semantic import Vectors
from palier.structures.enums import Theme

TEXTS = Path(__file__).parents[2] / "../shared/data/textes"
SURVEY, PROJECTS = "entendre_la_france_etiquettes.csv", "paris_budget_participatif_laureats.csv"
SERVICES = "OE10"

# What a label of these sets is among the themes of the product; a label of several is right with any of them.
SERVICE_THEMES: Mapping[str, Sequence[str]] = {
    "Santé (hôpitaux, médecins)": [Theme.SANTE_BIEN_ETRE],
    "Accessibilité (plus d’horaires, plus de personnel, plus proche)": [Theme.ACCES_DROITS],
    "Transports en commun": [Theme.MOBILITE],
    "Autre / Passer": [Theme.AUTRE],
    "Digitalisation des services publics": [Theme.NUMERIQUE],
    "Education / Enseignement": [Theme.ECOLE],
    "Simplification / aide aux démarches": [Theme.ACCES_DROITS],
    "Habite en ville, a tout ce qu'il faut": [Theme.AUTRE],
    "Famille (enfance, crèches, allocations familiales CAF)": [Theme.PETITE_ENFANCE_PARENTALITE],
    "Bureaux de Poste": [Theme.ACCES_DROITS],
    "Sécurité (police)": [Theme.TRANQUILLITE],
    "Emploi / Pôle Emploi": [Theme.EMPLOI_FORMATION],
    "Vieillesse": [Theme.VIEILLISSEMENT],
    "Meilleure information sur les services existants": [Theme.ACCES_DROITS],
    "Complexité des démarches par internet": [Theme.NUMERIQUE],
    "Culture": [Theme.CULTURE_SPORT_LOISIRS],
    "Aide au Logement - HLM": [Theme.LOGEMENT],
    "Aide au développement d'activité, à la création d'entreprise": [Theme.EMPLOI_FORMATION],
}
PROJECT_THEMES: Mapping[str, Sequence[str]] = {
    "Cadre de vie": [Theme.CADRE_DE_VIE],
    "Education et jeunesse": [Theme.ECOLE, Theme.JEUNESSE, Theme.PETITE_ENFANCE_PARENTALITE],
    "Environnement": [Theme.ENVIRONNEMENT_JARDIN],
    "Solidarités": [Theme.ISOLEMENT_LIEN_SOCIAL, Theme.ARGENT_ALIMENTATION, Theme.ACCES_DROITS, Theme.LOGEMENT],
    "Culture et patrimoine": [Theme.CULTURE_SPORT_LOISIRS],
    "Sport": [Theme.CULTURE_SPORT_LOISIRS],
    "Mobilités": [Theme.MOBILITE],
    "Prévention et sécurité": [Theme.TRANQUILLITE],
    "Propreté": [Theme.CADRE_DE_VIE],
    "Attractivité et emploi": [Theme.EMPLOI_FORMATION],
    "Santé": [Theme.SANTE_BIEN_ETRE],
}


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Texts, the labels that people gave each, and their vectors."""

    texts: list[str]
    labels: list[tuple[str, ...]]
    vectors: Vectors

    def at(self, rows: Sequence[int]) -> "Labelled":
        """Return these rows only."""
        return Labelled([self.texts[n] for n in rows], [self.labels[n] for n in rows], self.vectors[list(rows)])

    def halves(self) -> tuple["Labelled", "Labelled"]:
        """Return the half to learn from and the half to be scored on."""
        sides = [half_of(text) for text in self.texts]
        return (
            self.at([n for n, side in enumerate(sides) if side == 0]),
            self.at([n for n, side in enumerate(sides) if side == 1]),
        )

    def named(self, names: Mapping[str, Sequence[str]]) -> "Labelled":
        """Return the same texts with other labels for theirs."""
        renamed = [tuple(dict.fromkeys(name for label in some for name in names[label])) for some in self.labels]
        return Labelled(self.texts, renamed, self.vectors)

    def used(self) -> list[str]:
        """Return the labels in use, in order of the alphabet."""
        return sorted({label for some in self.labels for label in some})

    def together(self) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
        """Tell of each two texts whether they share a label."""
        order = self.used()
        held = np.array([[label in some for label in order] for some in self.labels], np.float32)
        shared: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = held @ held.T > 0
        return shared


def half_of(text: str) -> int:
    """Return 0 or 1, always the same for the same words."""
    return hashlib.sha256(" ".join(text.lower().split()).encode()).digest()[0] % 2


def survey(question: str = "") -> Labelled:
    """Return the answers to the survey Entendre la France, or to one of its questions."""
    rows = [row for row in _rows(SURVEY) if not question or row["question_id"] == question]
    return labelled([row["texte"] for row in rows], [tuple(row["etiquettes"].split(" | ")) for row in rows])


def projects() -> Labelled:
    """Return the titles of the projects of the Paris participatory budget."""
    rows = _rows(PROJECTS)
    return labelled([row["titre_projet_gagnant"] for row in rows], [(row["thematique"],) for row in rows])


def labelled(texts: list[str], labels: list[tuple[str, ...]]) -> Labelled:
    """Return the texts with their vectors. Raises RuntimeError without the model of meaning."""
    vectors = semantic.encode(texts)
    if vectors is None:
        raise RuntimeError("the model of meaning is not installed, or PALIER_SEMANTIC is off")
    return Labelled(texts, labels, vectors)


def _rows(name: str) -> list[dict[str, str]]:
    with (TEXTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
