"""The log of an outing at a desk: closed the next morning, completed, corrected, moved."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.voices.models import Voice
from tests.e2e.conftest import OpenPage, cookies, overflow
from tests.factories.fieldlog import (
    make_debrief,
    make_encounter,
    make_line,
    make_observation,
    make_orientation,
    make_photo,
    make_tallies,
)
from tests.factories.outings import make_outing, make_participation, make_place
from tests.factories.people import logged_in, make_membership

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def awa(lead: Membership) -> Membership:
    return make_membership(Role.EQUIPIER, structure=lead.structure, name="Awa Diambour")


@pytest.fixture
def outing(awa: Membership) -> Outing:
    """Return an outing held yesterday, with Awa."""
    start = timezone.localtime().replace(hour=14, minute=0, second=0, microsecond=0) - timedelta(days=1)
    place = make_place(awa.structure, "Le marché du Belvédère")
    outing = make_outing(awa.structure, starts_at=start, state=OutingState.TERMINEE, place=place)
    make_participation(outing, awa)
    return outing


@pytest.fixture
def full(outing: Outing, awa: Membership, lead: Membership) -> Outing:
    """Return the outing with a line of each kind."""
    ages = ("18_24", "25_39", "25_39", "40_59", "70_plus", "nc")
    make_tallies(outing, *({"age": age, "gender": "femme", "step": 2} for age in ages), {"contact": "refus"}, by=awa)
    make_encounter(outing, by=awa, duration="5_15", themes=["logement", "isolement_lien_social"])
    make_orientation(outing, by=awa, how="rendez_vous")
    make_observation(outing, "Le banc devant l'école est cassé, la lumière aussi.", by=lead)
    make_photo(outing, by=awa, caption="Le parvis, un jour de marché")
    make_line(Voice, outing, by=awa, text="On ne sait jamais quand le centre est ouvert.")
    make_debrief(outing, by=awa, sentence="Belle matinée", moods={awa.pk: "leger"}, incident="verbal")
    return outing


@pytest.fixture
def lead_page(open_page: OpenPage, context: dict[str, Any]) -> Page:
    return open_page(1280, **context)


def checked(page: Page, axe: Callable[[Page], None]) -> None:
    axe(page)
    assert overflow(page) == 0, page.url


def test_full_log_is_readable_by_all(every_look: Callable[..., None], context: dict[str, Any], full: Outing) -> None:
    every_look(f"/carnet/{full.pk}/", **context)


@pytest.mark.parametrize("line", ["comptage", "debriefing", "photo"])
def test_pages_to_add_are_usable_by_all(
    line: str, every_look: Callable[..., None], context: dict[str, Any], outing: Outing
) -> None:
    every_look(f"/carnet/{outing.pk}/{line}/", **context)


def test_member_closes_the_next_morning(
    open_page: OpenPage, live_server: Any, axe: Callable[[Page], None], outing: Outing, awa: Membership
) -> None:
    page = open_page(360, **cookies(logged_in(awa.user), live_server.url))
    page.goto("/")
    checked(page, axe)
    page.get_by_role("link", name="Clore : Le marché du Belvédère").click()
    page.get_by_label("Personne aujourd'hui").check()
    page.get_by_label("Awa Diambour rentre").select_option(label="Bien")
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_text("Personne aujourd'hui : l'équipe était là")).to_be_visible()
    expect(page.get_by_text("Awa Diambour : bien")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Comment ça s'est passé ?")).to_have_count(0)


def test_many_people_are_counted_after_the_fact(lead_page: Page, axe: Callable[[Page], None], outing: Outing) -> None:
    lead_page.goto(f"/carnet/{outing.pk}/comptage/")
    lead_page.get_by_label("18 à 24 ans, Femme").fill("12")
    lead_page.get_by_label("Non renseigné, Non renseigné").fill("3")
    lead_page.get_by_role("button", name="Enregistrer").click()

    table = lead_page.get_by_role("table", name="Personnes rencontrées, par âge et par genre")
    expect(table.get_by_role("row", name="18 à 24 ans 12 0 0 0 12")).to_be_visible()
    expect(table.get_by_role("row", name="Non renseigné 0 0 0 3 3")).to_be_visible()
    expect(table.get_by_role("row", name="Ensemble 12 0 0 3 15")).to_be_visible()
    checked(lead_page, axe)


def test_line_is_corrected_taken_back_and_given_back(
    lead_page: Page, axe: Callable[[Page], None], full: Outing
) -> None:
    lead_page.goto(f"/carnet/{full.pk}/")
    line = lead_page.get_by_role("article").filter(has=lead_page.get_by_role("heading", name="Observation du lieu"))
    line.get_by_role("link", name="Corriger").click()
    lead_page.get_by_label("Ce que l'on a vu du lieu").fill("Le banc a été réparé.")
    lead_page.get_by_label("Pourquoi ce changement ?").fill("Réparé le lendemain")
    checked(lead_page, axe)
    lead_page.get_by_role("button", name="Enregistrer").click()
    line.get_by_text("Ce qui a changé (1)").click()
    expect(line.get_by_text("Réparé le lendemain")).to_be_visible()
    line.get_by_role("link", name="Retirer").click()
    lead_page.get_by_label("Pourquoi ce changement ?").fill("Notée deux fois")
    lead_page.get_by_role("button", name="Enregistrer").click()
    expect(line.get_by_text("Retirée, non comptée")).to_be_visible()
    checked(lead_page, axe)
    line.get_by_role("button", name="Rétablir").click()

    expect(lead_page.get_by_text("La ligne est rétablie.")).to_be_visible()
    expect(line.get_by_text("Retirée, non comptée")).to_have_count(0)


def test_misplaced_lines_go_where_they_were_meant(
    lead_page: Page, axe: Callable[[Page], None], full: Outing, lead: Membership
) -> None:
    place = make_place(lead.structure, "L'école des Tilleuls")
    make_outing(lead.structure, starts_at=full.starts_at - timedelta(hours=3), state=OutingState.TERMINEE, place=place)
    lead_page.goto(f"/carnet/{full.pk}/")
    lead_page.get_by_role("link", name="Déplacer des lignes").click()
    lead_page.get_by_label("Awa Diambour : 12 personnes, 1 refus").check()
    target = lead_page.get_by_label("Vers la sortie")
    target.select_option(label=target.get_by_role("option").filter(has_text="Tilleuls").text_content() or "")
    checked(lead_page, axe)
    lead_page.get_by_role("button", name="Déplacer").click()

    expect(lead_page.get_by_role("heading", name="Carnet : L'école des Tilleuls")).to_be_visible()
    expect(lead_page.get_by_text("Awa Diambour a compté 12 personnes et 1 refus")).to_be_visible()
