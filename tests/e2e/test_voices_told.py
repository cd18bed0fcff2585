"""Answers told back: the list at the desk, the poster, a phone in the hall; the digest, projected and printed."""

import io
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from palier.agenda.models import Outing
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.voices.actions.standing import settle_need
from palier.voices.models import Restitution
from tests.documents.test_letter import words_of
from tests.e2e.conftest import Guard, OpenPage, cookies, overflow, tab_to
from tests.e2e.field_phone import go, phone_of, received, status
from tests.factories.fieldlog import make_debrief
from tests.factories.outings import make_outing, make_participation
from tests.factories.partners import make_partner
from tests.factories.people import logged_in, make_membership
from tests.factories.territory import make_place
from tests.factories.voices import make_citable, make_need, make_relay, make_reply, make_words

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("PALIER_SHOTS", "")
LIFT, BENCH = "Un ascenseur qui marche", "Un banc à l'ombre"
WHY = "Le bailleur attend la pièce depuis six semaines."


@pytest.fixture
def due(lead: Membership) -> Restitution:
    """Return an answer that the hall waits for, late; another one waits at the square, a partner is silent."""
    centre, now = lead.structure, timezone.now()
    with structure_scope(centre.pk):
        hall, square = make_place(centre, "Hall du 12"), make_place(centre, "Place des Tilleuls")
        landlord, town = make_partner(centre, "Bailleur des Trois-Paliers"), make_partner(centre, "Mairie de Valbrune")
        said = make_citable(centre, place=hall, at=now - timedelta(days=3), themes=["logement"])
        lift = make_need(centre, said, title=LIFT, created_at=now - timedelta(days=3))
        late = make_reply(make_relay(lift, landlord), "refuse", at=now - timedelta(days=3), text="Non.", reason=WHY)
        settle_need(need=lift, now=now - timedelta(days=20))
        bench = make_need(centre, make_words(centre, place=square, text="Un banc."), title=BENCH)
        make_reply(make_relay(bench, town), "programme", at=now, planned_on=now.date() + timedelta(days=30))
        settle_need(need=bench, now=now)
        make_relay(
            make_need(centre, title="Des bancs au parc"),
            town,
            at=now - timedelta(days=42),
            due_on=now.date() - timedelta(days=12),
        )
        make_debrief(make_outing(centre), at=now, incident="verbal", incident_text="Récit", for_supervision=True)
        return Restitution.objects.get(reply=late)


def kept(due: Restitution) -> tuple[str, int | None, str, bool]:
    with structure_scope(due.structure_id):
        row = Restitution.objects.get(pk=due.pk)
    return row.state, row.people, row.reason, row.contested


def shoot(page: Page, name: str) -> None:
    """Keep the picture of a page where the environment says so."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{page.viewport_size['width']}.png", full_page=True)


def test_an_answer_is_told_taken_back_and_given_up(
    open_page: OpenPage, context: dict[str, Any], axe: Callable[[Page], None], due: Restitution
) -> None:
    page = open_page(360, **context)
    page.goto("/paroles/retours/")
    expect(page.get_by_role("heading", name="2 retours à faire, dont 1 en retard")).to_be_visible()
    shoot(page, "told-list")
    page.get_by_role("link", name=f"Noter le retour : {LIFT}").click()
    shoot(page, "told-form")
    page.get_by_role("button", name="C'est rapporté").click()
    expect(page.get_by_text("Dites à combien de personnes : une suffit.").first).to_be_visible()
    axe(page)
    page.get_by_label("À combien de personnes").fill("12")
    page.get_by_role("button", name="C'est rapporté").click()
    expect(page.get_by_text("est rapportée.")).to_be_visible()
    shoot(page, "told-done")
    assert (kept(due)[:2], overflow(page)) == (("rapportee", 12), 0)

    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("est de nouveau à rapporter.")).to_be_visible()
    page.get_by_role("link", name=f"Noter le retour : {LIFT}").click()
    page.get_by_text("Elle n'a pas pu être rapportée").click()
    page.get_by_label("Pourquoi").fill("L'immeuble est vidé.")
    page.get_by_role("button", name="Noter pourquoi").click()
    expect(page.get_by_text("est notée impossible à rapporter.")).to_be_visible()
    assert kept(due)[::2] == ("impossible", "L'immeuble est vidé.")


def test_an_answer_is_told_by_keyboard_and_put_up(
    open_page: OpenPage, context: dict[str, Any], due: Restitution
) -> None:
    page = open_page(1280, **context)
    page.goto("/paroles/retours/")
    poster = page.get_by_role("link", name=f"Affiche : {LIFT}")
    paper = page.request.get(str(poster.get_attribute("href"))).body()
    tab_to(page, page.get_by_role("link", name=f"Noter le retour : {LIFT}"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Comment"))
    page.keyboard.type("Par")
    tab_to(page, page.get_by_label("Les habitant·es contestent cette réponse"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="C'est rapporté"))
    page.keyboard.press("Enter")

    expect(page.get_by_text("Ses habitant·es la contestent")).to_be_visible()
    assert (len(PdfReader(io.BytesIO(paper)).pages), WHY in words_of(paper)) == (1, True)
    assert kept(due)[::3] == ("rapportee", True)


@pytest.fixture
def outing(due: Restitution, lead: Membership) -> tuple[Outing, Membership]:
    """Return an outing under way at the hall that waits for an answer, and who goes."""
    with structure_scope(lead.structure_id):
        awa = make_membership(Role.EQUIPIER, structure=lead.structure, name="Awa Diambour")
        made = make_outing(lead.structure, place=due.place, starts_at=timezone.now() - timedelta(minutes=10))
        make_participation(made, awa)
    return made, awa


def test_on_a_phone_it_says_why_it_could_not(
    open_page: OpenPage,
    live_server: Any,
    guard: Guard,
    axe: Callable[[Page], None],
    due: Restitution,
    outing: tuple[Outing, Membership],
) -> None:
    guard.may_fail.add(f"{live_server.url}/api/sync")
    page = phone_of(open_page, live_server.url, outing[1])
    page.context.set_offline(True)
    go(page, outing[0])
    page.get_by_role("link", name=f"Rapporter : {LIFT}").click()
    expect(page.get_by_text(WHY)).to_be_visible()
    shoot(page, "phone-tell")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Dites à combien de personnes, en chiffres : une suffit.")).to_be_visible()
    axe(page)
    page.get_by_label("Ce n'était pas possible").check()
    page.get_by_label("Pourquoi").fill("Le hall est muré.")
    expect(page.get_by_text("Brouillon gardé sur ce téléphone.")).to_be_visible()
    shoot(page, "phone-tell-not")
    go(page, outing[0])
    page.get_by_role("link", name=f"Rapporter : {LIFT}").click()
    expect(page.get_by_label("Pourquoi")).to_have_value("Le hall est muré.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#fait")).to_contain_text("La raison est notée sur ce téléphone.")
    expect(status(page)).to_contain_text("Enregistré sur ce téléphone : 1 saisie")
    assert (kept(due)[0], overflow(page)) == ("a_rapporter", 0)
    page.context.set_offline(False)
    received(page)

    expect(page.get_by_role("heading", name="À rapporter ici")).to_be_hidden()
    assert kept(due)[::2] == ("impossible", "Le hall est muré.")


def test_the_digest_is_projected_and_printed(open_page: OpenPage, context: dict[str, Any], due: Restitution) -> None:
    page = open_page(1280, **context)
    page.goto("/paroles/synthese/")
    shoot(page, "digest")
    page.get_by_role("link", name="Projeter").click()
    # The keys are heard once the script of this page has run.
    page.wait_for_url("**/projection/", wait_until="load")
    screens = page.locator("[data-screen]")
    shown = []
    for number, key in enumerate(["ArrowRight", "Space", "PageDown", "ArrowLeft"]):
        page.keyboard.press(key)
        shown.append(page.evaluate("document.activeElement.id"))
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"projector-{number}.png")
    order = [str(screen.get_attribute("id")) for screen in screens.all()]
    page.get_by_role("link", name="Quitter").click()
    paper = page.request.get(str(page.get_by_role("link", name="PDF, A4").get_attribute("href"))).body()

    assert shown == [*order[1:4], order[2]]
    expect(page.get_by_role("heading", level=1)).to_have_text("Point d'équipe")
    assert len(PdfReader(io.BytesIO(paper)).pages) == 1


@pytest.mark.parametrize(
    "path", ["retours/", "retours/{due}/", "retours/?lieu=gare", "synthese/", "synthese/projection/"]
)
def test_pages_are_accessible_in_every_look(
    every_look: Callable[..., None], context: dict[str, Any], due: Restitution, path: str
) -> None:
    every_look("/paroles/" + path.format(due=due.pk), **context)


def test_empty_pages_say_what_will_come(
    open_page: OpenPage, live_server: Any, lead: Membership, axe: Callable[[Page], None]
) -> None:
    page = open_page(360, **cookies(logged_in(lead.user), live_server.url))
    for path, words in (("retours/", "Rien à rapporter pour l'instant"), ("synthese/", "Rien de nouveau depuis")):
        page.goto(f"/paroles/{path}")
        expect(page.get_by_role("heading", name=words)).to_be_visible()
        axe(page)
        assert overflow(page) == 0
