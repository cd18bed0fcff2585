"""What the finder gives back: where something personal stands in a text, of what kind, and what may replace it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What was found. Slugs are stored; ``label`` is shown."""

    PERSONNE = "personne"
    TELEPHONE = "telephone"
    COURRIEL = "courriel"
    ADRESSE = "adresse"
    AGE = "age"
    SANTE = "sante"
    ORIGINE = "origine"
    NUMERO = "numero"
    COMPTE = "compte"
    LIEN = "lien"

    @property
    def label(self) -> str:
        """The French name of the kind, without article."""
        return _LABELS[self]

    @property
    def is_certain(self) -> bool:
        """Whether one key may replace it at once; health and origin are shown, and a person decides."""
        return self not in {FindingKind.SANTE, FindingKind.ORIGINE}


_LABELS = {
    FindingKind.PERSONNE: "Personne",
    FindingKind.TELEPHONE: "Téléphone",
    FindingKind.COURRIEL: "Adresse mail",
    FindingKind.ADRESSE: "Adresse",
    FindingKind.AGE: "Âge d'une personne nommée",
    FindingKind.SANTE: "Santé",
    FindingKind.ORIGINE: "Origine, religion, opinion, vie intime",
    FindingKind.NUMERO: "Numéro personnel",
    FindingKind.COMPTE: "Compte sur un réseau",
    FindingKind.LIEN: "Lien",
}

FIRST_NAME, FAMILY_NAME = "[prénom]", "[nom]"
REPLACEMENTS = {
    FindingKind.PERSONNE: FIRST_NAME,
    FindingKind.TELEPHONE: "[téléphone]",
    FindingKind.COURRIEL: "[adresse mail]",
    FindingKind.ADRESSE: "[adresse]",
    FindingKind.AGE: "[âge]",
    FindingKind.SANTE: "[santé]",
    FindingKind.ORIGINE: "[origine]",
    FindingKind.NUMERO: "[numéro]",
    FindingKind.COMPTE: "[compte]",
    FindingKind.LIEN: "[lien]",
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """``text[start:end]`` is of ``kind``; ``replacement`` is what may stand in its place."""

    start: int
    end: int
    kind: FindingKind
    replacement: str


def finding(start: int, end: int, kind: FindingKind) -> Finding:
    """Return a finding with the usual replacement of its kind."""
    return Finding(start, end, kind, REPLACEMENTS[kind])


def replace(text: str, findings: Iterable[Finding]) -> str:
    """Return ``text`` with each finding replaced. Raise ValueError if two overlap or one stands outside of the text."""
    parts, done = [], 0
    for found in sorted(findings):
        if found.start < done or found.end > len(text):
            raise ValueError(f"finding {found.start}-{found.end} overlaps another, or stands outside of the text")
        parts += [text[done : found.start], found.replacement]
        done = found.end
    return "".join([*parts, text[done:]])
