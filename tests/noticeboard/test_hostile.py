"""What somebody who wishes no good sends to a board, and what must not leave by any door."""

import io
import zipfile
from datetime import timedelta
from html import unescape
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from palier.core.tenancy import across_structures, structure_scope
from palier.noticeboard.limits import MOST_WAITING, POSTERS_BY_LINE
from palier.noticeboard.models import Board, Idea, Report
from palier.noticeboard.queries.desk import MOST_SHOWN
from palier.structures.models import Membership, Structure
from palier.voices.enums import VoiceConsent
from palier.voices.models import Relay, Restitution, Voice
from palier.voices.queries.personal import findings_in
from palier.voices.queries.quotes import quotes_from
from palier.voices.relay_tokens import new_salt, token_hash, token_of
from tests.factories.noticeboard import aged_token, make_idea, tell_need
from tests.factories.people import show_second_factor
from tests.factories.territory import make_place
from tests.factories.voices import HEARD, make_citable, make_need, make_relay, make_reply, make_words

pytestmark = pytest.mark.django_db
# A right-to-left override, what no XML may hold, a bell, a zero-width space, a formula, a tag, a line of a letter.
HOSTILE = (
    '=HYPERLINK("http://mal.example")\u202e\ufffe\uffff\x07\u200b<script>alert(1)</script>]]>\r\nBcc: mal@mal.example'
)
FORBIDDEN = "\u202e\ufffe\uffff\x07\u200b"


def address(board: Board, name: str, *more: object) -> str:
    return reverse(f"noticeboard:{name}", args=[board.slug, *more])


def opened(data: bytes) -> str:
    """Return the words of a page, of a PDF, of an archive."""
    if data.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    return unescape(data.decode())


def body_of(response: Any) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


def leave(board: Board, text: str, **fields: str) -> Any:
    said = {"texte": text, "jeton": aged_token(board.pk), **fields}
    return Client().post(address(board, "idea-new"), said)


def test_hostile_words_are_shown_as_words(board: Board, desk: Client, centre: Structure) -> None:
    leave(board, HOSTILE)
    with across_structures():
        idea = Idea.objects.select_related("voice").get()
    assert [sign for sign in FORBIDDEN if sign in idea.voice.text] == []

    form = desk.get(reverse("noticeboard:idea-detail", args=[idea.pk])).context["form"]
    with structure_scope(centre.pk):
        seen = [idea.voice.text[found.start : found.end] for found in findings_in(idea.voice.text)]
    clear = {"blanchi": seen, "relu": "on", "empreinte": form["empreinte"].value()}
    told = desk.post(reverse("noticeboard:idea-detail", args=[idea.pk]), {"public_text": HOSTILE, **clear})

    assert told.status_code == 302
    page = Client().get(address(board, "board")).content.decode()
    feed = Client().get(address(board, "board-feed")).content
    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)
    assert [sign for sign in FORBIDDEN if sign in page + feed.decode()] == []
    assert "HYPERLINK" in "".join(fromstring(feed).itertext())


def test_words_that_nobody_sees_are_no_idea(board: Board) -> None:
    answer = leave(board, "\u200b\u202e\ufeff")

    assert answer.status_code == 422
    with across_structures():
        assert not Idea.objects.exists()


def test_a_page_of_the_board_is_asked_again_each_time(board: Board) -> None:
    for name in ("board", "board-list", "board-feed", "board-poster", "idea-new", "idea-follow", "board-report"):
        kept = Client().get(address(board, name))["Cache-Control"]
        assert {"private", "no-cache"} <= set(kept.split(", ")), name


def test_posters_are_limited(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("palier.noticeboard.views.public.poster_of", lambda *_, **__: b"%PDF")

    codes = [Client().get(address(board, "board-poster")).status_code for _ in range(POSTERS_BY_LINE.count + 1)]

    assert codes == [200] * POSTERS_BY_LINE.count + [429]


def test_a_flood_from_everywhere_stops_and_the_desk_opens(board: Board, desk: Client, centre: Structure) -> None:
    with structure_scope(centre.pk):
        for number in range(MOST_WAITING):
            make_idea(centre, f"Achetez {number}", state="a_lire", batch=f"ligne{number // 5}", created_at=HEARD)

    refused = leave(board, "Un banc à l'ombre")

    assert refused.status_code == 429
    page = body_of(desk.get(reverse("noticeboard:board-desk"))).decode()
    assert (len(page) < 200_000, page.count('name="envoi"')) == (True, MOST_WAITING // 5)
    desk.post(reverse("noticeboard:ideas-refuse"), {"envoi": "ligne0", "raison": "Rien à lire"})
    assert leave(board, "Un banc à l'ombre").status_code == 200


def test_a_flood_of_reports_leaves_the_desk_light(board: Board, desk: Client, centre: Structure) -> None:
    idea = make_idea(centre)
    for number in range(MOST_SHOWN + 5):
        Report.objects.create(structure=centre, why="blessant", note=f"Signalement {number}", idea=idea)

    page = body_of(desk.get(reverse("noticeboard:board-desk"))).decode()

    assert (page.count("« Signalement "), "Et 5 de plus" in page) == (MOST_SHOWN, True)


@pytest.fixture
def told(board: Board, centre: Structure) -> tuple[Relay, str, Restitution]:
    """Return a relay, the secret of its link, what is due of its answer: one word is shared, all others stay inside."""
    place = make_place(centre)
    kept: Any = {"place": place, "at": timezone.now() - timedelta(days=1)}
    with structure_scope(centre.pk):
        shared = make_citable(centre, "Parole Témoin relue", **kept)
        lowered = make_citable(centre, "Kanari redevenue interne", **kept)
        corrected = make_citable(centre, "Kanari corrigée depuis", **kept)
        hidden = [
            make_words(centre, text="Kanari interne", **kept),
            make_words(centre, text="Kanari citable pas relue", consent=VoiceConsent.CITABLE, **kept),
            make_words(centre, text="Kanari rappel", consent=VoiceConsent.RECONTACT, **kept),
            make_citable(centre, "Kanari retirée", withdrawn_at=HEARD, **kept),
        ]
        Voice.objects.filter(pk=lowered.pk).update(consent=VoiceConsent.INTERNE)
        Voice.objects.filter(pk=corrected.pk).update(text="Kanari autre chose")
        words = (shared, lowered, corrected, *hidden)
        need = make_need(centre, *words, title="Un ascenseur", description="Kanari précisions")
        salt = new_salt()
        link: Any = {"link_salt": salt, "token_hash": token_hash(token_of(salt)), "quotes": quotes_from([shared])}
        relay = make_relay(need, expires_at=timezone.now() + timedelta(days=9), **link)
        reply = make_reply(relay, "en_cours")
        due = Restitution.objects.create(structure=centre, need=need, reply=reply, place=place, due_at=HEARD)
        tell_need(need, "Un ascenseur qui marche")
        make_idea(centre, "Témoin d'idée")
        make_idea(centre, "Kanari refusée", state="refusee", reason="Kanari motif")
        make_idea(centre, "Kanari à lire", state="a_lire")
    return relay, token_of(salt), due


@pytest.fixture
def doors(
    board: Board, told: tuple[Relay, str, Restitution], desk: Client, lead: Membership
) -> dict[str, tuple[Client, str]]:
    """Return every way by which words leave the centre: a browser and an address each."""
    show_second_factor(desk, lead.user)
    relay, secret, due = told
    public = ("board", "board-list", "board-feed", "board-poster", "idea-new", "idea-follow", "board-report")
    team = {
        "letter": reverse("voices:relay-letter-pdf", args=[relay.pk]),
        "odt": reverse("voices:relay-letter-odt", args=[relay.pk]),
        "answer": reverse("voices:restitution-poster", args=[due.pk]),
        "digest": reverse("voices:digest-pdf"),
        "csv": reverse("voices:words-outside", args=["csv"]) + "?etat=toutes",
        "xlsx": reverse("voices:words-outside", args=["xlsx"]) + "?etat=toutes",
        "needs": reverse("voices:need-export", args=["csv"]),
    }
    return {
        **{name: (Client(), address(board, name)) for name in public},
        **{name: (desk, path) for name, path in team.items()},
        **{name: (Client(), reverse(f"voices:partner-{name}", args=[secret])) for name in ("relay", "thanks")},
    }


def test_words_that_stay_inside_leave_by_no_door(doors: dict[str, tuple[Client, str]]) -> None:
    texts = {name: opened(body_of(browser.get(path))) for name, (browser, path) in doors.items()}

    assert [name for name, text in texts.items() if "Kanari" in text] == []
    told = {"board", "letter", "odt", "digest", "csv", "xlsx", "relay"}
    assert {name for name, text in texts.items() if "Parole Témoin relue" in text} == told
    assert {"board", "board-list", "board-feed"} <= {name for name, text in texts.items() if "Témoin d'idée" in text}


def test_no_cell_starts_a_formula(desk: Client, lead: Membership, centre: Structure) -> None:
    show_second_factor(desk, lead.user)
    starts = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "'=1")
    for text in starts:
        make_citable(centre, text, text=f"{text} dit", at=timezone.now())

    sheet = body_of(desk.get(reverse("voices:words-outside", args=["xlsx"]) + "?etat=toutes"))
    table = body_of(desk.get(reverse("voices:words-outside", args=["csv"]) + "?etat=toutes")).decode("utf-8-sig")

    assert "<f>" not in opened(sheet)
    cells = [
        str(cell)
        for row in CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
        for cell in row
    ]
    assert {text.strip() for text in starts} <= {cell.strip() for cell in cells}
    first = [cell.strip('"') for line in table.splitlines()[1:] for cell in line.split(";")]
    assert [cell for cell in first if cell.lstrip()[:1] in set("=+-@＝")] == []
