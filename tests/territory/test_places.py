"""Places on their pages: list, page, writing, archive, photo, and what the audit keeps."""

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.territory.forms.places import NOTE_HELP
from palier.territory.models import Place, PlaceZone
from tests.factories.partners import make_partner
from tests.factories.people import logged_in, make_membership, make_structure
from tests.factories.territory import make_place, make_zone, square

pytestmark = pytest.mark.django_db
LIST = "/territoire/lieux/"
NEW = f"{LIST}nouveau/"
TYPED = {"name": "Marché du jeudi", "kind": "marche"}


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT)


@pytest.fixture
def leader(lead: Membership) -> Client:
    return logged_in(lead.user)


def entries(lead: Membership) -> list[tuple[str, str, str]]:
    with structure_scope(lead.structure_id):
        return [(entry.kind, entry.target_label, entry.detail) for entry in AuditEntry.objects.order_by("at", "pk")]


def only_place(lead: Membership) -> Place:
    with structure_scope(lead.structure_id):
        return Place.objects.select_related("partner").get()


def zones_of(place: Place) -> list[str]:
    with structure_scope(place.structure_id):
        return sorted(PlaceZone.objects.filter(place=place).values_list("zone__name", flat=True))


def picture(kind: str = "JPEG", size: tuple[int, int] = (3000, 2000)) -> SimpleUploadedFile:
    """Return a noisy photo, as leaves are: nothing in it compresses well. It says where it was taken."""
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "APPAREIL-SECRET"
    Image.effect_noise(size, 90).convert("RGB").save(target, kind, exif=exif)
    return SimpleUploadedFile("lieu.jpg", target.getvalue())


def test_first_visit_offers_to_add_or_to_import(leader: Client) -> None:
    page = leader.get(LIST).content.decode()

    assert "Vos lieux seront ici" in page
    assert f'href="{NEW}"' in page
    assert f'href="{LIST}importer/"' in page


def test_team_reads_without_being_offered_to_write(lead: Membership) -> None:
    place = make_place(lead.structure, "Marché", latitude=45.105, longitude=5.705)
    team = logged_in(make_membership(Role.EQUIPIER, structure=lead.structure).user)

    pages = [team.get(LIST).content.decode(), team.get(place.get_absolute_url()).content.decode()]

    assert ["Marché" in page for page in pages] == [True, True]
    assert [word for word in ("modifier/", "archive/", "nouveau/", "importer/") if word in "".join(pages)] == []
    assert [team.post(NEW, TYPED).status_code, team.get(NEW).status_code] == [403, 403]


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("", ["Arrêt Gare", "École du Palier", "Marché"]),
        ("?q=ecole", ["École du Palier"]),
        ("?q=TILLEULS+marche", ["Marché"]),
        ("?q=valbrune", ["École du Palier", "Marché"]),
        ("?q=%25", ["Arrêt Gare", "École du Palier", "Marché"]),
        ("?q=introuvable", []),
        ("?type=ecole", ["École du Palier"]),
        ("?type=inconnu", ["Arrêt Gare", "École du Palier", "Marché"]),
        ("?zone=pas-un-id", ["Arrêt Gare", "École du Palier", "Marché"]),
        ("?tri=type", ["Arrêt Gare", "École du Palier", "Marché"]),
        ("?tri=recent", ["Marché", "École du Palier", "Arrêt Gare"]),
        ("?etat=archives", ["Ancien lieu"]),
        ("?page=99", ["Arrêt Gare", "École du Palier", "Marché"]),
    ],
)
def test_list_filters_and_sorts(lead: Membership, leader: Client, address: str, names: list[str]) -> None:
    make_place(lead.structure, "Arrêt Gare", kind="arret_transport")
    make_place(lead.structure, "École du Palier", kind="ecole", commune="Valbrune")
    make_place(lead.structure, "Marché", kind="marche", address="Place des Tilleuls", commune="Valbrune")
    make_place(lead.structure, "Ancien lieu", archived_at=timezone.now())

    shown = [place.name for place in leader.get(LIST + address).context["page"]]

    # SQLite sorts « É » after the plain letters, PostgreSQL beside E: the order by name is checked without it.
    assert sorted(shown) == sorted(names)
    if "École du Palier" not in names or address == "?tri=recent":
        assert shown == names


def test_list_narrows_to_a_zone(lead: Membership, leader: Client) -> None:
    zone = make_zone(lead.structure, "Nord")
    leader.post(NEW, {**TYPED, "latitude": "45.105", "longitude": "5.705"})
    make_place(lead.structure, "Ailleurs")

    shown = [place.name for place in leader.get(f"{LIST}?zone={zone.pk}").context["page"]]

    assert shown == ["Marché du jeudi"]


def test_list_costs_the_same_with_thirty_places(
    lead: Membership, leader: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    zone = make_zone(lead.structure)

    def add() -> None:
        place = make_place(lead.structure, partner=make_partner(lead.structure))
        PlaceZone.objects.create(structure=lead.structure, place=place, zone=zone)

    add()
    leader.get(LIST)
    with django_assert_max_num_queries(12) as one:
        leader.get(LIST)
    for _ in range(29):
        add()

    with django_assert_num_queries(len(one)):
        response = leader.get(LIST)

    assert len(response.context["page"]) == 30


def test_place_is_created_and_knows_its_zones(lead: Membership, leader: Client) -> None:
    make_zone(lead.structure, "Nord")
    make_zone(lead.structure, "Grand Nord", kind="qpv", contour=square(5.7, 45.1, 0.1))
    make_zone(lead.structure, "Sud", contour=square(5.7, 45.0))
    make_zone(make_structure(), "D'un autre centre")
    partner = make_partner(lead.structure, "Mairie de Valbrune")

    response = leader.post(
        NEW,
        {
            **TYPED,
            "latitude": "45,105 5,705",
            "commune": "bondy",
            "partner": str(partner.pk),
            "note": "Près de la fontaine.",
            "heures-jeudi_1_start": "08:00",
            "heures-jeudi_1_end": "12:30",
        },
    )

    place = only_place(lead)
    assert (response.status_code, response.headers["Location"]) == (302, place.get_absolute_url())
    assert (place.name, place.kind, place.latitude, place.longitude) == ("Marché du jeudi", "marche", 45.105, 5.705)
    assert (place.commune, place.postal_code, place.partner, place.note) == (
        "Bondy",
        "93140",
        partner,
        "Près de la fontaine.",
    )
    assert place.hours == {"jeudi": [["08:00", "12:30"]]}
    assert zones_of(place) == ["Grand Nord", "Nord"]
    assert entries(lead) == [(AuditKind.PLACES_CHANGED, "Marché du jeudi", "Créé")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 161}, "name"),
        ({"name": "MARCHE"}, "name"),
        ({"kind": "autre chose"}, "kind"),
        ({"postal_code": "9314"}, "postal_code"),
        ({"commune": "Ville-qui-n'existe-pas"}, "commune"),
        ({"commune": "Saint-Denis"}, "commune"),
        ({"latitude": "45.1"}, "longitude"),
        ({"longitude": "5.7"}, "latitude"),
        ({"latitude": "91", "longitude": "5.7"}, "latitude"),
        ({"latitude": "nord", "longitude": "5.7"}, "latitude"),
        ({"note": "x" * 2001}, "note"),
        ({"partner": "01900000-0000-7000-8000-000000000000"}, "partner"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(
    lead: Membership, leader: Client, change: dict[str, str], field: str
) -> None:
    make_place(lead.structure, "Marché")

    response = leader.post(NEW, {**TYPED, **change})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert entries(lead) == []


def test_commune_of_many_names_is_asked_with_its_departement(lead: Membership, leader: Client) -> None:
    response = leader.post(NEW, {**TYPED, "commune": "Saint-Denis"})

    [error] = response.context["form"].errors["commune"]
    assert error.startswith("Écrivez la commune avec son département : ")
    assert "Saint-Denis (93)" in error
    assert leader.post(NEW, {**TYPED, "commune": "Saint-Denis (93)"}).status_code == 302
    assert only_place(lead).commune == "Saint-Denis"


def test_partner_of_another_structure_is_not_one(lead: Membership, leader: Client) -> None:
    foreign = make_partner(make_structure())

    assert list(leader.post(NEW, {**TYPED, "partner": str(foreign.pk)}).context["form"].errors) == ["partner"]


def test_place_is_changed_and_found_in_its_new_zone(lead: Membership, leader: Client) -> None:
    make_zone(lead.structure, "Nord")
    make_zone(lead.structure, "Sud", contour=square(5.7, 45.0))
    leader.post(NEW, {**TYPED, "latitude": "45.105", "longitude": "5.705"})
    place = only_place(lead)
    edit = reverse("territory:place-edit", args=[place.pk])

    leader.post(edit, {**TYPED, "latitude": "45.005", "longitude": "5.705"})
    again = leader.post(edit, {**TYPED, "latitude": "45.005", "longitude": "5.705"})

    assert zones_of(place) == ["Sud"]
    assert again.status_code == 302
    assert [detail for _, _, detail in entries(lead)] == ["Créé", "Changé : latitude"]


def test_edit_page_shows_what_is_kept(lead: Membership, leader: Client) -> None:
    place = make_place(
        lead.structure, "Marché", latitude=45.105, longitude=5.705, hours={"jeudi": [["08:00", "12:30"]]}
    )

    page = leader.get(reverse("territory:place-edit", args=[place.pk])).content.decode()

    assert 'value="45.105"' in page
    assert 'value="08:00"' in page
    assert NOTE_HELP.split(" :")[0].replace("'", "&#x27;") in page
    assert "Sans personne dessus" in page


def test_place_is_archived_and_restored(lead: Membership, leader: Client) -> None:
    place = make_place(lead.structure, "Marché", latitude=45.105, longitude=5.705)
    archive, restore = (reverse(f"territory:place-{word}", args=[place.pk]) for word in ("archive", "restore"))

    leader.post(archive)
    leader.post(archive)

    assert list(leader.get(LIST).context["page"]) == []
    assert leader.get("/territoire/carte.json").json()["features"] == []
    assert leader.post(NEW, {**TYPED, "name": "marche"}).context["form"].errors["name"] == [
        "« Marché » est parmi les lieux archivés : reprenez-le plutôt."
    ]
    leader.post(restore)
    assert [shown.name for shown in leader.get(LIST).context["page"]] == ["Marché"]
    assert [detail for _, _, detail in entries(lead)] == ["Archivé", "Repris"]


def test_photo_is_drawn_again_without_what_it_told(lead: Membership, leader: Client) -> None:
    leader.post(NEW, {**TYPED, "photo": picture()})

    place = only_place(lead)
    photo = leader.get(reverse("territory:place-photo", args=[place.pk]))
    with Image.open(io.BytesIO(photo.content)) as image:
        assert (image.format, dict(image.getexif()), max(image.size) <= 1280) == ("JPEG", {}, True)
    assert photo.headers["Content-Type"] == "image/jpeg"
    assert len(photo.content) <= 300_000
    assert b"SECRET" not in photo.content


def test_photo_is_replaced_and_removed(
    lead: Membership, leader: Client, django_capture_on_commit_callbacks: Any
) -> None:
    leader.post(NEW, {**TYPED, "photo": picture(size=(40, 30))})
    place = only_place(lead)
    first, edit = place.photo.name, reverse("territory:place-edit", args=[place.pk])

    with django_capture_on_commit_callbacks(execute=True):
        leader.post(edit, {**TYPED, "photo": picture("PNG", (40, 30))})
    second = only_place(lead).photo.name
    with django_capture_on_commit_callbacks(execute=True):
        leader.post(edit, {**TYPED, "remove_photo": "on"})

    assert [default_storage.exists(name) for name in (first, second)] == [False, False]
    assert only_place(lead).photo.name == ""
    assert leader.get(reverse("territory:place-photo", args=[place.pk])).status_code == 410
    assert [detail for _, _, detail in entries(lead)] == ["Créé", "Changé : photo", "Changé : photo"]


def test_photo_that_unfolds_into_gigabytes_is_refused(leader: Client) -> None:
    target = io.BytesIO()
    Image.new("1", (6000, 5000)).save(target, "PNG")

    response = leader.post(NEW, {**TYPED, "photo": SimpleUploadedFile("x.png", target.getvalue())})

    assert response.context["form"].errors == {"photo": ["Cette image a plus de 25 millions de points : réduisez-la."]}


@pytest.mark.parametrize("name", ["detail", "edit", "photo", "archive", "restore"])
def test_place_of_another_structure_or_of_nobody_is_not_found(leader: Client, name: str) -> None:
    foreign = make_place(make_structure())

    for key in (foreign.pk, "01900000-0000-7000-8000-000000000000"):
        url = reverse(f"territory:place-{name}", args=[key])
        answer = leader.post(url) if name in {"archive", "restore"} else leader.get(url)
        assert answer.status_code == 404


def test_visitor_logs_in_first_and_wrong_methods_are_refused(client: Client, lead: Membership, leader: Client) -> None:
    place = make_place(lead.structure)

    assert client.get(LIST).headers["Location"].startswith("/compte/")
    assert leader.post(LIST).status_code == 405
    assert leader.get(reverse("territory:place-archive", args=[place.pk])).status_code == 405
