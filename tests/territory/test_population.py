"""Inhabitants: the tables that are read, how their lines find our zones, what the pages show."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from palier.core.tenancy import structure_scope
from palier.documents.reading.errors import UnreadableFile
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.territory.importing.population import PopulationColumns, PopulationFile, band_label, read_population
from palier.territory.models import Zone
from tests.factories.people import logged_in, make_membership
from tests.factories.territory import make_zone, shared

PAGE, CONFIRM = "/territoire/zones/habitants/", "/territoire/zones/habitants/validation/"


def read(text: str) -> PopulationFile:
    return read_population(io.BytesIO(text.encode()), name="habitants.csv")


@pytest.fixture
def lead(db: None) -> Membership:
    return make_membership(Role.REFERENT)


@pytest.fixture
def leader(lead: Membership) -> Client:
    return logged_in(lead.user)


def sent(text: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("habitants.csv", text.encode()), "source": "Insee, recensement 2016"}


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("iris", "code"),
        ("CODE_QP", "code"),
        ("P16_POP0014", "age:0-14"),
        ("P21_POP75P", "age:75-"),
        ("P21_POP", "total"),
        ("pop_mun", "total"),
        ("Population", "total"),
        ("0-14 ans", "age:0-14"),
        ("de 15 à 29 ans", "age:15-29"),
        ("Moins de 15 ans", "age:0-14"),
        ("75 ans et plus", "age:75-"),
        ("75 ans ou plus", "age:75-"),
        ("Plus de 75 ans", "age:75-"),
        ("2015-2016", ""),
        ("C16_PMEN_MENSFAM", ""),
        ("libelle_commune", ""),
    ],
)
def test_columns_are_recognised(words: str, key: str) -> None:
    assert PopulationColumns().key_of(words) == key


def test_bands_are_read_in_order_and_rounded() -> None:
    found = read("code;75 ans et plus;0-14 ans;15-74 ans\n930100203;10,4;319,2;1000\n")

    told = found.by_code["930100203"]
    assert list(told.bands.items()) == [("0 à 14 ans", 319), ("15 à 74 ans", 1000), ("75 ans et plus", 10)]
    assert told.total == 1330
    assert band_label("75-") == "75 ans et plus"


def test_lines_that_cannot_be_kept_are_told() -> None:
    text = "code;0-14 ans;15 ans et plus;total\nA1;10;20;\n;1;2;\nA1;1;2;\nA2;dix;2;\nA3;nd;2;\nA4;s;s;40\nA5;-3;1;\n"

    found = read(text)

    assert {code: (told.bands, told.total) for code, told in found.by_code.items()} == {
        "A1": ({"0 à 14 ans": 10, "15 ans et plus": 20}, 30),
        "A4": ({}, 40),
    }
    assert [(line, code) for line, code, _ in found.refusals] == [(3, ""), (4, "A1"), (5, "A2"), (6, "A3"), (8, "A5")]
    assert found.refusals[1][2] == "Ce code est déjà à la ligne 2."


@pytest.mark.parametrize("text", ["nom;age\nA;3", "code;libelle\nA1;x", "code;total\nA1;nd\n", ""])
def test_table_without_inhabitants_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFile):
        read(text)


def test_trial_says_what_is_found_and_writes_nothing(lead: Membership, leader: Client) -> None:
    make_zone(lead.structure, "Nord", kind="iris", code="010040101")
    make_zone(lead.structure, "Sud", kind="iris", code="930100203")
    make_zone(lead.structure, "Absente", kind="iris", code="999999999")
    make_zone(lead.structure, "Sans code")
    make_zone(lead.structure, "D'une autre sorte", kind="qpv", code="QP000001")

    tried = leader.post(
        PAGE, sent("iris;P16_POP0014;P16_POP15P\n10040101;10;20\n930100203;1;2\n750000000;5;5\nX;x;1\n")
    )

    join = tried.context["join"]
    assert [(zone.name, told.total) for zone, told in join.found] == [("Nord", 30), ("Sud", 3)]
    assert [zone.name for zone in join.missing] == ["Absente"]
    assert [zone.name for zone in join.without_code] == ["Sans code"]
    assert [told.code for told in join.others] == ["750000000"]
    assert [line for line, _, _ in tried.context["refusals"]] == [5]
    with structure_scope(lead.structure_id):
        assert list(Zone.objects.exclude(population_total=None)) == []


def test_inhabitants_are_written_and_shown_with_their_source(lead: Membership, leader: Client) -> None:
    zone = make_zone(lead.structure, "Nord", kind="iris", code="930100203")
    tried = leader.post(PAGE, sent("iris;P16_POP75P;P16_POP0014\n930100203;20;100\n"))

    done = leader.post(CONFIRM, {"lines": tried.context["carried"]}, follow=True)
    page = leader.get(zone.get_absolute_url()).content.decode()

    assert "Les habitant·es de 1 zone sont enregistré·es." in done.content.decode()
    assert "120 habitant·es en tout. Source : Insee, recensement 2016." in page
    assert page.index("0 à 14 ans") < page.index("75 ans et plus")
    assert page.count("bar-fill") == 2


@pytest.mark.parametrize("kept", ["", "x"])
def test_trial_that_is_not_ours_is_not_confirmed(lead: Membership, leader: Client, kept: str) -> None:
    response = leader.post(CONFIRM, {"lines": kept}, follow=True)

    assert "Cet essai date de plus d" in response.content.decode()


@pytest.mark.parametrize("change", [{"source": ""}, {"file": ""}])
def test_file_and_source_are_both_asked(leader: Client, change: dict[str, str]) -> None:
    response = leader.post(PAGE, {**sent("iris;total\nA;1\n"), **change})

    assert (response.status_code, list(response.context["form"].errors)) == (422, list(change))


def test_team_may_not_write_inhabitants(lead: Membership) -> None:
    team = logged_in(make_membership(Role.EQUIPIER, structure=lead.structure).user)

    assert [team.get(PAGE).status_code, team.post(CONFIRM).status_code] == [403, 403]


def test_real_tables_are_read_whole() -> None:
    with shared("statistiques/iris_2016_population_menages_logement.csv").open("rb") as file:
        census = read_population(file, name="iris.csv")
    with shared("statistiques/qpv_2015_occitanie_statistiques.csv").open("rb") as file:
        priority = read_population(file, name="qpv.csv")

    assert (len(census.by_code), census.refusals, census.year) == (14_943, [], "2016")
    assert census.by_code["010040101"].bands["0 à 14 ans"] == 319
    assert len(census.by_code["010040101"].bands) == 6
    assert (len(priority.by_code), priority.refusals) == (105, [])
    assert (priority.by_code["QP009001"].bands, priority.by_code["QP009001"].total) == ({}, 1177)
