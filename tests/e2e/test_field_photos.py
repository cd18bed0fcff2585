"""A photo: drawn again on the phone, upright, light, without its place nor its date; nobody on it."""

import base64
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from palier.fieldlog.models import Photo
from tests.agenda.safety_teams import Team
from tests.e2e.conftest import Guard, OpenPage
from tests.e2e.field_phone import draft_kept
from tests.e2e.field_team import DUMP, go, lines, phone_of, save, send, team_on_its_way

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
NOBODY = "J'ai regardé : aucune personne"
MOST_BYTES = 300_000
ORIENTATION, MAKE, GPS, LATITUDE = 0x0112, 0x010F, 0x8825, 2
# Turned a quarter: the phone was held upright, the sensor lies on its side.
ROTATED = 6
OpenPhone = Callable[..., Page]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def team() -> Team:
    return team_on_its_way()


@pytest.fixture
def phone(open_page: OpenPage, live_server: Any, team: Team, guard: Guard) -> OpenPhone:
    """Give ``phone()``: Awa's phone, without network, on the screen « Photo »."""
    guard.may_fail.add(f"{live_server.url}/api/sync")

    def open_one() -> Page:
        page = phone_of(team, open_page, live_server)
        page.context.set_offline(True)
        go(page, team, "photo")
        return page

    return open_one


def picture(width: int, height: int, *, exif: Image.Exif | None = None, noise: bool = False) -> bytes:
    """Return a JPEG, its left half red, its right half blue; ``noise`` makes it heavy."""
    if noise:
        image = Image.effect_noise((width, height), 200).convert("RGB")
    else:
        image = Image.new("RGB", (width, height), "blue")
        image.paste("red", (0, 0, width // 2, height))
    target = BytesIO()
    image.save(target, "JPEG", quality=90, **({"exif": exif} if exif else {}))
    return target.getvalue()


def rotated_exif() -> Image.Exif:
    """Return what a telephone writes: how it was held, its maker, where it was."""
    exif = Image.Exif()
    exif[ORIENTATION] = ROTATED
    exif[MAKE] = "Zephirphone"
    exif.get_ifd(GPS)[LATITUDE] = (48.0, 51.0, 24.0)
    return exif


def choose(page: Page, content: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> None:
    expect(page.get_by_text("Prendre ou choisir une photo").or_(page.get_by_text("Changer de photo"))).to_be_visible()
    page.locator("input[type='file']").set_input_files(FilePayload(name=name, mimeType=kind, buffer=content))


def sent(page: Page) -> bytes:
    """Return the picture that waits on the phone to be sent."""
    (operation,) = json.loads(page.evaluate(DUMP))["outbox"]
    assert operation["kind"] == "photo.put"
    return base64.b64decode(operation["payload"]["data"])


def test_a_photo_leaves_upright_and_bare(phone: OpenPhone, team: Team) -> None:
    page = phone()

    choose(page, picture(3000, 2000, exif=rotated_exif()))
    expect(page.get_by_text("853 × 1280 points")).to_be_visible()
    page.get_by_role("button", name="Enregistrer la photo").click()
    expect(page.get_by_text("Regardez bien la photo, puis cochez la case.")).to_be_visible()
    page.get_by_label(NOBODY).check()
    page.get_by_label("Légende").fill("Le parvis")
    save(page, "Enregistrer la photo", "Photo enregistrée sur ce téléphone.")
    data = sent(page)
    send(page)

    with Image.open(BytesIO(data)) as image:
        assert (image.size, dict(image.getexif()), image.info.get("exif")) == ((853, 1280), {}, None)
        # The left half was on top, as the telephone was held.
        assert [_colour(image, 426, y) for y in (100, 1180)] == ["red", "blue"]
    assert b"Zephirphone" not in data
    (kept,) = lines(Photo, team)
    assert (kept.width, kept.height, kept.caption) == (853, 1280, "Le parvis")


def _colour(image: Image.Image, x: int, y: int) -> str:
    red, _, blue = image.convert("RGB").getpixel((x, y))  # type: ignore[misc]
    return "red" if red > blue else "blue"


def test_a_picture_of_48_megapixels_does_not_stop_the_phone(phone: OpenPhone) -> None:
    page = phone()

    choose(page, picture(8000, 6000))

    expect(page.get_by_text("1280 × 960 points")).to_be_visible(timeout=30_000)


def test_a_picture_that_stays_heavy_is_made_lighter(phone: OpenPhone) -> None:
    page = phone()

    choose(page, picture(1600, 1200, noise=True))
    expect(page.locator("canvas")).to_be_visible(timeout=30_000)
    page.get_by_label(NOBODY).check()
    save(page, "Enregistrer la photo", "Photo enregistrée")

    assert 50_000 < len(sent(page)) <= MOST_BYTES


@pytest.mark.parametrize(
    ("content", "name", "kind", "said"),
    [
        (b"Ceci n'est pas une image.", "photo.jpg", "image/jpeg", "Ce fichier n'est pas une photo."),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg", "image/svg+xml", "Ce fichier n'est pas une photo."),
        (b"\xff\xd8\xff\xe0" + bytes(200), "photo.jpg", "image/jpeg", "Ce téléphone n'arrive pas à lire cette photo."),
        (b"", "photo.jpg", "image/jpeg", "Ce fichier n'est pas une photo."),
    ],
)
def test_what_is_no_picture_is_refused_in_words(
    phone: OpenPhone, content: bytes, name: str, kind: str, said: str
) -> None:
    page = phone()

    choose(page, content, name, kind)

    expect(page.locator("#photo-erreur")).to_contain_text(said)
    expect(page.get_by_label(NOBODY)).to_be_hidden()
    page.get_by_role("button", name="Enregistrer la photo").click()
    expect(page.locator("#photo-erreur")).to_contain_text("Prenez ou choisissez une photo.")


def test_a_picture_that_would_unfold_into_gigabytes_is_refused(phone: OpenPhone) -> None:
    target = BytesIO()
    Image.new("1", (20_000, 10_000)).save(target, "PNG")
    page = phone()

    choose(page, target.getvalue(), "flood.png", "image/png")

    expect(page.locator("#photo-erreur")).to_contain_text("Cette photo est trop grande pour ce téléphone.")


def test_the_picture_survives_the_page_and_has_to_be_looked_at_again(phone: OpenPhone, team: Team) -> None:
    page = phone()
    choose(page, picture(640, 480))
    page.get_by_label(NOBODY).check()
    page.get_by_label("Légende").fill("Le hall")
    draft_kept(page, "Le hall")

    page.reload()
    expect(page.get_by_text("640 × 480 points")).to_be_visible()
    expect(page.get_by_label(NOBODY)).not_to_be_checked()
    expect(page.get_by_label("Légende")).to_have_value("Le hall")
    page.get_by_label(NOBODY).check()
    save(page, "Enregistrer la photo", "Photo enregistrée")
    page.locator("#fait").get_by_role("link", name="Modifier").click()
    expect(page.get_by_text("Prendre ou choisir une photo")).to_be_hidden()
    page.get_by_label("Légende").fill("Le hall B")
    save(page, "Enregistrer la photo", "Photo enregistrée")
    send(page)

    assert [photo.caption for photo in lines(Photo, team)] == ["Le hall B"]
