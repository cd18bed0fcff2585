"""The board at the desk: settings, ideas read one by one or refused together, needs told, reports."""

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.ids import uuid7
from palier.core.tenancy import across_structures
from palier.noticeboard.enums import IdeaState, ReportState
from palier.noticeboard.forms.desk import mark_of
from palier.noticeboard.models import Board, Idea, Report, ShownNeed
from palier.structures.enums import Role
from palier.structures.models import Membership, Structure
from palier.voices.models import SharedNeed, Voice
from tests.factories.noticeboard import make_board, make_idea, tell_need
from tests.factories.people import logged_in, make_membership, make_structure
from tests.factories.voices import make_citable, make_need

pytestmark = pytest.mark.django_db
SETTINGS = {"is_open": "on", "slug": "Bellevue", "intro": "", "framed_by": "https://ville.example/page\n"}


def url(name: str, *keys: object) -> str:
    return reverse(f"noticeboard:{name}", args=keys)


def shown(response: Any) -> str:
    return unescape(response.content.decode())


def again(row: Any) -> Any:
    with across_structures():
        return type(row).objects.get(pk=row.pk)


def audited(detail: str) -> list[str]:
    with across_structures():
        found = AuditEntry.objects.filter(kind=AuditKind.BOARD_CHANGED, detail__contains=detail)
        return list(found.values_list("actor_name", flat=True))


def reread(idea: Idea, text: str, **fields: object) -> dict[str, object]:
    return {"public_text": text, "empreinte": mark_of(idea.voice.text), "relu": "on", **fields}


def test_board_is_opened_at_its_address(desk: Client, centre: Structure) -> None:
    proposed = shown(desk.get(url("board-edit")))
    done = desk.post(url("board-edit"), SETTINGS)

    with across_structures():
        board = Board.objects.get()
    assert 'value="centre-du-belvedere"' in proposed
    assert done.status_code == 302
    assert (board.slug, board.is_open, board.framed_by) == ("bellevue", True, ["https://ville.example"])
    assert (board.shows_outings, board.structure_id) == (False, centre.pk)
    assert audited("créé") == ["Nadia Roche"]
    assert "Centre du Belvédère" in shown(Client().get(board.get_absolute_url()))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"slug": "déjà"}, "lettres sans accent"),
        ({"slug": "pris"}, "Un autre panneau a déjà cette adresse"),
        ({"framed_by": "http://ville.example"}, "n'est pas une adresse"),
        ({"framed_by": "https://ville.example;script-src"}, "n'est pas une adresse"),
    ],
)
def test_settings_refused_say_why(desk: Client, fields: dict[str, str], words: str) -> None:
    make_board(make_structure(), "pris")

    response = desk.post(url("board-edit"), {**SETTINGS, **fields})

    assert (response.status_code, words in shown(response)) == (422, True)


def test_an_idea_is_shown_once_reread(desk: Client, centre: Structure, board: Board) -> None:
    idea = make_idea(centre, "Fatima Kaddouri voudrait un banc, 06 12 34 56 78", state="a_lire", batch="abc")

    page = shown(desk.get(url("idea-detail", idea.pk)))
    named = desk.post(url("idea-detail", idea.pk), reread(idea, idea.voice.text))
    unread = desk.post(url("idea-detail", idea.pk), {**reread(idea, "Un banc"), "relu": ""})
    before = again(idea).state
    done = desk.post(url("idea-detail", idea.pk), reread(idea, "Une voisine voudrait un banc"))

    assert "<mark>" in page
    assert "[téléphone]" in page
    assert (named.status_code, unread.status_code, before) == (422, 422, IdeaState.A_LIRE)
    read = again(idea)
    assert (done.status_code, read.state, read.batch, read.published_at is not None) == (302, "publiee", "", True)
    public = shown(Client().get(board.get_absolute_url()))
    assert ("Une voisine voudrait un banc" in public, "Kaddouri" in public) == (True, False)
    assert audited("publiée") == ["Nadia Roche"]


def test_words_changed_meanwhile_are_read_again(desk: Client, centre: Structure) -> None:
    idea = make_idea(centre, state="a_lire")

    response = desk.post(url("idea-detail", idea.pk), reread(idea, "Un banc", empreinte="autre"))

    assert (response.status_code, again(idea).state) == (422, IdeaState.A_LIRE)


def test_an_idea_is_not_shown_with_the_reason(desk: Client, centre: Structure) -> None:
    idea = make_idea(centre, state="a_lire")

    silent = desk.post(url("idea-refuse", idea.pk), {"raison": " "})
    done = desk.post(url("idea-refuse", idea.pk), {"raison": "Elle vise une personne"})
    twice = desk.post(url("idea-refuse", idea.pk), {"raison": "Autre"})

    read = again(idea)
    assert (silent.status_code, done.status_code, twice.status_code) == (422, 302, 302)
    assert (read.state, read.reason) == (IdeaState.REFUSEE, "Elle vise une personne")
    with across_structures():
        assert Voice.objects.get().stands


def test_an_idea_taken_off_goes_nowhere_else(desk: Client, centre: Structure, board: Board) -> None:
    idea = make_idea(centre)

    desk.post(url("idea-take-off", idea.pk), {"raison": "On reconnaît une personne"})

    read = again(idea)
    assert (read.state, read.reason) == (IdeaState.RETIREE, "On reconnaît une personne")
    assert not again(idea.voice).may_leave
    assert "Un banc" not in shown(Client().get(board.get_absolute_url()))


def test_a_flood_is_one_line_refused_at_once(desk: Client, centre: Structure) -> None:
    flood = [make_idea(centre, f"Spam {number}", state="a_lire", batch="flot") for number in range(60)]
    true = make_idea(centre, "Un vrai banc", state="a_lire", batch="autre")
    other = make_idea(make_structure(), "Ailleurs", state="a_lire", batch="flot")

    page = shown(desk.get(url("board-desk")))
    done = desk.post(url("ideas-refuse"), {"envoi": "flot", "raison": "Envois répétés"})

    assert "60 envois de la même connexion" in page
    assert page.index("Un vrai banc") < page.index("60 envois")
    assert done.status_code == 302
    assert {again(idea).state for idea in flood} == {IdeaState.REFUSEE}
    assert (again(true).state, again(other).state) == (IdeaState.A_LIRE, IdeaState.A_LIRE)
    assert (again(flood[0].voice).stands, again(true.voice).stands) == (False, True)


def test_a_flood_asks_as_little_as_three_ideas(desk: Client, centre: Structure) -> None:
    def refuse(count: int) -> int:
        for number in range(count):
            make_idea(centre, f"Spam {number}", state="a_lire", batch=f"flot{count}")
        with CaptureQueriesContext(connection) as asked:
            desk.post(url("ideas-refuse"), {"envoi": f"flot{count}", "raison": "Envois répétés"})
        return len(asked)

    refuse(1)

    assert refuse(60) == refuse(3)


def test_home_page_tells_how_much_waits(desk: Client, centre: Structure) -> None:
    quiet = shown(desk.get(url("board-waiting")))
    make_idea(centre, state="a_lire")
    make_idea(make_structure(), state="a_lire")
    Report.objects.create(structure=centre, why="faux")

    told = shown(desk.get(url("board-waiting")))

    assert "Le panneau public" in quiet
    assert ("1 idée à lire" in told, "1 signalement" in told) == (True, True)
    assert url("board-waiting") in shown(desk.get("/"))


def test_as_many_questions_with_1_and_30_rows(desk: Client, centre: Structure) -> None:
    def fill(number: int) -> None:
        make_idea(centre, f"Attend {number}", state="a_lire", batch=f"b{number}")
        idea = make_idea(centre, f"Montrée {number}", decided_at="2027-03-12T10:00:00Z")
        Report.objects.create(structure=centre, why="faux", idea=idea)
        tell_need(make_need(centre))

    def count(name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url(name)).status_code == 200
        return len(queries)

    fill(0)
    count("board-desk")  # a first request writes the device of the session
    few = [count("board-desk"), count("need-board")]
    for number in range(1, 30):
        fill(number)

    assert [count("board-desk"), count("need-board")] == few


def test_a_need_is_told_in_words_reread(desk: Client, centre: Structure, board: Board) -> None:
    need = make_need(centre, make_citable(centre, "Dix jours à pied."), title="Ascenseur, voir avec Fatima Kaddouri")
    told = {"sentence": "Un ascenseur qui marche", "answer": "Réparé au printemps.", "relu": "on"}

    page = shown(desk.get(url("need-show", need.pk)))
    named = desk.post(url("need-show", need.pk), {**told, "answer": "Vu avec Fatima Kaddouri."})
    unread = desk.post(url("need-show", need.pk), {**told, "relu": ""})
    nothing = again(need).is_public
    done = desk.post(url("need-show", need.pk), told)
    public = shown(Client().get(board.get_absolute_url()))
    desk.post(url("need-hide", need.pk))

    assert "Dix jours à pied." in page
    assert (named.status_code, unread.status_code, nothing, done.status_code) == (422, 422, False, 302)
    assert ("Réparé au printemps." in public, "Kaddouri" in public) == (True, False)
    assert "Un ascenseur" not in shown(Client().get(board.get_absolute_url()))
    with across_structures():
        kept = ShownNeed.objects.get()
    assert (kept.sentence, kept.reread_by.name) == ("Un ascenseur qui marche", "Nadia Roche")
    assert len(audited("panneau")) == 1


def test_a_report_is_handled(desk: Client, centre: Structure, lead: Membership) -> None:
    report = Report.objects.create(structure=centre, why="blessant", note="Le mot de la fin")

    page = shown(desk.get(url("board-desk")))
    desk.post(url("report-handle", report.pk))

    handled = again(report)
    assert ("Le mot de la fin" in page, "blessant" in page) == (True, True)
    assert (handled.state, handled.handled_by_id) == (ReportState.TRAITE, lead.pk)
    assert "Le mot de la fin" not in shown(desk.get(url("board-desk")))


def test_pages_are_for_who_edits_the_board(centre: Structure, desk: Client) -> None:
    idea, need = make_idea(centre, state="a_lire"), make_need(centre)
    pages = [url(name) for name in ("board-desk", "board-waiting", "board-edit", "need-board")]
    pages += [url("idea-detail", idea.pk), url("need-show", need.pk)]
    member = logged_in(make_membership(Role.EQUIPIER, structure=centre).user)
    neighbour = logged_in(make_membership(Role.REFERENT).user)

    assert {Client().get(page).status_code for page in pages} == {302}
    assert {member.get(page).status_code for page in pages} == {403}
    assert {neighbour.get(page).status_code for page in pages[4:]} == {404}
    assert {desk.get(url(name, uuid7())).status_code for name in ("idea-detail", "need-show")} == {404}
    assert {desk.delete(page).status_code for page in pages} == {405}
    acts = [url("ideas-refuse"), url("idea-refuse", idea.pk), url("idea-take-off", idea.pk), url("need-hide", need.pk)]
    assert {desk.get(act).status_code for act in acts} == {405}


def test_a_need_of_another_structure_is_not_told(desk: Client) -> None:
    need = make_need(make_structure())

    response = desk.post(url("need-show", need.pk), {"sentence": "x", "relu": "on"})

    assert (response.status_code, again(need).is_public) == (404, False)
    with across_structures():
        assert SharedNeed.objects.filter(is_public=True).count() == 0
