"""The poster: one A3 page, upright, whatever its words; its QR code is the one of its address."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from palier.core.qr import qr_squares
from palier.documents.poster import Poster, PosterLine, poster_pdf
from tests.documents.samples import HOSTILE
from tests.documents.test_letter import words_of

ADDRESS = "https://palier.exemple.fr/panneau/tilleuls/"
POSTER = Poster(
    title="Centre social des Tilleuls",
    lead="Dites ce qui compte pour vous.",
    heading="Nous passons bientôt",
    lines=(PosterLine("jeudi 11 mars", "9:00 – 11:00", "Pied de la tour Bellevue"),),
    scan="Avec votre téléphone, sans compte",
    address="palier.exemple.fr/panneau/tilleuls/",
    squares=qr_squares(ADDRESS),
    date=date(2027, 3, 1),
)
A3_POINTS = (842, 1191)


def pages(data: bytes) -> list[tuple[int, int]]:
    return [(round(page.mediabox.width), round(page.mediabox.height)) for page in PdfReader(io.BytesIO(data)).pages]


def test_one_a3_page_says_everything_the_same_bytes_twice() -> None:
    data = poster_pdf(POSTER)

    assert pages(data) == [A3_POINTS]
    words = words_of(data)
    for told in (POSTER.title, POSTER.lead, POSTER.heading, "jeudi 11 mars", "Bellevue", POSTER.scan, POSTER.address):
        assert told in words
    assert poster_pdf(POSTER) == data


def heights(data: bytes, words: str) -> list[float]:
    """Return at which height, in points from the foot of the page, a piece of text stands."""
    found: list[float] = []

    def note(text: str, page: list[float], line: list[float], *_more: object) -> None:
        if words in text:
            found.append(page[5] + page[3] * line[5])

    PdfReader(io.BytesIO(data)).pages[0].extract_text(visitor_text=note)
    return found


def test_the_code_and_its_address_stand_at_the_foot() -> None:
    data = poster_pdf(POSTER)

    address, place = heights(data, "palier.exemple.fr"), heights(data, "Bellevue")

    assert (len(address), len(place)) == (1, 1)
    assert address[0] < 150 < 700 < place[0]


def test_without_outings_the_page_stays_whole() -> None:
    assert pages(poster_pdf(replace(POSTER, heading="", lines=()))) == [A3_POINTS]


@pytest.mark.parametrize("text", [*HOSTILE, "mot" * 80, "Centre " * 40])
def test_any_words_fit_on_one_page(text: str) -> None:
    lines = tuple(PosterLine("mercredi 30 septembre", "10:00 – 12:30", text) for _ in range(5))

    assert pages(poster_pdf(replace(POSTER, title=text, lines=lines))) == [A3_POINTS]


@pytest.mark.parametrize(("language", "lead"), [("ar", "قولوا ما يهمكم"), ("tr", "Sizin için önemli olanı söyleyin")])
def test_other_languages_are_drawn(language: str, lead: str) -> None:
    data = poster_pdf(replace(POSTER, language=language, lead=lead))

    assert pages(data) == [A3_POINTS]
    assert "□" not in words_of(data)


def test_squares_are_those_of_a_code_of_this_address() -> None:
    squares = qr_squares(ADDRESS)
    finder = [1, 1, 1, 1, 1, 1, 1]

    assert len(squares) == len(squares[0])
    assert [list(map(int, squares[0][:7])), list(map(int, squares[0][-7:]))] == [finder, finder]
    assert squares != qr_squares(ADDRESS + "x")
