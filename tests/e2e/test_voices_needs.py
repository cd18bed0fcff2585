"""Shared needs in the browser: a proposal becomes a need, its words are moved about, needs are merged; every look."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.core.tenancy import structure_scope
from palier.structures.models import Membership
from palier.territory.models import PlaceZone
from palier.voices.actions.standing import settle_need
from palier.voices.models import SharedNeed
from tests.e2e.conftest import OpenPage, overflow
from tests.factories.territory import make_place, make_zone
from tests.factories.voices import make_citable, make_need, make_relay, make_reply, make_words

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("PALIER_SHOTS", "")


@pytest.fixture
def needs(lead: Membership) -> list[SharedNeed]:
    """Return a need that many ask for, with words in two languages, and one that was answered."""
    structure, now = lead.structure, timezone.now()
    with structure_scope(structure.pk):
        hall, square = make_place(structure, "Hall du 12"), make_place(structure, "Place des Tilleuls")
        north = make_zone(structure, "Les Tilleuls")
        PlaceZone.objects.create(structure=structure, place=hall, zone=north)
        lift = [
            make_citable(structure, place=hall, text="L'ascenseur est encore en panne.", at=now - timedelta(days=70)),
            make_words(
                structure,
                place=square,
                text="Asansör yine bozuk.",
                language="tr",
                translation="L'ascenseur est de nouveau en panne.",
                at=now - timedelta(days=20),
            ),
            make_words(structure, place=hall, text="Un banc devant l'ascenseur.", at=now - timedelta(days=2)),
        ]
        many = make_need(structure, *lift, title="Un ascenseur qui marche", theme="cadre_de_vie", alerted_at=now)
        bus = make_need(structure, make_words(structure, place=square, text="Pas de bus le soir."), title="Un bus")
        make_reply(make_relay(bus), "programme", text="Une navette en septembre")
        settle_need(need=bus, now=now)
    return [many, bus]


def look(page: Page, name: str, axe: Callable[[Page], None]) -> None:
    """Check a page, and keep its picture where the environment says so."""
    axe(page)
    assert overflow(page) == 0, name
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_needs_are_read_split_and_merged(
    open_page: OpenPage, context: dict[str, Any], needs: list[SharedNeed], axe: Callable[[Page], None], width: int
) -> None:
    page = open_page(width, **context)
    page.goto("/besoins/")
    look(page, f"list-{width}", axe)
    page.get_by_role("link", name="Un ascenseur qui marche").locator("visible=true").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Un ascenseur qui marche")
    look(page, f"need-{width}", axe)

    page.get_by_label("Choisir : Un banc devant l'ascenseur.").check()
    page.get_by_role("button", name="En faire un autre besoin").click()
    look(page, f"split-{width}", axe)
    page.get_by_label("Le besoin, en une phrase").fill("Un banc dans le hall")
    page.get_by_role("button", name="Scinder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Un banc dans le hall")

    page.get_by_role("link", name="Fusionner").click()
    page.get_by_label("Un ascenseur qui marche").check()
    look(page, f"merge-{width}", axe)
    page.get_by_role("button", name="Fusionner").click()
    expect(page.get_by_text("3 paroles, 2 lieux")).to_be_visible()
    page.get_by_label("Choisir : Asansör").check()
    page.get_by_role("button", name="Les détacher").click()
    expect(page.get_by_text("La parole est détachée.")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("La parole est rattachée.")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_other_pages_at_both_widths(
    open_page: OpenPage, context: dict[str, Any], needs: list[SharedNeed], axe: Callable[[Page], None], width: int
) -> None:
    page = open_page(width, **context)
    for name, path in (
        ("new", "/besoins/nouveau/"),
        ("proposals", "/besoins/propositions/"),
        ("threshold", "/besoins/seuil/"),
        ("figures", "/paroles/chiffres/?periode=annee_civile"),
    ):
        page.goto(path)
        look(page, f"{name}-{width}", axe)
