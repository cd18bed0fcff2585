"""Words in the browser: triage by keyboard alone, paper line by line, names taken out, reread before they leave."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.core.tenancy import structure_scope
from palier.structures.models import Membership
from palier.voices.models import Voice
from tests.e2e.conftest import OpenPage, overflow
from tests.factories.territory import make_place, make_zone
from tests.factories.voices import make_need, make_words

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
NAMED = "Ma voisine Fatima Kaddouri attend l'ascenseur depuis un mois, son numéro est le 06 12 34 56 78."


@pytest.fixture
def heard(lead: Membership) -> list[Voice]:
    """Return four words to triage, the first one the latest, and one that is triaged."""
    structure, now = lead.structure, timezone.now()
    with structure_scope(structure.pk):
        place = make_place(structure, "Pied de l'immeuble Bellevue")
        place.zones.add(make_zone(structure, "Les Tilleuls"), through_defaults={"structure": structure})
        told: list[dict[str, Any]] = [
            {"text": NAMED, "consent": "citable", "kind": "besoin", "place": place},
            {"text": "الحافلة لا تمر في المساء", "language": "ar", "kind": "constat", "place": place},
            {"text": "Merci pour le café, c'était bien.", "kind": "remerciement", "themes": ["isolement_lien_social"]},
            {"text": "Un banc à l'ombre devant l'école", "kind": "proposition", "place": place},
        ]
        voices = [
            make_words(structure, at=now - timedelta(days=number + 1), **fields) for number, fields in enumerate(told)
        ]
        old = make_words(structure, at=now - timedelta(days=30), state="triee", themes=["cadre_de_vie"], place=place)
        make_need(structure, old, title="Un ascenseur qui marche")
    return voices


def again(voice: Voice) -> Voice:
    with structure_scope(voice.structure_id):
        return Voice.objects.get(pk=voice.pk)


def test_words_are_triaged_by_keyboard_alone(
    open_page: OpenPage, context: dict[str, Any], heard: list[Voice], axe: Callable[[Page], None]
) -> None:
    page = open_page(1280, **context)
    page.goto("/paroles/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(f"#parole-{heard[0].pk}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Une parole")
    page.goto("/paroles/tri/")
    axe(page)

    page.keyboard.press("1")
    expect(page.get_by_text("1 parole triée")).to_be_visible()
    expect(page.get_by_text("Encore 3 à trier")).to_be_visible()
    axe(page)
    page.keyboard.press("u")
    expect(page.get_by_text("C'est annulé.")).to_be_visible()
    assert again(heard[0]).state == "a_trier"
    page.goto(f"/paroles/tri/?parole={heard[2].pk}")
    page.keyboard.press("e")
    page.keyboard.type("Un merci")
    page.keyboard.press("Enter")
    expect(page.get_by_text("rangée sans suite : Un merci")).to_be_visible()
    # The keys are heard once the script of this page has run.
    page.wait_for_load_state("load")
    page.keyboard.press("b")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Rattacher").click()
    expect(page.get_by_text("rattachée à « Un ascenseur qui marche »")).to_be_visible()

    assert [again(voice).state for voice in heard] == ["a_trier", "a_trier", "rien_a_faire", "triee"]


def test_keys_can_be_switched_off(open_page: OpenPage, context: dict[str, Any], heard: list[Voice]) -> None:
    page = open_page(1280, **context)
    page.goto("/paroles/tri/")
    page.keyboard.press("?")
    page.get_by_label("Utiliser ces touches sur cet appareil").uncheck()
    page.get_by_role("button", name="Fermer").click()

    page.keyboard.press("1")
    page.reload()
    page.keyboard.press("1")

    expect(page.get_by_text("Encore 4 à trier")).to_be_visible()
    assert again(heard[0]).state == "a_trier"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_names_go_then_the_words_may_leave(
    open_page: OpenPage, context: dict[str, Any], heard: list[Voice], axe: Callable[[Page], None], scripts: bool
) -> None:
    page = open_page(360, java_script_enabled=scripts, **context)
    page.goto(f"/paroles/{heard[0].pk}/")
    page.get_by_role("button", name="[téléphone]").click()
    expect(page.get_by_text("1 passage remplacé, dans l'historique aussi.")).to_be_visible()
    page.get_by_role("link", name="Relire avant de partager").click()
    if scripts:
        axe(page)
        assert overflow(page) == 0
    page.get_by_label("Ce qui pourra sortir").fill("Madame Kaddouri attend l'ascenseur depuis un mois.")
    page.get_by_label("J'ai relu").check()
    page.get_by_role("button", name="Ce texte peut sortir").click()
    expect(page.get_by_role("group", name="Ce que Palier voit encore")).to_be_visible()
    if scripts:
        axe(page)
    page.get_by_label("Ce qui pourra sortir").fill("Une voisine attend l'ascenseur depuis un mois.")
    page.get_by_role("button", name="Ce texte peut sortir").click()

    expect(page.get_by_text("C'est relu")).to_be_visible()
    voice = again(heard[0])
    assert (voice.may_leave, "06 12" in voice.text) == (True, False)


def test_paper_is_copied_line_by_line(
    open_page: OpenPage, context: dict[str, Any], lead: Membership, axe: Callable[[Page], None]
) -> None:
    page = open_page(1280, **context)
    page.goto("/paroles/saisie/")
    expect(page.get_by_role("group", name="Parole 1").get_by_label("Les mots")).to_be_focused()
    first = page.get_by_role("group", name="Parole 1")
    first.get_by_label("Nature").select_option("Besoin")
    first.get_by_label("Date").fill("2026-03-12")
    first.get_by_label("Les mots").focus()
    for number in range(1, 8):
        page.keyboard.type(f"Parole {number}")
        page.keyboard.press("Enter")
    axe(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Enregistrer ces paroles")).to_be_focused()
    second = page.get_by_role("group", name="Parole 2")
    second.get_by_text("Comme au-dessus, sauf").click()
    second.get_by_label("Date").fill("1999-01-01")
    page.get_by_role("button", name="Enregistrer ces paroles").click()
    expect(second.get_by_text("Cette date est trop ancienne")).to_be_visible()
    axe(page)
    expect(page.get_by_role("group", name="Parole 7").get_by_label("Les mots")).to_have_value("Parole 7")
    second.get_by_label("Date").fill("")
    page.get_by_role("button", name="Enregistrer ces paroles").click()

    expect(page.get_by_text("7 paroles écrites, à trier.")).to_be_visible()
    with structure_scope(lead.structure_id):
        kept = Voice.objects.order_by("text").values_list("text", "kind", "source", "made_at__date")
        assert [(text, kind, source, str(day)) for text, kind, source, day in kept] == [
            (f"Parole {number}", "besoin", "papier", "2026-03-12") for number in range(1, 8)
        ]


@pytest.mark.parametrize(
    "path", ["", "?etat=toutes&q=ascenseur", "tri/", "saisie/", "{word}/", "{word}/relecture/", "{word}/correction/"]
)
def test_pages_are_accessible_in_every_look(
    every_look: Callable[..., None], context: dict[str, Any], heard: list[Voice], path: str
) -> None:
    every_look("/paroles/" + path.format(word=heard[0].pk), **context)


def test_words_are_erased_for_good_once_one_is_sure(
    open_page: OpenPage, context: dict[str, Any], heard: list[Voice], every_look: Callable[..., None]
) -> None:
    address = f"/paroles/{heard[0].pk}/"
    every_look(f"{address}effacement/", **context)
    every_look(f"/paroles/besoin/?mots={heard[0].pk}", **context)
    page = open_page(360, **context)
    page.goto(address)
    page.get_by_role("link", name="Effacer pour de bon").click()
    page.get_by_label("Pourquoi ?").fill("À la demande de la personne")
    page.get_by_label("Je sais que ces mots ne reviendront pas.").check()
    page.get_by_role("button", name="Effacer pour de bon").click()

    expect(page.get_by_text("Effacée pour de bon par Nadia Roche")).to_be_visible()
    expect(page.get_by_text("Fatima")).to_have_count(0)
    assert again(heard[0]).is_erased
