"""The bands of money and people, the values of the facets, and how figures are shown."""

import pytest

from palier.library.enums import BudgetBand, PeopleBand
from palier.library.facets import BY_NAME, FACETS, budget_band, people_band
from palier.library.models import ActionSheet
from palier.library.screens import people_lines


@pytest.mark.parametrize(
    ("amounts", "band"),
    [
        ([], BudgetBand.NC),
        (["0"], BudgetBand.MOINS_500),
        (["499.99"], BudgetBand.MOINS_500),
        (["500"], BudgetBand.DE_500_A_2000),
        (["1999.99"], BudgetBand.DE_500_A_2000),
        (["2000"], BudgetBand.DE_2000_A_10000),
        (["9999.99"], BudgetBand.DE_2000_A_10000),
        (["10000"], BudgetBand.PLUS_10000),
        (["300", "12000", "80"], BudgetBand.PLUS_10000),
        (["900", "8000"], BudgetBand.DE_2000_A_10000),
    ],
)
def test_budget_band_is_that_of_the_largest_amount(amounts: list[str], band: BudgetBand) -> None:
    assert budget_band(amounts) == band


def count(kind: str, low: int, high: int | None = None) -> dict[str, object]:
    return {"kind": kind, "low": low, "high": high or low}


@pytest.mark.parametrize(
    ("people", "band"),
    [
        ([], PeopleBand.NC),
        ([count("participants", 300)], PeopleBand.NC),
        ([count("professionals", 1)], PeopleBand.DE_1_A_2),
        ([count("professionals", 2), count("participants", 80)], PeopleBand.DE_1_A_2),
        ([count("professionals", 2), count("volunteers", 1)], PeopleBand.DE_3_A_5),
        ([count("volunteers", 5)], PeopleBand.DE_3_A_5),
        ([count("volunteers", 5, 6)], PeopleBand.DE_6_A_20),
        ([count("unspecified", 20)], PeopleBand.DE_6_A_20),
        ([count("volunteers", 21)], PeopleBand.PLUS_20),
    ],
)
def test_people_band_leaves_participants_out(people: list[dict[str, object]], band: PeopleBand) -> None:
    assert people_band(people) == band


@pytest.mark.parametrize(
    ("people", "line"),
    [
        (count("professionals", 2), "2 professionnel·les"),
        (count("volunteers", 25, 35), "25 à 35 bénévoles"),
        (count("participants", 90, 160), "90 à 160 participant·es"),
        (count("unspecified", 4), "4 personnes (rôle non précisé)"),
    ],
)
def test_people_are_shown_as_words(people: dict[str, object], line: str) -> None:
    assert people_lines(ActionSheet(people=[people])) == [line]


def test_every_facet_has_a_name_a_title_and_labels_of_its_own() -> None:
    assert len(BY_NAME) == len(FACETS) == 13
    assert len({facet.title for facet in FACETS}) == 13
    assert all(facet.labels for facet in FACETS)


def test_facets_of_an_empty_sheet_say_only_what_is_not_stated() -> None:
    sheet = ActionSheet(title="Un", quality="mince")

    values = {facet.name: facet.values(sheet) for facet in FACETS if facet.values(sheet)}

    assert values == {"budget": ["nc"], "personnes": ["nc"], "qualite": ["mince"]}
