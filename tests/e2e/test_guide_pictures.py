"""The pictures of the guide are taken here, from the demonstration.

``PALIER_PICTURES=1 pytest tests/e2e/test_guide_pictures.py`` writes them again into docs/guide/images; otherwise it
takes them all the same, and checks that the guide shows each of them and no other.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from palier.accounts.models import User
from palier.agenda.models import Outing
from palier.core.tenancy import across_structures
from palier.dashboard.demo import load_demo
from tests.e2e.conftest import OpenPage, cookies
from tests.e2e.guide_pictures import GUIDE, IMAGES, JOURNEY, take
from tests.factories.people import logged_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SHOWN = re.compile(r"!\[[^\]]+\]\(images/([a-z0-9-]+)\.png\)")
PHONE, DESK = 360, 1280
REFERENT = "referent@demo.example"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of the demonstration at one width; ``path`` may hold ``{outing}``, an outing under a lead's eyes."""

    name: str
    path: str
    width: int


PICTURES = (
    Picture("aujourdhui", "/", DESK),
    Picture("agenda-mois", "/agenda/", DESK),
    Picture("sortie-telephone", "/sorties/{outing}/", PHONE),
    Picture("series-nouvelle", "/series/nouvelle/", DESK),
    Picture("mes-sorties", "/mes-sorties/", PHONE),
    Picture("securite-telephone", "/sorties/{outing}/securite/", PHONE),
    Picture("territoire-carte", "/territoire/", DESK),
    Picture("regularite", "/agenda/regularite/", DESK),
    Picture("reunions", "/reunions/", DESK),
    Picture("paroles-boite", "/paroles/", DESK),
    Picture("paroles-tri", "/paroles/tri/", PHONE),
    Picture("besoins-liste", "/besoins/", DESK),
    Picture("relais-liste", "/relais/", DESK),
    Picture("retours-liste", "/paroles/retours/", PHONE),
    Picture("point-equipe", "/paroles/synthese/", DESK),
    Picture("paroles-chiffres", "/paroles/chiffres/", DESK),
    Picture("panneau-public", "/panneau/trois-paliers/", PHONE),
)


@pytest.fixture
def referent(live_server: Any) -> dict[str, Any]:
    """Load the demonstration around today, and return what its référent·e's browser needs."""
    load_demo(today=timezone.localdate())
    return cookies(logged_in(User.objects.get(email=REFERENT)), live_server.url)


def next_outing() -> Outing:
    """Return the first outing of the demonstration that is still to come."""
    with across_structures():
        found = Outing.objects.filter(starts_at__gt=timezone.now(), structure__memberships__user__email=REFERENT)
        return found.order_by("starts_at", "pk")[0]


def test_each_picture_of_the_guide_is_taken_from_the_demonstration(
    open_page: OpenPage, referent: dict[str, Any]
) -> None:
    outing = next_outing()
    for picture in PICTURES:
        page = open_page(picture.width, **referent)
        answer = page.goto(picture.path.format(outing=outing.pk))
        page.wait_for_load_state("networkidle")
        expect(page.locator("h1").first).to_be_visible()
        take(page, picture.name)
        page.context.close()

        assert answer is not None
        assert answer.status == 200, picture.name


def test_guide_shows_each_picture_and_no_other() -> None:
    shown = {name for page in GUIDE.glob("*.md") for name in SHOWN.findall(page.read_text(encoding="utf-8"))}

    assert shown == {picture.name for picture in PICTURES} | set(JOURNEY)
    assert shown == {path.stem for path in IMAGES.glob("*.png")}


def test_reader_sees_the_picture(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    page.goto("/aide/agenda/")

    picture = page.locator("main img").first
    picture.scroll_into_view_if_needed()

    page.wait_for_function("document.querySelector('main img').complete")
    assert picture.evaluate("image => image.naturalWidth") > 0
