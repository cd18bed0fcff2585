"""Letters, in both formats: the same words, in the order of a letter."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from palier.documents.content import BulletList, Paragraph, strong
from palier.documents.letter import Letter, letter_odt, letter_pdf
from tests.documents.samples import HOSTILE

LETTER = Letter(
    sender=("Centre social des Tilleuls", "4 place du Marché", "38999 Valbrune"),
    recipient=("Mairie de Valbrune", "À l'attention de la maire"),
    written="Valbrune, le 1er mars 2027",
    subject="Objet : un ascenseur qui marche",
    blocks=(
        Paragraph("Madame, Monsieur,"),
        BulletList(("« Il est en panne. » (mars 2027)",)),
        Paragraph((strong("Quand sera-t-il réparé ?"),)),
    ),
    signed="Pour l'équipe,",
    date=date(2027, 3, 1),
)
ORDER = [
    *("Centre social des Tilleuls", "38999 Valbrune", "Mairie de Valbrune", "Valbrune, le 1er mars 2027"),
    *("un ascenseur qui marche", "Madame, Monsieur,", "Il est en panne.", "Quand sera-t-il", "Pour l'équipe,"),
    "Nom, fonction, signature",
]


def words_of(data: bytes) -> str:
    """Return the text of a PDF or of an ODT on one line, plain spaces."""
    if data.startswith(b"%PDF"):
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    else:
        content = zipfile.ZipFile(io.BytesIO(data)).read("content.xml")
        # A line break is an empty element: what stands on both sides of it must not run together.
        text = " ".join(ElementTree.fromstring(content).itertext())
    return " ".join(text.split())


@pytest.mark.parametrize("make", [letter_pdf, letter_odt])
def test_a_letter_says_everything_in_its_order(make) -> None:
    words = words_of(make(LETTER))

    places = [words.find(part) for part in ORDER]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("make", [letter_pdf, letter_odt])
def test_equal_letters_give_equal_bytes(make) -> None:
    assert make(LETTER) == make(replace(LETTER))
    assert make(LETTER) != make(replace(LETTER, written="Valbrune, le 2 mars 2027"))


@pytest.mark.parametrize("make", [letter_pdf, letter_odt])
def test_empty_and_hostile_letters_are_written(make) -> None:
    bare = Letter(sender=(), recipient=(), written="", subject="", blocks=(), signed="")
    hostile = replace(LETTER, sender=(HOSTILE,), subject=HOSTILE, blocks=(Paragraph(HOSTILE),), signed=HOSTILE)

    assert "Courrier" in words_of(make(bare))
    assert len(words_of(make(hostile))) > len(HOSTILE)


def test_a_long_letter_numbers_its_pages_and_keeps_its_signature_whole() -> None:
    pages = PdfReader(io.BytesIO(letter_pdf(replace(LETTER, blocks=LETTER.blocks * 14)))).pages

    assert len(pages) > 1
    assert f"1 / {len(pages)}" in pages[0].extract_text()
    assert "Pour l'équipe" in pages[-1].extract_text()
    assert "1 / 1" not in words_of(letter_pdf(LETTER))
