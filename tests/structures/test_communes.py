"""Communes and départements: the shipped list, and how one of them is found."""

import gzip
import tracemalloc

import pytest

from palier.structures.queries import communes
from palier.structures.queries.communes import (
    Commune,
    commune_meant,
    commune_named,
    commune_of,
    find_communes,
)
from palier.structures.queries.departements import (
    DEPARTEMENTS,
    departement_choices,
    departement_code,
    departement_name,
)
from tests.project.tree import ROOT
from tools.communes import TARGET, kept_facts

SOURCE = ROOT / "../shared/data/geo/communes_france_2026.csv.gz"
SHIPPED = gzip.decompress(TARGET.read_bytes()).decode()
# 35,000 objects would take about 20 MB.
MOST_MEMORY = 10_000_000


def names(text: str, limit: int = 10) -> list[str]:
    return [commune.name for commune in find_communes(text, limit)]


def code(commune: Commune | None) -> str:
    return commune.code if commune else ""


@pytest.mark.skipif(not SOURCE.exists(), reason="the source list is not beside this checkout (../shared/data/geo)")
def test_shipped_list_is_what_the_tool_makes_of_its_source() -> None:
    assert kept_facts(SOURCE) == SHIPPED


def test_shipped_list_is_small_sorted_and_whole() -> None:
    codes = [line.split(",")[0] for line in SHIPPED.splitlines()[1:]]

    assert TARGET.stat().st_size <= 450_000
    assert codes == sorted(set(codes))
    assert len(codes) == 35_008
    assert {line.split(",")[2] for line in SHIPPED.splitlines()[1:]} == set(DEPARTEMENTS)


def test_commune_of_a_code() -> None:
    assert commune_of("79191") == Commune("79191", "Niort", "79", ("79000",), 59854)
    assert code(commune_of(" 2a004 ")) == "2A004"
    assert code(commune_of("01001")) == "01001"
    assert code(commune_of("98832")) == "98832"


@pytest.mark.parametrize("unknown", ["", "0", "69", "69152", "99999", "791911", "zzzzz"])
def test_unknown_code_gives_nothing(unknown: str) -> None:
    assert commune_of(unknown) is None


def test_arrondissements_are_in_the_list() -> None:
    found = commune_of("69383")

    assert found is not None
    assert (found.name, found.departement, found.postal_codes) == ("Lyon 3e Arrondissement", "69", ("69003",))


@pytest.mark.parametrize(
    "text", ["Saint-Étienne-du-Rouvray", "saint etienne du rouvray", "ST ETIENNE DU ROUVRAY", "rouvr"]
)
def test_name_is_found_whatever_its_accents_case_and_hyphens(text: str) -> None:
    assert names(text, 1) == ["Saint-Étienne-du-Rouvray"]


def test_exact_name_comes_first_then_the_most_inhabited() -> None:
    assert names("sai", 2) == ["Sai", "Saint-Étienne"]
    found = find_communes("villeneuve")
    exact = [commune for commune in found if commune.name == "Villeneuve"]
    assert found[: len(exact)] == exact
    for part in (exact, found[len(exact) :]):
        assert part == sorted(part, key=lambda commune: -commune.population)


def test_several_words_each_begin_a_word() -> None:
    assert names("haye roses") == []
    assert names("hay ros") == ["L'Haÿ-les-Roses", "Rosières-en-Haye"]
    assert names("lot villen sur") == ["Villeneuve-sur-Lot"]


def test_postal_code_and_insee_code_are_found() -> None:
    assert names("93140") == ["Bondy"]
    assert names("75111") == ["Paris 11e Arrondissement"]
    assert names("75011") == ["Paris", "Paris 11e Arrondissement"]
    assert {commune.departement for commune in find_communes("2A")} == {"2A"}


def test_limit_bounds_the_list() -> None:
    assert len(find_communes("s")) == 10
    assert len(find_communes("s", 25)) == 25
    assert len({commune.code for commune in find_communes("Sainte-Colombe", 25)}) == 25


@pytest.mark.parametrize("text", ["", " ", "-", "zzzz", "\n", "saint zz"])
def test_text_that_names_nothing_finds_nothing(text: str) -> None:
    assert find_communes(text) == []


def test_commune_named_is_the_only_one_of_that_name() -> None:
    assert code(commune_named("niort")) == "79191"
    assert commune_named("Saint-Denis") is None
    assert code(commune_named("ST DENIS CEDEX 1", departement="974")) == "97411"
    assert code(commune_named("Saint Denis", postal_code="93200")) == "93066"
    assert commune_named("Saint-Denis", departement="974", postal_code="93200") is None
    assert commune_named("Nior") is None
    assert commune_named("") is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (("79191", "n'importe quoi"), "79191"),
        (("49069", "Orée d'Anjou", "49530"), "49126"),
        (("49069", "Orée d'Anjou"), "49126"),
        (("69152", "Pierre-Bénite", "69310"), "69149"),
        (("", "NIORT"), "79191"),
        (("0", "NIORT"), "79191"),
        (("", "Niort", "79000"), "79191"),
        (("", "Niort", "69000"), ""),
        # Merged into Saint-Jean-d'Hermine; Saint-Martin-Lars-en-Sainte-Hermine is another one, of the same postal code.
        (("85223x", "Sainte-Hermine", "85210"), ""),
        (("", "Saint-Denis"), ""),
        (("", "", "79000"), ""),
        (("", "", ""), ""),
    ],
)
def test_commune_meant_is_found_after_a_merger_or_not_at_all(line: tuple[str, ...], expected: str) -> None:
    assert code(commune_meant(*line)) == expected


def test_list_is_light_in_memory() -> None:
    communes._gazetteer.cache_clear()
    tracemalloc.start()
    find_communes("Niort")
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()

    assert held <= MOST_MEMORY


def test_departements_have_names_and_codes() -> None:
    assert len(DEPARTEMENTS) == 107
    assert [departement_name(given) for given in ("01", "2A", "974", "20", "")] == [
        "Ain",
        "Corse-du-Sud",
        "La Réunion",
        "",
        "",
    ]
    assert departement_choices()[:2] == [("01", "01 Ain"), ("02", "02 Aisne")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", "01"),
        ("2a", "2A"),
        ("val d’oise", "95"),
        ("Métropole de Lyon", "69"),
        ("Saint-Martin", "978"),
        ("96", ""),
        ("", ""),
    ],
)
def test_departement_code_is_told_by_name_or_code(text: str, expected: str) -> None:
    assert departement_code(text) == expected
