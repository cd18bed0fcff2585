"""The euro amounts of a text."""

import time
from decimal import Decimal

import pytest

from palier.library.importing.amounts import find_amounts

REAL = {
    3: "200 500",
    4: "150",
    10: "1500",
    11: "1444",
    13: "300",
    21: "2500",
    24: "244.97",
    25: "476 559 60 433 267 350",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 500 €", "1500"),
        ("1\u202f500\u00a0€", "1500"),
        ("2 500 euros", "2500"),
        ("244,97 euros", "244.97"),
        ("150€", "150"),
        ("1.444,50 €", "1444.50"),
        ("1,500 €", "1500"),
        ("1,500.25 €", "1500.25"),
        ("1'500 €", "1500"),
        ("150 X2 =300 €", "300"),
        ("2x150€", "150"),
        ("500 € x 3 = 1 500 €", "500 1500"),
        ("3 k€ et 2 M€", "3000 2000000"),
        ("1,5 million d'euros", "1500000"),
        ("12 000 €/an", "12000"),
        ("Budget : € 1 500", "1500"),
        ("20 EUR, 30 Euros", "20 30"),
        ("mille euros", "1000"),
        ("vingt mille euros puis cinq cents euros", "20000 500"),
        ("dix-sept euros", "17"),
        ("100 à 200 €", "100 200"),
        ("entre 100 et 200 €", "100 200"),
        ("50-60 €", "50 60"),
        ("le centre 100 et 200 €", "200"),
        ("Lot 3 - 500 €", "500"),
        ("en 2018 500 €", "500"),
        ("en 2017 et 200 €", "200"),
        ("80 %, 14h, 9 h 30, 12/03/2018, 12.5.2018", ""),
        ("06 12 34 56 78 puis 5 européens", ""),
        ("0 €", ""),
        ("1 500", ""),
        ("€", ""),
        ("", ""),
    ],
)
def test_amounts_are_found_in_order(text: str, expected: str) -> None:
    assert find_amounts(text) == [Decimal(amount) for amount in expected.split()]


def test_real_resources_give_their_amounts(real_sheets: list[list[str]]) -> None:
    for place, lines in enumerate(real_sheets, 1):
        start = lines.index("- Ressources financières mobilisées pour cette action")
        end = lines.index("- Nombre de personnes mobilisés pour cette action")
        found = find_amounts("\n".join(lines[start + 1 : end]))
        assert found == [Decimal(amount) for amount in REAL.get(place, "").split()], place


@pytest.mark.parametrize("text", ["100 " * 20_000 + "€", "1" * 50_000 + "€", "€ " * 20_000, "cent " * 20_000 + "euros"])
def test_hostile_text_takes_no_more_time_than_its_length(text: str) -> None:
    start = time.process_time()
    find_amounts(text[: len(text) // 10])
    tenth = time.process_time() - start
    start = time.process_time()
    find_amounts(text)

    # Ten times the text: a quadratic search would take a hundred times as long.
    assert time.process_time() - start < 40 * max(tenth, 0.01)
