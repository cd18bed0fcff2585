"""Ideas: left without account, held back from machines and floods, followed by a code, supported."""

import re
from collections import Counter
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palier.accounts.models import Throttle
from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures, structure_scope
from palier.noticeboard.enums import IdeaState
from palier.noticeboard.forms.desk import mark_of
from palier.noticeboard.limits import IDEAS_BY_LINE, IDEAS_OF_BOARD, SUPPORTS_BY_LINE
from palier.noticeboard.models import Board, Idea, Support
from palier.structures.models import Structure
from palier.voices.models import Voice
from tests.factories.noticeboard import CODE, aged_token, make_board, make_idea
from tests.factories.outings import make_outing
from tests.factories.people import make_structure
from tests.factories.territory import make_place

pytestmark = pytest.mark.django_db


def address(board: Board, name: str = "idea-new", *more: object) -> str:
    return reverse(f"noticeboard:{name}", args=[board.slug, *more])


def shown(response: Any) -> str:
    return unescape(response.content.decode())


def send(board: Board, text: str = "Un banc à l'ombre", browser: Client | None = None, **fields: object) -> Any:
    line = fields.pop("line", "192.0.2.7")
    told = {"texte": text, "jeton": aged_token(board.pk), **fields}
    return (browser or Client()).post(address(board), told, REMOTE_ADDR=line)


def ideas() -> list[Idea]:
    with across_structures():
        return list(Idea.objects.order_by("pk").select_related("voice"))


def test_an_idea_waits_for_a_person_and_its_author_gets_a_code(centre: Structure, board: Board) -> None:
    place = make_place(centre, "Place des Tilleuls")
    make_outing(centre, place=place, starts_at=timezone.now() + timedelta(days=3))

    response = send(board, "Des bancs <script>", lieu=str(place.pk))

    idea = ideas()[0]
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", shown(response))
    assert response.status_code == 200
    assert (idea.state, idea.voice.text, idea.voice.place_id) == (IdeaState.A_LIRE, "Des bancs <script>", place.pk)
    assert (idea.voice.source, idea.voice.consent, idea.voice.kind) == ("panneau", "citable", "proposition")
    assert code is not None
    assert code.group() not in str(idea.__dict__)
    assert "Des bancs" not in shown(Client().get(address(board, "board")))
    followed = Client().post(address(board, "idea-follow"), {"code": code.group().lower().replace("-", " ")})
    assert "Personne ne l'a encore lue" in shown(followed)


def test_no_trace_of_the_line_is_kept_in_clear(board: Board) -> None:
    send(board, line="192.0.2.77")

    idea = ideas()[0]
    with across_structures():
        rows = [
            *Throttle.objects.values_list("key", flat=True),
            *AuditEntry.objects.values_list("detail", "actor_name"),
        ]
    assert len(idea.batch) == 16
    assert "192.0.2" not in f"{idea.__dict__} {idea.voice.__dict__} {rows}"


def test_only_public_places_are_offered(centre: Structure, board: Board) -> None:
    hidden = make_place(centre, "Local des clés")
    make_outing(centre, place=hidden, starts_at=timezone.now(), is_public=False)

    page, refused = Client().get(address(board)), send(board, lieu=str(hidden.pk))

    assert "Local des clés" not in shown(page)
    assert (refused.status_code, ideas()) == (422, [])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "  "}, "Écrivez votre idée"),
        ({"text": "x" * 2001}, "Écrivez votre idée"),
        ({"site": "https://spam.example"}, "Laissez ce champ vide"),
        ({"jeton": ""}, "ouverte depuis longtemps"),
        ({"jeton": "n'importe quoi"}, "ouverte depuis longtemps"),
    ],
)
def test_what_is_refused_says_why_and_loses_nothing(board: Board, fields: dict[str, Any], words: str) -> None:
    response = send(board, **fields)

    assert (response.status_code, ideas()) == (422, [])
    assert words in shown(response)
    assert fields.get("text", "Un banc à l'ombre").strip() in shown(response)


def test_too_quick_is_asked_again_with_the_same_token(board: Board) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        token = aged_token(board.pk, seconds=1)
        quick = send(board, jeton=token)
        clock.shift(timedelta(seconds=5))
        again = send(board, jeton=token)
        twice = send(board, jeton=token)

    assert (quick.status_code, again.status_code, twice.status_code) == (422, 200, 422)
    assert ("Relisez-vous" in shown(quick), token in shown(quick)) == (True, True)
    assert "déjà envoyé" in shown(twice)
    assert len(ideas()) == 1


def test_token_of_another_board_or_of_yesterday_does_not_serve(board: Board) -> None:
    other = make_board(make_structure())

    statuses = [
        send(board, jeton=token).status_code
        for token in (aged_token(other.pk), aged_token(board.pk, seconds=13 * 3600))
    ]

    assert (statuses, ideas()) == ([422, 422], [])


def test_forged_forms_are_refused(board: Board) -> None:
    response = send(board, browser=Client(enforce_csrf_checks=True))

    assert (response.status_code, ideas()) == (403, [])


def test_a_flood_is_limited_by_line_then_by_board(board: Board) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        statuses = [send(board, f"Spam {number}").status_code for number in range(40)]
        others = [
            send(board, f"Ailleurs {number}", line=f"198.51.100.{number}").status_code
            for number in range(IDEAS_OF_BOARD.count + 5)
        ]

    assert (statuses.count(200), statuses.count(429)) == (IDEAS_BY_LINE.count, 40 - IDEAS_BY_LINE.count)
    assert (others.count(200), others.count(429)) == (IDEAS_OF_BOARD.count - IDEAS_BY_LINE.count, 10)
    assert len(ideas()) == IDEAS_OF_BOARD.count


def test_a_flood_leaves_the_inbox_and_the_board_usable(board: Board, desk: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        statuses = [send(board, f"Spam {number}", jeton=aged_token(board.pk)).status_code for number in range(200)]
        send(board, "Un vrai banc", line="198.51.100.4")

        desk_page = shown(desk.get(reverse("noticeboard:board-desk")))
        inbox = shown(desk.get(reverse("voices:inbox")))

    assert Counter(statuses) == {200: IDEAS_BY_LINE.count, 429: 200 - IDEAS_BY_LINE.count}
    assert f"{IDEAS_BY_LINE.count} envois de la même connexion" in desk_page
    assert desk_page.index("Un vrai banc") < desk_page.index("envois de la même connexion")
    assert ("Un vrai banc" in inbox, len(set(re.findall(r"Spam \d+", inbox)))) == (True, IDEAS_BY_LINE.count)


def test_who_holds_the_code_reads_what_became_of_it(centre: Structure, board: Board) -> None:
    make_idea(centre, state="refusee", reason="Elle nomme quelqu'un", code=CODE)
    other = make_board(make_structure())

    found = shown(Client().post(address(board, "idea-follow"), {"code": CODE}))
    unknown = Client().post(address(board, "idea-follow"), {"code": "AAAA-AAAA"})
    elsewhere = Client().post(address(other, "idea-follow"), {"code": CODE})

    assert ("n'est pas montrée" in found, "Elle nomme quelqu'un" in found, "Un banc" in found) == (True, True, False)
    assert (unknown.status_code, elsewhere.status_code) == (422, 422)


def test_codes_are_not_guessed_by_trying(board: Board) -> None:
    statuses = [Client().post(address(board, "idea-follow"), {"code": f"AAAA-{n}"}).status_code for n in range(12)]

    assert (statuses.count(422), statuses.count(429)) == (10, 2)


def test_one_support_a_browser_taken_back_at_will(centre: Structure, board: Board) -> None:
    idea = make_idea(centre)
    browser, other = Client(), Client()
    link = address(board, "idea-support", idea.pk)

    first = browser.post(link, {"soutien": "1"})
    browser.post(link, {"soutien": "1"})
    other.post(link, {"soutien": "1"})
    both = shown(browser.get(address(board, "board")))
    browser.post(link, {"soutien": "0"})
    after = shown(browser.get(address(board, "board")))

    cookie = first.cookies["palier_panneau"]
    assert (first.status_code, first["Location"]) == (302, f"/panneau/belvedere/#idee-{idea.pk}")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert ("Soutiens : 2" in both, "Je ne soutiens plus" in both) == (True, True)
    assert ("Soutiens : 1" in after, "Je ne soutiens plus" in after) == (True, False)
    with across_structures():
        assert cookie.value not in str(list(Support.objects.values_list("browser", flat=True)))


def test_supports_are_limited_and_need_an_idea_that_shows(centre: Structure, board: Board) -> None:
    idea, waiting = make_idea(centre), make_idea(centre, state="a_lire")
    foreign = make_idea(make_structure())
    link = address(board, "idea-support", idea.pk)

    absent = [Client().post(address(board, "idea-support", it.pk)).status_code for it in (waiting, foreign)]
    statuses = [Client().post(link).status_code for _ in range(SUPPORTS_BY_LINE.count + 1)]

    assert (absent, Client().get(link).status_code) == ([404, 404], 405)
    assert (statuses.count(302), statuses[-1]) == (SUPPORTS_BY_LINE.count, 429)


def test_words_of_the_board_reach_the_inbox(centre: Structure, board: Board) -> None:
    send(board, "Bir bank", line="192.0.2.1")

    with structure_scope(centre.pk):
        voice = Voice.objects.get()
    assert (voice.state, voice.made_by, voice.may_leave) == ("a_trier", None, False)


@pytest.mark.parametrize("state", [IdeaState.A_LIRE, IdeaState.PUBLIEE])
def test_who_holds_the_code_takes_their_idea_back(
    centre: Structure, board: Board, desk: Client, state: IdeaState
) -> None:
    idea = make_idea(centre, state=state, code=CODE)
    elsewhere = make_board(make_structure())

    offered = shown(Client().post(address(board, "idea-follow"), {"code": CODE}))
    refused = [
        Client().post(address(board, "idea-take-back"), {"code": "AAAA-AAAA"}).status_code,
        Client().post(address(elsewhere, "idea-take-back"), {"code": CODE}).status_code,
        Client().get(address(board, "idea-take-back"))["Location"],
    ]
    kept = ideas()[0].state
    done, twice = (Client().post(address(board, "idea-take-back"), {"code": CODE}) for _ in range(2))
    after = shown(Client().get(address(board, "board")))
    read = desk.get(idea.get_absolute_url())

    assert ("Reprendre mon idée" in offered, refused, kept) == (True, [422, 422, address(board, "idea-follow")], state)
    assert [("repris votre idée" in shown(one), "Oui, la reprendre" in shown(one)) for one in (done, twice)] == [
        (True, False)
    ] * 2
    assert (ideas()[0].state, ideas()[0].voice.stands) == (IdeaState.REPRISE, False)
    # A team that gives the words back to itself does not show them all the same.
    with structure_scope(centre.pk):
        Voice.objects.update(withdrawn_at=None)
    again = {"public_text": "Un banc", "relu": "on", "empreinte": mark_of(idea.voice.text)}
    forced = desk.post(idea.get_absolute_url(), again)
    assert ("Un banc" in after, "Reprise par qui l'a laissée" in shown(read)) == (False, True)
    assert (forced.status_code, "l'a reprise" in shown(forced)) == (422, True)
    with across_structures():
        taken = AuditEntry.objects.filter(detail="reprise").values_list("actor_name", flat=True)
        assert list(taken) == ["Une personne, sur le panneau"]
