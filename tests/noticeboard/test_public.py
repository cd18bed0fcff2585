"""The public page: what anybody reads, in which language, and what nobody reads."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from palier.agenda.enums import OutingState
from palier.core.tenancy import structure_scope
from palier.noticeboard.models import Board
from palier.structures.enums import Role
from palier.structures.models import Structure
from palier.territory.models import Place
from palier.voices.models import SharedNeed
from tests.documents.test_letter import words_of
from tests.factories.noticeboard import make_board, make_idea, tell_need
from tests.factories.outings import make_outing, make_participation
from tests.factories.partners import make_partner
from tests.factories.people import logged_in, make_membership, make_structure
from tests.factories.territory import make_place, make_zone
from tests.factories.voices import HEARD, make_citable, make_need, make_relay, make_reply, make_words

pytestmark = pytest.mark.django_db
PAGES = ("board", "board-list", "board-feed", "idea-new", "idea-follow", "board-report")


def shown(response: Any) -> str:
    return unescape(response.content.decode())


def read(board: Board, query: str = "", name: str = "board", browser: Client | None = None) -> str:
    response = (browser or Client()).get(reverse(f"noticeboard:{name}", args=[board.slug]) + query)
    assert response.status_code == 200
    return shown(response)


@pytest.fixture
def place(centre: Structure) -> Place:
    place = make_place(centre, "Pied de la tour Bellevue", address="3 allée des Saules")
    with structure_scope(centre.pk):
        place.zones.add(make_zone(centre, "Les Tilleuls"), through_defaults={"structure": centre})
    return place


@pytest.fixture
def need(centre: Structure, place: Place) -> SharedNeed:
    need = make_need(
        centre,
        make_citable(centre, "Dix jours à pied avec la poussette.", place=place),
        make_words(centre, text="Parole gardée par l'équipe", place=place),
        title="Titre de travail",
    )
    relay = make_relay(need, make_partner(centre, "Bailleur du Val"))
    make_reply(relay, "programme", text="Texte privé du bailleur", author="Zoé Albrac", at=HEARD + timedelta(days=3))
    with structure_scope(centre.pk):
        SharedNeed.objects.filter(pk=need.pk).update(outcome="programme", state="repondu")
    need.refresh_from_db()
    tell_need(need, "Un ascenseur qui marche", "Le bailleur remplace la machine au printemps.")
    return need


def test_next_outings_are_told_without_their_team(centre: Structure, board: Board, place: Place) -> None:
    soon = timezone.now() + timedelta(days=2)
    member = make_membership(Role.EQUIPIER, structure=centre, name="Awa Diambour")
    outing = make_outing(centre, place=place, starts_at=soon, name="Café du jeudi", note="Note d'équipe")
    make_participation(outing, member)
    for number, hidden in enumerate(
        [{"is_public": False}, {"state": OutingState.BROUILLON}, {"state": OutingState.ANNULEE}]
    ):
        make_outing(centre, place=make_place(centre, f"Lieu caché {number}"), starts_at=soon, **hidden)

    page = read(board)

    for words in ("Pied de la tour Bellevue", "3 allée des Saules", "Café du jeudi"):
        assert words in page
    for words in ("Awa", "Note d'équipe", "Lieu caché"):
        assert words not in page


def test_a_need_is_told_with_its_words_its_steps_and_who_answered(board: Board, need: SharedNeed) -> None:
    page = read(board)

    told = ["Un ascenseur qui marche", "Dix jours à pied avec la poussette.", "mars 2027", "Les Tilleuls", "Programmé"]
    for words in [
        *told,
        "Le bailleur remplace la machine",
        "Transmis : Bailleur du Val",
        "Bailleur du Val : Programmé",
    ]:
        assert words in page
    hidden = ("Titre de travail", "Parole gardée", "Texte privé", "Zoé Albrac", "tour Bellevue")
    assert [words for words in hidden if words in page] == []


def test_what_is_not_reread_or_not_public_is_not_shown(centre: Structure, board: Board, need: SharedNeed) -> None:
    changed = make_idea(centre, "Idée montrée puis corrigée")
    make_idea(centre, "Idée à lire", state="a_lire")
    make_idea(centre, "Idée refusée", state="refusee", reason="Elle nomme quelqu'un")
    make_need(centre, title="Besoin pas montré")
    with structure_scope(centre.pk):
        changed.voice.text = "Corrigée depuis"
        changed.voice.save(update_fields=["text"])
        SharedNeed.objects.filter(pk=need.pk).update(is_public=False)

    pages = [read(board, name=name) for name in ("board", "board-list", "board-feed")]

    for page in pages:
        hidden = ("Idée", "Corrigée depuis", "Besoin pas montré", "Un ascenseur qui marche", "nomme quelqu'un")
        assert [words for words in hidden if words in page] == []


@pytest.mark.parametrize(
    ("code", "direction", "words"),
    [
        ("ar", "rtl", "أنتم قلتم"),
        ("tr", "ltr", "Siz söylediniz"),
        ("pt", "ltr", "Vocês disseram"),
        ("en", "ltr", "You said, here"),
    ],
)
def test_each_language_says_itself_and_stays_in_the_links(
    board: Board, need: SharedNeed, code: str, direction: str, words: str
) -> None:
    page = read(board, f"?langue={code}")

    assert f'<html lang="{code}" dir="{direction}">' in page
    assert words in page
    assert f"/panneau/belvedere/idee/?langue={code}" in page
    assert '<h3 lang="fr" dir="ltr">Un ascenseur qui marche</h3>' in page


@pytest.mark.parametrize("query", ["", "?langue=zz", "?langue=ja&simple=x"])
def test_unknown_language_is_french(board: Board, query: str) -> None:
    assert '<html lang="fr" dir="ltr">' in read(board, query)


def test_language_that_the_structure_did_not_choose_is_french() -> None:
    board = make_board(make_structure(languages=["fr"]))

    page = read(board, "?langue=ar")

    assert '<html lang="fr"' in page
    assert "العربية" not in page


def test_plain_version_says_less_in_easier_words(board: Board, need: SharedNeed) -> None:
    page = read(board, "?simple=1")

    assert ("Vous avez parlé. Voici la suite." in page, "C'est prévu" in page) == (True, True)
    assert "/panneau/belvedere/idee/?simple=1" in page


@pytest.mark.parametrize("name", PAGES)
def test_closed_board_is_for_its_team_alone(name: str, board: Board, desk: Client) -> None:
    with structure_scope(board.structure_id):
        Board.objects.update(is_open=False)
    address = reverse(f"noticeboard:{name}", args=[board.slug])
    neighbour = logged_in(make_membership(Role.DIRECTION).user)

    statuses = [browser.get(address).status_code for browser in (Client(), neighbour, desk)]

    assert statuses == [404, 404, 200]


@pytest.mark.parametrize("name", PAGES)
def test_unknown_board_and_wrong_method(name: str, board: Board) -> None:
    assert Client().get(reverse(f"noticeboard:{name}", args=["personne"])).status_code == 404
    assert Client().delete(reverse(f"noticeboard:{name}", args=[board.slug])).status_code == 405


def test_parts_that_are_switched_off_are_not_there(centre: Structure) -> None:
    board = make_board(centre, shows_outings=False, shows_needs=False, takes_ideas=False)

    page = read(board)

    assert [words for words in ("Nous passons", "voici la suite", "Laisser une idée") if words in page] == []
    assert Client().get(reverse("noticeboard:idea-new", args=[board.slug])).status_code == 404


def test_as_many_questions_with_1_and_30_rows(centre: Structure, board: Board, place: Place) -> None:
    def fill(number: int) -> None:
        make_outing(centre, place=place, starts_at=timezone.now() + timedelta(days=1, hours=number))
        need = make_need(centre, make_citable(centre, f"Parole {number}", place=place))
        make_reply(make_relay(need), "en_cours")
        tell_need(need)
        make_idea(centre, f"Idée {number}", place=place)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(board)
        return len(queries)

    fill(0)
    few = count()
    for number in range(1, 30):
        fill(number)

    assert count() == few
    assert few <= 18


def test_list_may_be_framed_by_the_sites_named_and_no_other(centre: Structure, need: SharedNeed, board: Board) -> None:
    with structure_scope(centre.pk):
        Board.objects.update(framed_by=["https://ville.example"])
    framed = Client().get(reverse("noticeboard:board-list", args=[board.slug]))
    page = Client().get(reverse("noticeboard:board", args=[board.slug]))

    assert "frame-ancestors https://ville.example" in framed["Content-Security-Policy"]
    assert ("X-Frame-Options" in framed, "Set-Cookie" in framed, "<form" in shown(framed)) == (False, False, False)
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_nobody_frames_the_list_unless_named(board: Board) -> None:
    framed = Client().get(reverse("noticeboard:board-list", args=[board.slug]))

    assert "frame-ancestors 'none'" in framed["Content-Security-Policy"]


def test_feed_tells_needs_and_ideas_the_same_bytes_twice(centre: Structure, board: Board, need: SharedNeed) -> None:
    make_idea(centre, "Un banc <b>à l'ombre</b>")
    address = reverse("noticeboard:board-feed", args=[board.slug])

    first, second = Client().get(address), Client().get(address)

    assert first["Content-Type"].startswith("application/atom+xml")
    assert first.content == second.content
    assert (b"Un ascenseur qui marche" in first.content, first.content.count(b"<entry>")) == (True, 2)
    assert b"<b>" not in first.content


@pytest.mark.parametrize("query", ["", "?langue=ar", "?langue=tr"])
def test_poster_is_one_a3_page(centre: Structure, board: Board, place: Place, query: str) -> None:
    make_outing(centre, place=place, starts_at=timezone.now() + timedelta(days=2))

    response = Client().get(reverse("noticeboard:board-poster", args=[board.slug]) + query)

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content.count(b"/MediaBox") >= 1
    text = words_of(response.content)
    assert "Centre du Belvédère" in text
    assert "Pied de la tour" in text
    assert f"testserver/panneau/belvedere/{query}" in text.replace(" ", "")


def test_other_structures_are_nowhere(centre: Structure, board: Board) -> None:
    other = make_structure("Kanari")
    make_board(other, "kanari")
    make_idea(other, "Idée de Kanari")
    tell_need(make_need(other, make_citable(other, "Parole de Kanari"), title="Besoin de Kanari"))
    make_outing(other, place=make_place(other, "Place de Kanari"), starts_at=timezone.now() + timedelta(days=1))
    stranger = logged_in(make_membership(Role.DIRECTION, structure=other).user)

    for name in PAGES:
        assert "Kanari" not in read(board, name=name)
    # Even read by somebody of that structure, whose scope was already open.
    assert "Kanari" not in read(board, browser=stranger)
