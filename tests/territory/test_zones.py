"""Zones: import, drawing, writing, deletion, the map, and the zones that places know."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.documents.reading.trials import TOO_OLD
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.territory.actions import zones as zone_actions
from palier.territory.actions.locating import locate_places
from palier.territory.geometry import EMPTY
from palier.territory.models import PlaceZone, Zone
from tests.factories.people import logged_in, make_membership, make_structure
from tests.factories.territory import make_place, make_zone, shared, square

pytestmark = pytest.mark.django_db
LIST = "/territoire/zones/"
IMPORT, CONFIRM, DRAW = f"{LIST}importer/", f"{LIST}importer/validation/", f"{LIST}dessiner/"
MAP, DATA = "/territoire/", "/territoire/carte.json"
CORNERS = "45.1, 5.7\n45.11, 5.7\n45.11, 5.71\n45.1, 5.71"


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT)


@pytest.fixture
def leader(lead: Membership) -> Client:
    return logged_in(lead.user)


def quartier(name: str, contour: Any = None, **properties: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"nom": name, **properties},
        "geometry": contour or square(5.7, 45.1),
    }


def sent(*features: Any, content: bytes = b"") -> dict[str, Any]:
    data = content or json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return {"file": SimpleUploadedFile("quartiers.geojson", data), "source": "La ville, 2024"}


def confirm(leader: Client, tried: HttpResponse, **chosen: Any) -> Any:
    return leader.post(CONFIRM, {"zones_read": tried.context["carried"], **chosen})  # type: ignore[attr-defined]


def zones(lead: Membership) -> dict[str, Zone]:
    with structure_scope(lead.structure_id):
        return {zone.name: zone for zone in Zone.objects.order_by("name")}


def links(lead: Membership) -> list[tuple[str, str]]:
    with structure_scope(lead.structure_id):
        return sorted(PlaceZone.objects.values_list("place__name", "zone__name"))


def details(lead: Membership) -> list[tuple[str, str]]:
    with structure_scope(lead.structure_id):
        return list(AuditEntry.objects.order_by("at", "pk").values_list("target_label", "detail"))


def test_import_offers_first_and_writes_what_is_chosen(lead: Membership, leader: Client) -> None:
    make_place(lead.structure, "Marché", latitude=45.105, longitude=5.705)

    tried = leader.post(IMPORT, sent(quartier("Nord"), quartier("Sud", square(5.7, 45.0)), quartier("Est")))
    assert (tried.status_code, zones(lead), details(lead)) == (200, {}, [])
    done = confirm(leader, tried, zones=["1", "2"])

    assert done.context["counts"] == {"created": 2, "changed": 0, "identical": 0}
    assert [(zone.name, zone.kind, zone.source) for zone in zones(lead).values()] == [
        ("Nord", "quartier", "La ville, 2024"),
        ("Sud", "quartier", "La ville, 2024"),
    ]
    assert links(lead) == [("Marché", "Nord")]
    assert details(lead) == [("Zones importées", "2 créées, 0 changées, 0 identiques")]


def test_import_again_changes_what_moved_and_only_that(lead: Membership, leader: Client) -> None:
    make_place(lead.structure, "Marché", latitude=45.105, longitude=5.705)
    first = leader.post(IMPORT, sent(quartier("Nord", code_qp="QP000001"), quartier("Sud", code_qp="QP000002")))
    confirm(leader, first, communes=["Sans commune"])
    before = {name: zone.pk for name, zone in zones(lead).items()}

    moved = quartier("Grand Nord", square(6, 46), code_qp="QP000001")
    again = confirm(
        leader, leader.post(IMPORT, sent(moved, quartier("Sud", code_qp="QP000002"))), communes=["Sans commune"]
    )

    assert [(outcome.result.value, outcome.details) for outcome in again.context["outcomes"]] == [
        ("changed", ["nom", "contour"]),
        ("identical", []),
    ]
    assert {name: zone.pk for name, zone in zones(lead).items()} == {
        "Grand Nord": before["Nord"],
        "Sud": before["Sud"],
    }
    assert links(lead) == [("Marché", "Sud")]


def test_import_reports_what_is_refused_and_repaired(leader: Client) -> None:
    bow = {"type": "Polygon", "coordinates": [[[5.7, 45.1], [5.8, 45.2], [5.8, 45.1], [5.7, 45.2], [5.7, 45.1]]]}
    flat = {"type": "Polygon", "coordinates": [[[5.7, 45.1], [5.8, 45.1], [5.7, 45.1]]]}

    tried = leader.post(IMPORT, sent(quartier("Nœud", bow), quartier("Plat", flat)))
    page = tried.content.decode()

    assert "1 zone lue, 1 refusée. 1 contour dont les lignes se croisaient a été redressé." in page
    assert EMPTY.replace("'", "&#x27;") in page
    assert "Plat" in confirm(leader, tried, zones=["1"], communes=["Sans commune"]).content.decode()


@pytest.mark.parametrize("content", [b"{", b"[]", b"\x89PNG", b"a;b\n1;2", b'{"type": "FeatureCollection"}'])
def test_file_that_is_no_geojson_is_refused(leader: Client, content: bytes) -> None:
    response = leader.post(IMPORT, sent(content=content))

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])


def test_choosing_nothing_writes_nothing(lead: Membership, leader: Client) -> None:
    response = confirm(leader, leader.post(IMPORT, sent(quartier("Nord"))))

    assert response.status_code == 422
    assert "Choisissez au moins une commune ou une zone" in response.content.decode()
    assert zones(lead) == {}


@pytest.mark.parametrize("kept", ["", "x", "a:b:c"])
def test_trial_that_is_not_ours_is_not_confirmed(lead: Membership, leader: Client, kept: str) -> None:
    response = leader.post(CONFIRM, {"zones_read": kept, "communes": ["Sans commune"]}, follow=True)

    assert TOO_OLD.replace("'", "&#x27;") in response.content.decode()
    assert zones(lead) == {}


def test_trial_of_another_person_is_not_confirmed(lead: Membership, leader: Client) -> None:
    other = make_membership(Role.REFERENT)
    tried = leader.post(IMPORT, sent(quartier("Nord")))

    confirm(logged_in(other.user), tried, communes=["Sans commune"])

    assert (zones(lead), zones(other)) == ({}, {})


def test_structure_keeps_so_many_zones_and_no_more(
    lead: Membership, leader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zone_actions, "ZONES_LIMIT", 2)
    tried = leader.post(IMPORT, sent(quartier("A"), quartier("B"), quartier("C")))

    refused = confirm(leader, tried, communes=["Sans commune"])
    kept = confirm(leader, tried, zones=["1", "2"])
    drawn = leader.post(DRAW, {"name": "D", "kind": "quartier", "contour": CORNERS})

    assert [refused.status_code, kept.status_code, drawn.status_code] == [422, 200, 422]
    assert list(zones(lead)) == ["A", "B"]


def test_zone_is_drawn_point_by_point(lead: Membership, leader: Client) -> None:
    make_place(lead.structure, "Marché", latitude=45.105, longitude=5.705)

    response = leader.post(DRAW, {"name": "Les Tilleuls", "kind": "quartier", "code": "", "contour": CORNERS})

    zone = zones(lead)["Les Tilleuls"]
    assert response.headers["Location"] == zone.get_absolute_url()
    assert (zone.contour["type"], zone.source) == ("Polygon", "Dessiné dans Palier")
    assert links(lead) == [("Marché", "Les Tilleuls")]
    assert details(lead) == [("Les Tilleuls", "Zone créée")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Nord"}, "name"),
        ({"kind": "pays"}, "kind"),
        ({"contour": ""}, "contour"),
        ({"contour": "45.1, 5.7"}, "contour"),
        ({"contour": "bonjour"}, "contour"),
    ],
)
def test_drawing_that_is_wrong_is_told_at_the_field(
    lead: Membership, leader: Client, change: dict[str, str], field: str
) -> None:
    make_zone(lead.structure, "Nord")

    response = leader.post(DRAW, {"name": "Sud", "kind": "quartier", "contour": CORNERS, **change})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert list(zones(lead)) == ["Nord"]


def test_zone_is_renamed_then_deleted_and_its_places_stay(lead: Membership, leader: Client) -> None:
    place = make_place(lead.structure, "Marché", latitude=45.105, longitude=5.705)
    zone = make_zone(lead.structure, "Nord")
    with structure_scope(lead.structure_id):
        locate_places(structure=lead.structure, now=timezone.now())

    leader.post(reverse("territory:zone-edit", args=[zone.pk]), {"name": "Haut", "kind": "qpv", "code": "qp 000001"})
    assert [(found.name, found.kind, found.code) for found in zones(lead).values()] == [("Haut", "qpv", "QP000001")]
    assert links(lead) == [("Marché", "Haut")]
    response = leader.post(reverse("territory:zone-delete", args=[zone.pk]), follow=True)

    assert "La zone « Haut » est supprimée." in response.content.decode()
    assert (zones(lead), links(lead)) == ({}, [])
    assert leader.get(place.get_absolute_url()).status_code == 200
    assert [detail for _, detail in details(lead)] == ["Zone changée : nom, type, code", "Zone supprimée"]


def test_locating_costs_the_same_with_many_places(lead: Membership, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        make_zone(lead.structure, contour=square(5.7 + number / 100, 45.1))
        make_place(lead.structure, latitude=45.105, longitude=5.705 + number / 100)
    make_place(lead.structure, "Sans point")

    # Places, zones, links, what is written; two more mark the transaction inside that of the test.
    with structure_scope(lead.structure_id), django_assert_max_num_queries(6):
        written = locate_places(structure=lead.structure, now=timezone.now())
    with structure_scope(lead.structure_id):
        again = locate_places(structure=lead.structure, now=timezone.now())

    assert (written, again, len(links(lead))) == (30, 0, 30)


def test_map_shows_zones_places_and_the_same_in_lists(lead: Membership, leader: Client) -> None:
    make_zone(lead.structure, "Nord", population_total=1200)
    make_place(lead.structure, "Marché", kind="marche", latitude=45.105, longitude=5.705)
    make_place(lead.structure, "Sans point")
    make_place(lead.structure, "Ancien", latitude=45.1, longitude=5.7, archived_at=timezone.now())
    make_zone(make_structure(), "D'un autre centre")

    page, data = leader.get(MAP).content.decode(), leader.get(DATA)

    assert data.headers["Content-Type"] == "application/geo+json"
    told = [feature["properties"] for feature in data.json()["features"]]
    assert [(one["kind"], one["label"], one["detail"]) for one in told] == [
        ("zone", "Nord", "Quartier, 1200 habitant·es"),
        ("place", "Marché", "Marché"),
    ]
    assert [one["url"] in page for one in told] == [True, True]
    assert "Sans point" in page
    assert "Ancien" not in page


def test_first_visit_of_the_territory_loads_no_map(leader: Client) -> None:
    page = leader.get(MAP).content.decode()

    assert "Votre territoire sera ici" in page
    assert "leaflet" not in page
    assert "leaflet" not in leader.get("/territoire/lieux/").content.decode()


def test_tile_server_is_named_only_when_there_is_one(lead: Membership, leader: Client, settings: Settings) -> None:
    make_zone(lead.structure, "Nord")
    without = leader.get(MAP).content.decode()
    settings.TILES_URL = "https://tuiles.exemple.fr/{z}/{x}/{y}.png"
    settings.TILES_ATTRIBUTION = "© <b>Contributeurs</b>"

    page = leader.get(MAP).content.decode()

    assert "data-tiles" not in without
    assert 'data-tiles="https://tuiles.exemple.fr/{z}/{x}/{y}.png"' in page
    assert "Fond de carte : © &lt;b&gt;Contributeurs&lt;/b&gt;" in page


def test_map_costs_the_same_with_many_rows(
    lead: Membership, leader: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    def add(number: int) -> None:
        make_zone(lead.structure, contour=square(5.7 + number / 100, 45.1))
        make_place(lead.structure, latitude=45.105, longitude=5.705 + number / 100)

    add(0)
    leader.get(MAP)
    counted = {}
    for address in (MAP, DATA, LIST):
        with django_assert_max_num_queries(12) as one:
            leader.get(address)
        counted[address] = len(one)
    for number in range(1, 30):
        add(number)

    for address, count in counted.items():
        with django_assert_num_queries(count):
            assert leader.get(address).status_code == 200


@pytest.mark.parametrize("name", ["detail", "edit", "delete"])
def test_zone_of_another_structure_is_not_found(leader: Client, name: str) -> None:
    url = reverse(f"territory:zone-{name}", args=[make_zone(make_structure()).pk])

    assert (leader.post(url) if name == "delete" else leader.get(url)).status_code == 404


def test_team_reads_without_being_offered_to_write(lead: Membership) -> None:
    zone = make_zone(lead.structure, "Nord")
    team = logged_in(make_membership(Role.EQUIPIER, structure=lead.structure).user)

    pages = "".join(team.get(address).content.decode() for address in (MAP, LIST, zone.get_absolute_url()))

    assert pages.count("Nord") >= 3
    assert [word for word in ("modifier/", "suppression/", "importer/", "dessiner/") if word in pages] == []
    assert [team.get(IMPORT).status_code, team.post(DRAW).status_code] == [403, 403]


def test_real_priority_neighbourhoods_of_one_commune_are_kept(lead: Membership, leader: Client) -> None:
    content = shared("geo/qpv_2015_occitanie_contours.geojson").read_bytes()

    tried = leader.post(IMPORT, sent(content=content))
    done = confirm(leader, tried, communes=["Perpignan"])

    assert tried.context["count"] == 105
    assert done.context["counts"]["created"] == len(zones(lead)) == 9
    assert {zone.kind for zone in zones(lead).values()} == {"qpv"}
