"""A need goes to a partner and comes back with an answer: the centre at a desk, the partner on a phone, by the link."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from palier.core.tenancy import structure_scope
from palier.structures.enums import Theme
from palier.structures.models import Membership
from palier.voices.enums import ReplyKind, VoiceConsent
from palier.voices.models import Relay, Reply, SharedNeed
from palier.voices.relay_tokens import new_salt, token_hash, token_of
from tests.e2e.conftest import OpenPage, overflow, tab_to
from tests.factories.partners import make_contact, make_partner
from tests.factories.territory import make_place
from tests.factories.voices import make_citable, make_need, make_relay, make_reply, make_words

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WORDS = "L'ascenseur est en panne depuis dix jours, ma voisine ne descend plus."
QUOTE = {"voice": "x", "text": WORDS, "month": "2026-10", "place": "Les Tilleuls"}


@pytest.fixture
def need(lead: Membership) -> SharedNeed:
    """Return a need of three words, one of which may leave, and a partner who can act."""
    centre = lead.structure
    place = make_place(centre, "Hall du 12", commune="Valbrune")
    bailleur = make_partner(centre, "Bailleur des Trois-Paliers", themes=[Theme.LOGEMENT], usual_delay=15)
    make_contact(bailleur, "Zoé Marchal", email="zoe@bailleur.example")
    make_partner(centre, "Mairie de Valbrune")
    make_partner(centre, "Caf")
    words = [make_citable(centre, WORDS, place=place), make_words(centre, place=place, text="Entre nous.")]
    words.append(make_words(centre, place=place, text="À relire encore.", consent=VoiceConsent.CITABLE))
    return make_need(centre, *words, title="Un ascenseur qui marche", theme=Theme.LOGEMENT)


@pytest.fixture
def given(need: SharedNeed) -> tuple[Relay, str]:
    """Return a relay with a conversation, late, whose link is open, and its secret."""
    salt = new_salt()
    now = timezone.now()
    link = {"link_salt": salt, "token_hash": token_hash(token_of(salt)), "expires_at": now + timedelta(days=60)}
    shared = {"quotes": [QUOTE], "question": "Quand sera-t-il réparé ?", "due_on": now.date() - timedelta(days=5)}
    relay = make_relay(need, at=now - timedelta(days=20), first_seen_at=now - timedelta(days=18), **link, **shared)
    for kind, text in ((ReplyKind.QUESTION, "Quel hall ?"), (ReplyKind.PRECISION, "Le hall B.")):
        Reply.objects.create(structure_id=need.structure_id, relay=relay, kind=kind, text=text, author="Zoé", at=now)
    make_relay(need, relay.partner, forwarded_from=relay, recipient="Ali Baraka", email="ali@bailleur.example", at=now)
    return relay, token_of(salt)


def link_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"https?://\S+", str(letter.body))
    assert found is not None
    return urlsplit(found.group()).path


@pytest.mark.parametrize("width", [360, 1280])
def test_from_a_need_to_an_answer(
    open_page: OpenPage, context: dict[str, Any], axe: Callable[[Page], None], need: SharedNeed, width: int
) -> None:
    desk = open_page(1280, **context)
    desk.goto(f"/besoins/{need.pk}/relayer/")
    axe(desk)
    desk.get_by_label("Bailleur des Trois-Paliers, Zoé Marchal").check()
    desk.get_by_label("Votre question").fill("Quand sera-t-il réparé ?")
    desk.get_by_role("button", name="Voir ce qui sera vu").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Avant d'envoyer")
    expect(desk.get_by_text(WORDS)).to_be_visible()
    expect(desk.get_by_text("Entre nous.")).to_have_count(0)
    axe(desk)
    desk.get_by_role("button", name="Envoyer").click()
    expect(desk.get_by_text("Le besoin est relayé.")).to_be_visible()
    axe(desk)

    partner = open_page(width)
    partner.goto(link_in(mail.outbox[0]))
    expect(partner.get_by_text(WORDS)).to_be_visible()
    axe(partner)
    partner.get_by_label("Programmé").check()
    partner.get_by_role("button", name="Envoyer la réponse").click()
    expect(partner.get_by_role("heading", level=1)).to_have_text("Merci, votre réponse est arrivée")
    axe(partner)

    desk.reload()
    expect(desk.get_by_role("heading", name="Programmé")).to_be_visible()


def test_partner_answers_without_scripts_and_asks_back(
    open_page: OpenPage, given: tuple[Relay, str], lead: Membership
) -> None:
    relay, secret = given
    page = open_page(360, java_script_enabled=False)
    page.goto(f"/r/{secret}/")
    page.get_by_text("Poser une question avant de répondre").click()
    page.get_by_label("Votre question à l'équipe").fill("Depuis quand ?")
    page.get_by_role("button", name="Envoyer la question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci, votre question est arrivée")
    page.get_by_role("link", name="Revoir la demande").click()
    page.get_by_label("Refusé").check()
    page.get_by_role("button", name="Envoyer la réponse").click()
    expect(page.get_by_text("Dites pourquoi : les habitant·es le demanderont.").first).to_be_visible()
    page.get_by_role("textbox", name="Pourquoi").fill("Pas de budget cette année.")
    page.get_by_role("button", name="Envoyer la réponse").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Merci, votre réponse est arrivée")
    with structure_scope(lead.structure_id):
        assert Relay.objects.get(pk=relay.pk).state == "refuse"


def test_the_secret_leaves_with_no_request(open_page: OpenPage, given: tuple[Relay, str]) -> None:
    secret, asked = given[1], []
    page = open_page(1280)

    def note(request: Request) -> None:
        asked.append((urlsplit(request.url).path, request.all_headers().get("referer", "")))

    page.on("request", note)
    page.goto(f"/r/{secret}/")
    page.get_by_role("link", name="Comment répondre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Répondre à une demande")

    assert len(asked) > 3
    assert [path for path, referrer in asked if secret in referrer] == []


def test_an_answer_by_keyboard_alone(open_page: OpenPage, given: tuple[Relay, str]) -> None:
    page = open_page(1280)
    page.goto(f"/r/{given[1]}/")

    tab_to(page, page.get_by_label("Bien reçu, nous regardons"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="Envoyer la réponse"))
    page.keyboard.press("Enter")

    expect(page.get_by_text("« En cours »")).to_be_visible()


@pytest.mark.parametrize("path", ["/relais/", "/relais/{relay}/", "/besoins/{need}/relayer/", "/r/{secret}/"])
def test_pages_are_accessible_in_every_look(
    every_look: Callable[..., None], context: dict[str, Any], given: tuple[Relay, str], path: str
) -> None:
    relay, secret = given
    mine = {} if path.startswith("/r/") else context

    every_look(path.format(relay=relay.pk, need=relay.need_id, secret=secret), **mine)


@pytest.mark.parametrize("path", ["/r/{secret}/", "/r/inconnu/", "/relais/"])
def test_closed_links_and_an_empty_list(
    open_page: OpenPage,
    context: dict[str, Any],
    axe: Callable[[Page], None],
    lead: Membership,
    path: str,
) -> None:
    salt = new_salt()
    if path.startswith("/r/"):
        ended = {"link_salt": salt, "token_hash": token_hash(token_of(salt)), "expires_at": timezone.now()}
        make_reply(make_relay(make_need(lead.structure), **ended))
    page = open_page(360, **context)
    page.goto(path.format(secret=token_of(salt)))

    axe(page)
    assert overflow(page) == 0
