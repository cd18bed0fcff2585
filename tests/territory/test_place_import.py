"""Tables of places: trial, report by line, confirmation, and what an export gives back."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.territory.importing.place_columns import UnreadableHours, hours_text, read_hours, read_kind
from palier.territory.models import Place, PlaceZone
from tests.factories.partners import make_partner
from tests.factories.people import logged_in, make_membership
from tests.factories.territory import make_place, make_zone

pytestmark = pytest.mark.django_db
BASE = "/territoire/lieux/"
IMPORT, CONFIRM, REFUSED = f"{BASE}importer/", f"{BASE}importer/validation/", f"{BASE}importer/refus/"
TABLE = (
    "Lieu;Type;Adresse;Commune;Latitude;Longitude;Heures de passage;Partenaire;Note;Couleur\n"
    "Marché;marché;Place des Tilleuls;Bondy;45,105;5,705;jeudi 8h-12h30;MAIRIE de Valbrune;Près de la fontaine;bleu\n"
    "École;école;;;;;;;;\n"
    ";parc;;;;;;;;\n"
    "Parc;forêt;;;;;;;;\n"
    "Place;;;Nulle-Part;;;;;;\n"
    "Hall;hall;;;95;5;;;;\n"
    "Quai;;;;;;un matin;;;\n"
    "Foyer;;;;;;;Inconnu;;\n"
    "MARCHE;;;;;;;;;\n"
    "Exemple : Marché du jeudi;;;;;;;;;\n"
)


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT)


@pytest.fixture
def leader(lead: Membership) -> Client:
    return logged_in(lead.user)


def sent(text: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("lieux.csv", text.encode())}


def places(lead: Membership) -> dict[str, Place]:
    with structure_scope(lead.structure_id):
        return {place.name: place for place in Place.objects.select_related("partner")}


def test_trial_tells_each_line_and_writes_nothing(lead: Membership, leader: Client) -> None:
    make_partner(lead.structure, "Mairie de Valbrune")

    tried = leader.post(IMPORT, sent(TABLE))

    assert [(told.line, told.name, told.result.value) for told in tried.context["outcomes"]] == [
        (2, "Marché", "created"),
        (3, "École", "created"),
    ]
    assert [(told.line, told.column) for told in tried.context["refusals"]] == [
        (4, "Lieu"),
        (5, "Type"),
        (6, "Commune"),
        (7, "Latitude"),
        (8, "Heures de passage"),
        (9, "Partenaire"),
        (10, "Lieu"),
        (11, "Lieu"),
    ]
    assert tried.context["ignored"] == ["Couleur"]
    assert places(lead) == {}


def test_confirmation_writes_and_finds_the_zones_and_twice_is_once(lead: Membership, leader: Client) -> None:
    partner = make_partner(lead.structure, "Mairie de Valbrune")
    make_zone(lead.structure, "Nord")
    carried = leader.post(IMPORT, sent(TABLE)).context["carried"]

    done = leader.post(CONFIRM, {"lines": carried})
    again = leader.post(CONFIRM, {"lines": carried})

    market = places(lead)["Marché"]
    assert (market.kind, market.latitude, market.longitude, market.partner) == ("marche", 45.105, 5.705, partner)
    assert (market.commune, market.postal_code, market.hours) == ("Bondy", "93140", {"jeudi": [["08:00", "12:30"]]})
    assert [answer.context["counts"] for answer in (done, again)] == [
        {"created": 2, "changed": 0, "identical": 0},
        {"created": 0, "changed": 0, "identical": 2},
    ]
    with structure_scope(lead.structure_id):
        assert list(PlaceZone.objects.values_list("place__name", "zone__name")) == [("Marché", "Nord")]
        assert list(AuditEntry.objects.values_list("target_label", "detail")) == [
            ("Lieux importés", "2 créés, 0 changés, 0 identiques")
        ]


def test_table_completes_a_known_place_and_erases_nothing(lead: Membership, leader: Client) -> None:
    make_place(lead.structure, "Marché", kind="marche", note="À garder", latitude=45.105, longitude=5.705)

    tried = leader.post(IMPORT, sent("Lieu;Adresse;Note\nmarché;2 rue des Marches;\n"))
    leader.post(CONFIRM, {"lines": tried.context["carried"]})

    assert [told.details for told in tried.context["outcomes"]] == [["nom", "adresse"]]
    [place] = places(lead).values()
    assert (place.address, place.note, place.kind, place.latitude) == (
        "2 rue des Marches",
        "À garder",
        "marche",
        45.105,
    )


def test_refused_lines_come_back_with_their_reason(lead: Membership, leader: Client) -> None:
    carried = leader.post(IMPORT, sent(TABLE)).context["carried"]

    answer = leader.post(REFUSED, {"lines": carried})

    text = answer.getvalue().decode("utf-8-sig")
    assert "lieux-a-corriger.csv" in answer.headers["Content-Disposition"]
    # Its header, and eight lines: the first needs a partner that is not there, so « MARCHE » no longer repeats it.
    assert len(text.splitlines()) == 9
    assert "« forêt » n'est pas un type connu" in text
    assert "École" not in text


@pytest.mark.parametrize("content", ["", "Prénom;Nom\nA;B", "Lieu;Type\n", "\x89PNG"])
def test_file_that_is_no_table_of_places_is_refused(leader: Client, content: str) -> None:
    response = leader.post(IMPORT, sent(content))

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])


def test_trial_that_is_not_ours_is_not_confirmed(lead: Membership, leader: Client) -> None:
    other = logged_in(make_membership(Role.REFERENT).user)
    carried = leader.post(IMPORT, sent(TABLE)).context["carried"]

    assert other.post(CONFIRM, {"lines": carried}).headers["Location"] == IMPORT
    assert places(lead) == {}


def test_export_is_read_back_as_it_is(lead: Membership, leader: Client) -> None:
    make_place(
        lead.structure,
        "=Marché",
        kind="marche",
        latitude=45.105,
        longitude=5.705,
        hours={"jeudi": [["08:00", "12:30"], ["14:00", "16:00"]], "samedi": [["09:00", "10:00"]]},
        partner=make_partner(lead.structure, "Mairie de Valbrune"),
        note="Près\nde la fontaine",
    )

    exported = leader.get(f"{BASE}export.csv").getvalue()
    tried = leader.post(IMPORT, {"file": SimpleUploadedFile("lieux.csv", exported)})

    assert "'=Marché" in exported.decode("utf-8-sig")
    assert [(told.name, told.result.value) for told in tried.context["outcomes"]] == [("=Marché", "identical")]
    assert (tried.context["refusals"], tried.context["ignored"]) == ([], [])


@pytest.mark.parametrize("name", ["export", "modele"])
def test_workbook_holds_the_same_columns(lead: Membership, leader: Client, name: str) -> None:
    make_place(lead.structure, "Marché")

    content = leader.get(f"{BASE}{name}.xlsx").getvalue()

    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Lieu", "Type", "Adresse"]
    assert leader.get(f"{BASE}{name}.csv").getvalue().decode("utf-8-sig").startswith("Lieu;Type;Adresse;")


def test_export_costs_the_same_with_thirty_places(
    lead: Membership, leader: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    make_place(lead.structure, partner=make_partner(lead.structure))
    leader.get(f"{BASE}export.csv")
    with django_assert_max_num_queries(12) as one:
        leader.get(f"{BASE}export.csv")
    for _ in range(29):
        make_place(lead.structure, partner=make_partner(lead.structure))

    with django_assert_num_queries(len(one)):
        answer = leader.get(f"{BASE}export.csv")

    assert len(answer.getvalue().decode().splitlines()) == 31


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("jeudi 08:00-10:30", {"jeudi": [["08:00", "10:30"]]}),
        (
            "Samedi 9h – 12h30 et 14h-16h ; LUNDI 8h-9h",
            {"lundi": [["08:00", "09:00"]], "samedi": [["09:00", "12:30"], ["14:00", "16:00"]]},
        ),
        ("", {}),
    ],
)
def test_hours_are_read_and_written_back(text: str, hours: dict[str, list[list[str]]]) -> None:
    assert read_hours(text) == hours
    assert read_hours(hours_text(hours)) == hours


@pytest.mark.parametrize(
    "text",
    [
        "jeudi",
        "jour 8h-9h",
        "jeudi 9h-8h",
        "jeudi 8h-25h",
        "jeudi 8h-9h ; jeudi 10h-11h",
        "jeudi 8h-9h,10h-11h,12h-13h",
    ],
)
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(UnreadableHours):
        read_hours(text)


@pytest.mark.parametrize(
    ("words", "kind"), [("École", "ecole"), ("écoles", "ecole"), ("Square", "parc_jardin"), ("x", None)]
)
def test_kinds_are_known_by_their_words(words: str, kind: str | None) -> None:
    assert read_kind(words) == kind
