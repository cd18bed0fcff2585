"""Find numbers that belong to one person: social security, bank account, allocataire, file, number plate."""

import re
from collections.abc import Iterator

from palier.search.personal.findings import Finding, FindingKind, finding

_GAP = r"[\s.-]{0,2}"
# Sex, year, month (or the months above 12 given to unsure dates), department, commune, order, key.
_NIR = re.compile(
    rf"(?<!\w)[1278]{_GAP}\d\d{_GAP}(?:0[1-9]|1[0-2]|[2-9]\d){_GAP}(?:\d\d|2[ab]){_GAP}\d{{3}}{_GAP}\d{{3}}(?:{_GAP}\d\d)?(?!\w)"
)
_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d\d(?:[\s-]?[a-z0-9]{4}){3,7}(?:[\s-]?[a-z0-9]{1,4})?(?!\w)")
_PLATE = re.compile(r"(?<![\w-])[a-z]{2}-\d{3}-[a-z]{2}(?![\w-])|(?<![\w-])[a-hj-np-z]{2}\d{3}[a-hj-np-z]{2}(?![\w-])")
# Parted by spaces, or of the years before 2009: only where a vehicle is spoken of.
_LOOSE_PLATE = re.compile(
    r"(?<![\w-])[a-z]{2} \d{3} [a-z]{2}(?![\w-])|(?<![\w-])\d{2,4}[- ]?[a-z]{2,3}[- ]?(?:\d\d|2[ab]|97[1-6])(?![\w-])"
)
_VEHICLE = re.compile(r"\b(?:plaque|immatricul\w{0,6}|voiture|camion|camionnette|scooter|moto|vehicule|fourgon)\b")
# "Allocataire CAF n° 7654321", "mon dossier 12345678", "sécu : ..."
_ANNOUNCED = re.compile(
    r"\b(?:allocataires?|caf|msa|secu|securite sociale|dossier|matricule|carte|identifiant|adherente?|beneficiaire|"
    r"compte|nir|passeport|titre de sejour|recepisse|agdref|siret perso|numero fiscal|fiscal|poste emploi|pole emploi|"
    r"france travail|cni|permis|rib|iban)\b"
    r"[^\d\n]{0,25}(?P<number>(?=[a-z0-9 .-]{0,6}\d)[a-z]{0,3}\d(?:[ .-]?\d){4,17}[a-z]?)(?!\w)"
)


def find_numbers(flat: str) -> Iterator[Finding]:
    """Yield the personal numbers of a flat text."""
    if not any(letter.isdigit() for letter in flat):
        return
    for match in _NIR.finditer(flat):
        yield _found(match)
    for match in _IBAN.finditer(flat):
        if sum(letter.isdigit() for letter in match.group()) >= 10:
            yield _found(match)
    for match in _PLATE.finditer(flat):
        yield _found(match)
    for match in _LOOSE_PLATE.finditer(flat):
        if _VEHICLE.search(flat[max(0, match.start() - 40) : match.end() + 40]):
            yield _found(match)
    for match in _ANNOUNCED.finditer(flat):
        yield finding(match.start("number"), match.end("number"), FindingKind.NUMERO)


def _found(match: re.Match[str]) -> Finding:
    return finding(match.start(), match.end(), FindingKind.NUMERO)
