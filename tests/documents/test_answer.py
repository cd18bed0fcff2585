"""The answer to put up: one A4 page, upright, however much was asked and answered."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from palier.documents.answer import Answer, AnswerPart, answer_pdf
from tests.documents.samples import HOSTILE
from tests.documents.test_letter import words_of

ANSWER = Answer(
    lead="Vous nous l'avez dit ici. Voici la réponse.",
    title="Un ascenseur qui marche",
    parts=(
        AnswerPart("À qui nous l'avons porté", lines=("Nous l'avons demandé au bailleur.",)),
        AnswerPart("Ce qu'on nous a répondu", "Programmé", ("La pièce est commandée.", "", "Prévu le 4 mai 2027.")),
    ),
    footer="Centre du Belvédère, 3 allée des Saules",
    date=date(2027, 3, 1),
)
A4_POINTS = (595, 842)
LONG = "Le bailleur a fait venir deux entreprises, et la seconde attend une pièce. " * 30


def pages(data: bytes) -> list[tuple[int, int]]:
    return [(round(page.mediabox.width), round(page.mediabox.height)) for page in PdfReader(io.BytesIO(data)).pages]


def test_one_a4_page_says_everything_the_same_bytes_twice() -> None:
    data = answer_pdf(ANSWER)

    assert pages(data) == [A4_POINTS]
    words = words_of(data)
    for told in (ANSWER.lead, ANSWER.title, "Programmé", "La pièce est commandée.", "Prévu le 4 mai 2027.", "Saules"):
        assert told in words
    assert answer_pdf(ANSWER) == data


@pytest.mark.parametrize("text", [HOSTILE, LONG, "mot" * 700], ids=["hostile", "long", "one word"])
def test_any_answer_fits_on_one_page(text: str) -> None:
    text = f"Ici : {text}"
    parts = (AnswerPart("Porté", lines=(text,)), AnswerPart("Répondu", "Repris par quelqu'un d'autre", (text,) * 3))
    data = answer_pdf(replace(ANSWER, title=text[:160], parts=parts))

    assert pages(data) == [A4_POINTS]
    assert words_of(data).count("Ici :") == 5
