"""The card of a structure: commune, hours, agrément, logo, and the line it leaves in the audit."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, PngImagePlugin

from palier.audit.models import AuditEntry
from palier.core import images
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role, StructureKind, WeekDay
from palier.structures.models import Structure
from palier.structures.queries.card import agrement_note
from palier.structures.queries.hours import hours_lines
from tests.factories.people import logged_in, make_federation, make_member, make_structure

URL = "/reglages/structure/"
pytestmark = pytest.mark.django_db
SIRET = "73282932000074"


@pytest.fixture
def structure() -> Structure:
    return make_structure("Centre des Tilleuls", commune="Niort", commune_code="79191", departement="79")


@pytest.fixture
def member(structure: Structure) -> Client:
    return logged_in(make_member(Role.DIRECTION, structure=structure))


def card(**changes: Any) -> dict[str, Any]:
    known = {"name": "Centre des Tilleuls", "kind": "centre_social", "commune": "Niort", "languages": ["fr"]}
    return {**known, "retention_months": "24", **changes}


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 600), **options: Any) -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", size, "#17604f").save(target, kind, **options)
    return SimpleUploadedFile(f"logo.{kind.lower()}", target.getvalue())


def errors(response: Any) -> dict[str, list[str]]:
    return {**response.context["form"].errors, **response.context["hours"].errors}


def entries(structure: Structure) -> list[tuple[str, str]]:
    with structure_scope(structure.pk):
        found = AuditEntry.objects.filter(target_kind="structure").order_by("id")
        return [(entry.kind, entry.detail) for entry in found]


def test_card_is_shown_and_written(member: Client, structure: Structure) -> None:
    assert member.get(URL).status_code == 200

    response = member.post(URL, card(public_name="Les Tilleuls", siret="732 829 320 00074", languages=["ar", "fr"]))

    structure.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, URL)
    assert (structure.public_name, structure.siret, structure.languages) == ("Les Tilleuls", SIRET, ["ar", "fr"])
    assert entries(structure) == [("structure_changed", "nom public, SIRET, code postal, langues des pages publiques")]


def test_unchanged_card_leaves_no_line(member: Client, structure: Structure) -> None:
    member.post(URL, card(postal_code="79000"))
    member.post(URL, card(postal_code="79000"))

    assert len(entries(structure)) == 1


@pytest.mark.parametrize("role", [Role.EQUIPIER, Role.REFERENT, Role.LECTURE])
def test_other_roles_are_refused(structure: Structure, role: Role) -> None:
    member = logged_in(make_member(role, structure=structure))

    assert [member.get(URL).status_code, member.post(URL, card()).status_code] == [403, 403]


def test_visitor_is_sent_away_and_other_methods_refused(client: Client, member: Client) -> None:
    assert client.get(URL).status_code == 302
    assert member.delete(URL).status_code == 405


def test_direction_writes_its_own_structure_alone(member: Client) -> None:
    other = make_structure("Centre du Lavoir")

    member.post(URL, card(name="Nouveau nom", id=str(other.pk)))

    other.refresh_from_db()
    assert other.name == "Centre du Lavoir"


def test_structure_cannot_make_itself_a_federation(member: Client, structure: Structure) -> None:
    response = member.post(URL, card(kind="federation"))

    structure.refresh_from_db()
    assert (response.status_code, structure.kind) == (422, StructureKind.CENTRE_SOCIAL)


def test_federation_keeps_its_kind() -> None:
    federation = make_federation("Fédération des Deux-Rives")
    member = logged_in(make_member(Role.FEDERATION, structure=federation))

    response = member.post(URL, card(name="Fédération des Deux-Rives", kind="autre"))

    federation.refresh_from_db()
    assert (response.status_code, federation.kind) == (302, StructureKind.FEDERATION)


@pytest.mark.parametrize(
    ("typed", "postal_code", "code"),
    [
        ("niort", "", "79191"),
        ("Saint-Denis (93)", "", "93066"),
        ("Saint-Denis", "97400", "97411"),
        ("93140", "", "93010"),
        ("Lyon 3e Arrondissement (69)", "", "69383"),
    ],
)
def test_commune_is_recognised_and_the_departement_follows(
    member: Client, structure: Structure, typed: str, postal_code: str, code: str
) -> None:
    response = member.post(URL, card(commune=typed, postal_code=postal_code))

    structure.refresh_from_db()
    departement = code[:3] if code[:2] == "97" else code[:2]
    assert response.status_code == 302
    assert (structure.commune_code, structure.departement) == (code, departement)


def test_ambiguous_commune_is_chosen_among_several(member: Client, structure: Structure) -> None:
    asked = member.post(URL, card(commune="Saint-Denis"))
    offered = [code for code, _ in asked.context["form"].fields["commune_choice"].widget.choices]
    chosen = member.post(URL, card(commune="Saint-Denis", commune_choice="97411"))

    structure.refresh_from_db()
    assert (asked.status_code, list(errors(asked)), "93066" in offered, "97411" in offered) == (
        422,
        ["commune"],
        True,
        True,
    )
    assert (chosen.status_code, structure.commune_code, structure.departement) == (302, "97411", "974")


@pytest.mark.parametrize(("typed", "choice"), [("Valbrune-sur-Isère", ""), ("Saint-Denis", "79191"), ("", "")])
def test_commune_that_is_not_sure_is_refused(member: Client, typed: str, choice: str) -> None:
    response = member.post(URL, card(commune=typed, commune_choice=choice))

    assert (response.status_code, list(errors(response))) == (422, ["commune"])


def test_suggestions_are_options_of_a_list(client: Client) -> None:
    content = client.get(reverse("structures:commune-suggestions"), {"commune": "saint denis"}).content.decode()

    assert '<option value="Saint-Denis (93)">Seine-Saint-Denis, 93200 93210 93380</option>' in content
    assert client.get(reverse("structures:commune-suggestions")).content.strip() == b""


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"siret": "732 829 320 00075"}, "siret", "Ce SIRET a une faute de frappe"),
        ({"postal_code": "790"}, "postal_code", "Un code postal a cinq chiffres."),
        ({"languages": []}, "languages", "Choisissez au moins une langue."),
        ({"name": " "}, "name", "Ce champ est obligatoire."),
        ({"agrement_from": "2026-02-01", "agrement_until": "2026-01-01"}, "__all__", "La fin de l'agrément vient"),
        ({"heures-lundi_1_start": "09:00"}, "lundi_1_end", "Il manque l'heure de fin."),
        ({"heures-lundi_1_end": "09:00"}, "lundi_1_start", "Il manque l'heure de début."),
        ({"heures-mardi_1_start": "12:00", "heures-mardi_1_end": "09:00"}, "mardi_1_end", "La fin vient après"),
        ({"heures-mardi_1_start": "x", "heures-mardi_1_end": "09:00"}, "mardi_1_start", "Écrivez une heure"),
    ],
)
def test_wrong_answer_is_told_at_its_field(
    member: Client, structure: Structure, changes: dict[str, Any], field: str, message: str
) -> None:
    response = member.post(URL, card(**changes))

    assert response.status_code == 422
    assert {name: texts[0][: len(message)] for name, texts in errors(response).items()} == {field: message}
    assert entries(structure) == []


def test_siret_of_another_structure_is_refused(member: Client) -> None:
    make_structure(siret=SIRET)

    assert errors(member.post(URL, card(siret=SIRET))) == {"__all__": ["Une structure a déjà ce SIRET."]}


def test_same_name_in_the_same_commune_is_refused(member: Client) -> None:
    make_structure("Centre du Lavoir", commune_code="79191")

    response = member.post(URL, card(name="Centre du Lavoir"))

    assert errors(response) == {"__all__": ["Une structure de cette commune porte déjà ce nom."]}


def hours(day: str, *times: str) -> dict[str, str]:
    names = [f"heures-{day}_{number}_{side}" for number in (1, 2) for side in ("start", "end")]
    return dict(zip(names, times, strict=False))


def test_hours_are_written_in_order_and_the_week_follows_monday(member: Client, structure: Structure) -> None:
    typed = {**hours("lundi", "14:00", "18:30", "09:00", "12:00"), **hours("samedi", "10:00", "12:00")}

    member.post(URL, card(**typed, **hours("mardi", "12:00", "x"), **{"heures-same_week": "on"}))

    structure.refresh_from_db()
    assert structure.opening_hours["vendredi"] == [["09:00", "12:00"], ["14:00", "18:30"]]
    assert set(structure.opening_hours) == {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}


def test_hours_that_overlap_are_refused(member: Client) -> None:
    response = member.post(URL, card(**hours("jeudi", "09:00", "12:00", "11:00", "14:00")))

    assert errors(response) == {"jeudi_2_start": ["Ces heures recouvrent les précédentes."]}


@pytest.mark.parametrize(
    ("days", "lines"),
    [
        ({}, []),
        ({"mardi": [["09:00", "12:00"]]}, ["mardi 9 h – 12 h"]),
        (
            {day: [["09:00", "12:00"], ["14:00", "18:30"]] for day in WeekDay.values[:5]},
            ["lundi à vendredi 9 h – 12 h et 14 h – 18 h 30"],
        ),
        ({"mardi": [["09:00", "12:00"]], "mercredi": [["09:00", "12:00"]]}, ["mardi et mercredi 9 h – 12 h"]),
        ({"lundi": [["00:00", "09:05"]], "jeudi": [["00:00", "09:05"]]}, ["lundi 0 h – 9 h 05", "jeudi 0 h – 9 h 05"]),
    ],
)
def test_hours_are_said_as_people_say_them(days: dict[str, list[list[str]]], lines: list[str]) -> None:
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in hours_lines(days)] == lines


@pytest.mark.parametrize(("days", "is_said"), [(-1, True), (0, True), (1, True), (90, True), (91, False)])
def test_agrement_is_recalled_ninety_days_before_its_end(days: int, is_said: bool) -> None:
    today = date(2026, 11, 21)
    structure = Structure(agrement_until=today + timedelta(days=days))

    assert bool(agrement_note(structure, today=today)) == is_said
    assert agrement_note(Structure(), today=today) == ""


def test_agrement_note_is_on_the_page(member: Client, structure: Structure) -> None:
    Structure.objects.filter(pk=structure.pk).update(agrement_until=timezone.localdate() + timedelta(days=10))

    assert "dans 10 jours" in member.get(URL).content.decode()


def logo_files() -> list[Path]:
    return sorted((Path(settings.MEDIA_ROOT) / "logos").glob("*"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_logo_is_drawn_again_small_and_bare(client: Client, member: Client, structure: Structure, kind: str) -> None:
    secrets: dict[str, Any] = {"exif": Image.Exif()}
    secrets["exif"][0x010E] = "rue du Lavoir"
    if kind == "PNG":
        secrets["pnginfo"] = PngImagePlugin.PngInfo()
        secrets["pnginfo"].add_text("Comment", "rue du Lavoir")

    member.post(URL, card(logo=picture(kind, **secrets)))
    response = client.get(reverse("structures:structure-logo", args=[structure.pk]))

    with Image.open(io.BytesIO(response.content)) as drawn:
        drawn.load()
        assert (drawn.format, drawn.size, drawn.info, dict(drawn.getexif())) == ("PNG", (512, 341), {}, {})
    assert (b"Lavoir" in response.content, response["Content-Type"]) == (False, "image/png")
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "public, max-age=3600")
    assert entries(structure)[0][1].endswith("logo")


@pytest.mark.django_db(transaction=True)
def test_old_logo_leaves_the_disk(member: Client, structure: Structure) -> None:
    before = set(logo_files())
    member.post(URL, card(logo=picture()))
    member.post(URL, card(logo=picture("JPEG")))
    one = set(logo_files()) - before
    member.post(URL, card(remove_logo="on"))

    structure.refresh_from_db()
    assert (len(one), set(logo_files()) - before, structure.logo.name) == (1, set(), "")


def test_logo_of_nobody_is_not_found(client: Client, structure: Structure) -> None:
    assert client.get(reverse("structures:structure-logo", args=[structure.pk])).status_code == 404
    assert client.get(reverse("structures:structure-logo", args=[make_member().pk])).status_code == 404


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "Ce n'est pas une image PNG, JPEG ou WebP."),
        (b"GIF89a" + bytes(40), "Ce n'est pas une image PNG, JPEG ou WebP."),
        (b"%PDF-1.7", "Ce n'est pas une image PNG, JPEG ou WebP."),
        (b"", "Cette image est vide"),
    ],
)
def test_file_that_is_no_picture_is_refused(member: Client, content: bytes, message: str) -> None:
    response = member.post(URL, card(logo=SimpleUploadedFile("logo.png", content)))

    assert [text[: len(message)] for text in errors(response)["logo"]] == [message]


def test_cut_picture_is_refused(member: Client) -> None:
    whole = picture("JPEG").read()

    response = member.post(URL, card(logo=SimpleUploadedFile("logo.jpg", whole[: len(whole) // 2])))

    assert errors(response) == {"logo": ["Cette image est abîmée : enregistrez-la de nouveau, puis réessayez."]}


@pytest.mark.parametrize("size", [(6000, 5000), (20_000, 12_000)])
def test_picture_that_unfolds_into_gigabytes_is_refused(member: Client, size: tuple[int, int]) -> None:
    target = io.BytesIO()
    Image.new("1", size).save(target, "PNG")
    sent = SimpleUploadedFile("logo.png", target.getvalue())

    response = member.post(URL, card(logo=sent))

    assert errors(response) == {"logo": ["Cette image a plus de 25 millions de points : réduisez-la."]}


def test_heavy_picture_is_refused(member: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_BYTES", 100)

    assert list(errors(member.post(URL, card(logo=picture())))) == ["logo"]
