"""Public annotated texts, read in place from ``../shared`` and never copied: recall of the people that they name."""

import csv
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from palier.search.personal.finder import find_personal
from palier.search.personal.findings import FindingKind
from palier.search.stopwords import listed
from tests.search.personal.annotated import Marked, covers

DATA = Path(__file__).resolve().parents[3] / "../shared/data"
# The annotations of the corpus of interviews were made by patterns: a span with one of these words, a comma or a small
# word at its end is no name ("Lancement Projet", "Directrice Qualité", "Julie Marchand du").
_NO_NAME = listed(
    """
    Account Affaire Agricole Agriculteurs Air Airbus Amazon Architecte Architecture Armée Associés Assistante Atos
    Azure Backend Best Bosch Bredin Brunswick Bug Business Cabinet Capgemini Chance Citroën Cloud Commerce Commercial
    Commission Computing Confidentiel Conseil Contact Contractual Corp Crédit Cyber Cyberdefense Data Dev
    Developer Digitale
    Directeur Director Directrice Electric Energies Engineer Fond Fondation Formation Foundation Frontend General
    Générale Group Groupe Hack Image Impact In Industriel Innovation Jeunes Lancement Lead Liquide Manager Marketing
    Migration Négoce Nous On Ops Oui Palo Paribas Partech Patch Plateformes Pour Prestation Prochaines Product Public
    Qui Red Regional Secteur Senior Sensibilisation Société Soft Sonsini Standard Tech Technical Terranova Total Tour
    Transferts Transformation Transition Témoignage Validation Ventures Volkswagen Capital Docteur Mérignac
    """
)

_TITLES = listed("m. m mme mlle mme. monsieur madame mademoiselle docteur le la les du père l' mon comte")


def named_in_interviews() -> Iterator[tuple[bool, str]]:
    """Yield, for each real name annotated in the corpus of interviews, whether it was found whole, and itself."""
    for document in json.loads((DATA / "anonymisation/rgpd_corpus_annote.json").read_text(encoding="utf-8")):
        text = document["texte"]
        people = [found for found in find_personal(text) if found.kind == FindingKind.PERSONNE]
        for entity in document["entites"]:
            if entity["type"] == "PERSON" and _is_a_name(entity["texte"]):
                yield covers(text, entity["debut"], entity["fin"], people), entity["texte"]


def novel() -> list[Marked]:
    """Return the paragraphs of a novel of 1885, people marked by hand; its titles and nicknames are of its time."""
    with (DATA / "anonymisation/ner_bel_ami.csv").open(encoding="utf-8", newline="") as file:
        return [_marked(list(rows)) for _, rows in groupby(csv.DictReader(file), key=lambda row: row["phrase"])]


def citizens() -> list[str]:
    """Return free answers to a national survey: few of them name anyone."""
    with (DATA / "textes/entendre_la_france_reponses_libres.csv").open(encoding="utf-8", newline="") as file:
        return [row["texte"] for row in csv.DictReader(file)]


def _is_a_name(words: str) -> bool:
    parts = words.split()
    return not ("," in words or _NO_NAME & set(parts) or words.endswith("-") or any(part.islower() for part in parts))


def _marked(rows: list[dict[str, str]]) -> Marked:
    text, marks = "", []
    for row in rows:
        tight = text.endswith(("'", "’", "-")) or row["token"] in {",", ".", ")", "…"}
        text += row["token"] if tight or not text else " " + row["token"]
        start, end = len(text) - len(row["token"]), len(text)
        if row["etiquette"] == "B-PER":
            marks.append((start, end, FindingKind.PERSONNE))
        elif row["etiquette"] == "I-PER" and marks:
            # The titles are marked there with the name: here they stay outside, as in our own sentences.
            kept = start if text[marks[-1][0] : marks[-1][1]].lower() in _TITLES else marks[-1][0]
            marks[-1] = (kept, end, FindingKind.PERSONNE)
    return Marked(text, tuple(marks))
