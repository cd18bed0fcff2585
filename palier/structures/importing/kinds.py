"""Which kind of structure a line of a file speaks of."""

import re

from palier.documents.reading.folding import fold, loose
from palier.structures.enums import StructureKind

_SAID = {loose(kind.label): kind for kind in StructureKind} | {
    loose(words): kind
    for words, kind in (
        ("CS", StructureKind.CENTRE_SOCIAL),
        ("Centre socioculturel", StructureKind.CENTRE_SOCIAL),
        ("Centre socio-culturel", StructureKind.CENTRE_SOCIAL),
        ("EVS", StructureKind.EVS),
        ("Asso", StructureKind.ASSOCIATION),
        ("Autre", StructureKind.AUTRE),
    )
}
# One centre: "CENTRES SOCIAUX", in the plural, is the association that runs several.
_CENTRE = re.compile(r"\b(centre|ctre) (social|socio ?culturel|socioculturel)\b")
_EVS = re.compile(r"\b(espace de vie sociale|evs)\b")
_ASSOCIATION = re.compile(r"\b(association|asso|assoc|ass|federation|union|ligue|mjc)\b")
_PRIVATE = {"privee", "prive"}


def kind_said(text: str) -> StructureKind | None:
    """Return the kind that a cell names by its label, its slug or an usual word; None when it names none of ours."""
    return next((kind for kind in StructureKind if kind.value == text), None) or _SAID.get(loose(text))


def kind_guessed(name: str, status: str = "") -> StructureKind:
    """Return the kind that a name tells, when the file names none of ours.

    "CENTRE SOCIAL PASTEUR" is a centre social, whoever runs it. Otherwise a name that says association, or the
    ``status`` "privée", gives an association; the rest (communes, départements...) is "autre". Never a federation:
    that word opens rights.
    """
    words = fold(name)
    if _CENTRE.search(words):
        return StructureKind.CENTRE_SOCIAL
    if _EVS.search(words):
        return StructureKind.EVS
    if _ASSOCIATION.search(words) or fold(status) in _PRIVATE:
        return StructureKind.ASSOCIATION
    return StructureKind.AUTRE
