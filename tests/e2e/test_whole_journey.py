"""The whole way of a word: heard without network, shared, answered by a partner, told back where it was said, shown.

Each person has a browser of their own: Awa's phone, the lead's desk, the partner's, Inès's phone, a resident's phone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from palier.agenda.models import Outing
from palier.core.tenancy import structure_scope
from palier.territory.models import PlaceZone
from palier.voices.models import Restitution, SharedNeed, Voice
from tests.agenda.safety_teams import Team
from tests.e2e.conftest import Guard, OpenPage, cookies
from tests.e2e.field_phone import go, phone_of, received, status
from tests.e2e.field_team import team_on_its_way
from tests.factories.noticeboard import make_board
from tests.factories.outings import make_outing, make_participation
from tests.factories.partners import make_contact, make_partner
from tests.factories.people import logged_in
from tests.factories.territory import make_zone

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SAID = "L'ascenseur est en panne depuis dix jours, ma voisine ne descend plus."
NEED = "Un ascenseur qui marche"
ANSWER = "La pièce est commandée, le réparateur vient."


@dataclass(frozen=True)
class World:
    """A team out today, Inès's outing of tomorrow at the same place, a partner who can act, a board that is open."""

    team: Team
    tomorrow: Outing

    @property
    def place(self) -> str:
        """Where it all happens."""
        return self.team.outing.place.name


@pytest.fixture
def world() -> World:
    team = team_on_its_way()
    centre, place = team.structure, team.outing.place
    with structure_scope(centre.pk):
        PlaceZone.objects.create(structure=centre, place=place, zone=make_zone(centre, "Les Tilleuls"))
        tomorrow = make_outing(centre, place=place, starts_at=timezone.now() + timedelta(days=1))
        make_participation(tomorrow, team.ines)
        landlord = make_partner(centre, "Bailleur des Trois-Paliers", usual_delay=15)
        make_contact(landlord, "Zoé Marchal", email="zoe@bailleur.example")
    make_board(centre, "belvedere")
    return World(team, tomorrow)


def hear(phone: Page, world: World) -> None:
    """Write a word where there is no network, then find some."""
    phone.context.set_offline(True)
    go(phone, world.team.outing, "parole")
    phone.get_by_label("Les mots, comme ils ont été dits").fill(SAID)
    phone.get_by_label("Besoin", exact=True).check()
    phone.get_by_label("On peut le redire, sans nom").check()
    phone.get_by_role("button", name="Enregistrer la parole").click()
    expect(phone.locator("#fait")).to_contain_text("Parole enregistrée sur ce téléphone.")
    expect(status(phone)).to_contain_text("Enregistré sur ce téléphone : 1 saisie")
    with structure_scope(world.team.structure.pk):
        assert Voice.objects.count() == 0
    phone.context.set_offline(False)
    received(phone)


def share(desk: Page) -> str:
    """Triage the word into a need, reread it; return the address of the need."""
    desk.goto("/paroles/")
    desk.get_by_role("link", name="Trier").first.click()
    expect(desk.get_by_text(SAID)).to_be_visible()
    desk.get_by_role("link", name="Former un nouveau besoin avec cette parole").click()
    desk.get_by_label("Le besoin, en une phrase").fill(NEED)
    desk.get_by_label("Thème").select_option("logement")
    desk.get_by_role("button", name="Enregistrer").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(NEED)
    address = urlsplit(desk.url).path
    desk.get_by_role("link", name="Relire avant de partager").click()
    desk.get_by_label("J'ai relu").check()
    desk.get_by_role("button", name="Ce texte peut sortir").click()
    expect(desk.get_by_text("C'est relu")).to_be_visible()
    return address


def relay(desk: Page, need: str) -> str:
    """Carry the need to the partner; return the address of the link that the letter gives."""
    desk.goto(need)
    desk.get_by_role("link", name="Relayer ce besoin").click()
    desk.get_by_label("Bailleur des Trois-Paliers, Zoé Marchal").check()
    desk.get_by_label("Votre question").fill("Quand sera-t-il réparé ?")
    desk.get_by_role("button", name="Voir ce qui sera vu").click()
    expect(desk.get_by_text(SAID)).to_be_visible()
    desk.get_by_role("button", name="Envoyer").click()
    expect(desk.get_by_text("Le besoin est relayé.")).to_be_visible()
    (letter,) = mail.outbox
    found = re.search(r"https?://\S+", str(letter.body))
    assert found is not None
    return urlsplit(found.group()).path


def answer(partner: Page, link: str, world: World) -> None:
    """Say where it stands, by the link alone; nobody of the team, and no day of what was said, is there to read."""
    partner.goto(link)
    expect(partner.get_by_text(SAID)).to_be_visible()
    shown = partner.locator("body").inner_text()
    assert [name for name in ("Awa", world.place, "Inès") if name in shown] == []
    partner.get_by_label("Programmé").check()
    partner.get_by_label("En quelques mots, pour les habitant·es").fill(ANSWER)
    partner.get_by_role("button", name="Envoyer la réponse").click()
    expect(partner.get_by_role("heading", level=1)).to_have_text("Merci, votre réponse est arrivée")


def tell(phone: Page, world: World) -> None:
    """Bring the answer where it was asked, without network, then find some."""
    phone.goto("/terrain/")
    card = phone.get_by_role("article")
    expect(card.get_by_role("heading", name="À rapporter ici")).to_be_visible()
    expect(card.get_by_text(f"{NEED} : Programmé")).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_role("link", name="Ouvrir la sortie").click()
    phone.get_by_role("link", name=f"Rapporter : {NEED}").click()
    expect(phone.get_by_text(ANSWER)).to_be_visible()
    phone.get_by_label("À combien de personnes").fill("4")
    phone.get_by_role("button", name="Enregistrer").click()
    expect(phone.locator("#fait")).to_contain_text("C'est rapporté. Enregistré sur ce téléphone.")
    expect(status(phone)).to_contain_text("Enregistré sur ce téléphone : 1 saisie")
    with structure_scope(world.team.structure.pk):
        assert Restitution.objects.get().state == "a_rapporter"
    phone.context.set_offline(False)
    received(phone)


def show(desk: Page) -> None:
    """Tell it on the public board, in words reread for it."""
    desk.goto("/moderation/besoins/")
    desk.get_by_role("link", name=f"Montrer : {NEED}").click()
    desk.get_by_label("La réponse, en une phrase ou deux").fill("Le bailleur a commandé la pièce.")
    desk.get_by_label("J'ai relu").check()
    desk.get_by_role("button", name="Montrer sur le panneau").click()
    expect(desk.get_by_text("Ce besoin est sur le panneau.")).to_be_visible()


def test_from_a_doorstep_to_an_answer_and_back(
    world: World, open_page: OpenPage, live_server: Any, guard: Guard, axe: Callable[[Page], None]
) -> None:
    guard.may_fail.add(f"{live_server.url}/api/sync")
    team = world.team
    awa = phone_of(open_page, live_server.url, team.awa)
    ines = phone_of(open_page, live_server.url, team.ines)
    desk = open_page(1280, **cookies(logged_in(team.lead.user), live_server.url))

    hear(awa, world)
    need = share(desk)
    link = relay(desk, need)
    partner, resident = open_page(1280), open_page(360)
    answer(partner, link, world)
    desk.goto("/paroles/retours/")
    expect(desk.get_by_role("heading", name="1 retour à faire")).to_be_visible()
    expect(desk.get_by_role("heading", name=world.place)).to_be_visible()
    tell(ines, world)

    desk.goto(need)
    expect(desk.get_by_text("Rapporté", exact=True).first).to_be_visible()
    expect(desk.get_by_text("à 4 personnes").first).to_be_visible()
    axe(desk)
    show(desk)
    resident.goto("/panneau/belvedere/")
    told = resident.get_by_role("article").filter(has_text=NEED)
    for words in (SAID, "Programmé", "Le bailleur a commandé la pièce.", "Réponse rapportée aux habitant·es"):
        expect(told.get_by_text(words).first).to_be_visible()
    axe(resident)
    assert [name for name in ("Awa", "Inès", "Zoé", world.place) if name in told.inner_text()] == []
    with structure_scope(team.structure.pk):
        kept, due = SharedNeed.objects.get(), Restitution.objects.get()
        assert (kept.state, kept.outcome, due.people, due.told_by_id) == ("rapporte", "programme", 4, team.ines.pk)
        assert Voice.objects.get().made_by_id == team.awa.pk
