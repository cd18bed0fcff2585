"""« Je veux en être », sealed on arrival; what readers report."""

import json
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures
from palier.noticeboard.actions.people import forget_joinings
from palier.noticeboard.limits import JOININGS_BY_LINE, REPORTS_BY_LINE
from palier.noticeboard.models import Board, Idea, Joining, Report
from palier.structures.enums import Role
from palier.structures.models import Membership, Structure
from tests.factories.noticeboard import aged_token, make_idea, tell_need
from tests.factories.people import logged_in, make_membership, make_structure, show_second_factor
from tests.factories.voices import make_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(centre: Structure) -> Idea:
    return make_idea(centre)


def shown(response: Any) -> str:
    return unescape(response.content.decode())


def join(board: Board, idea: Idea, query: str = "", **fields: object) -> Any:
    told = {"prenom": "Solveig", "contact": "06 12 34 56 78", "accord": "on", "jeton": aged_token(board.pk), **fields}
    return Client().post(reverse("noticeboard:idea-join", args=[board.slug, idea.pk]) + query, told)


def joinings() -> list[Joining]:
    with across_structures():
        return list(Joining.objects.order_by("pk"))


def audited(kind: AuditKind) -> list[str]:
    with across_structures():
        return list(AuditEntry.objects.filter(kind=kind).values_list("detail", flat=True))


def test_a_name_is_sealed_at_once_and_opened_with_a_line_in_the_audit(
    board: Board, idea: Idea, desk: Client, lead: Membership
) -> None:
    done = join(board, idea, "?langue=tr")

    row = joinings()[0]
    written = json.dumps(row.sealed)
    assert (done.status_code, "Not edildi" in shown(done)) == (200, True)
    assert ("Solveig" in written, "06 12" in written, set(row.sealed)) == (
        False,
        False,
        {"v", "key", "point", "iv", "box"},
    )
    assert (row.language, row.text_version, row.purpose) == ("tr", "1-24", "recontact")
    unproved = desk.get(reverse("noticeboard:joining-list"))
    show_second_factor(desk, lead.user)
    page = shown(desk.get(reverse("noticeboard:joining-list")))
    assert (unproved.status_code, "Solveig" in page, "tel:0612345678" in page) == (302, True, True)
    assert audited(AuditKind.READ_NAMED) == ["Personnes qui veulent participer à une idée : 1"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"accord": ""}, "Sans votre accord, nous ne gardons rien"),
        ({"prenom": ""}, "Écrivez votre prénom"),
        ({"contact": "chez moi"}, "Écrivez un numéro ou une adresse"),
        ({"site": "x"}, "Laissez ce champ vide"),
    ],
)
def test_nothing_is_kept_of_a_refused_form(board: Board, idea: Idea, fields: dict[str, str], words: str) -> None:
    response = join(board, idea, **fields)

    assert (response.status_code, words in shown(response), joinings()) == (422, True, [])


def test_words_of_the_consent_are_read_in_the_language(board: Board, idea: Idea) -> None:
    address = reverse("noticeboard:idea-join", args=[board.slug, idea.pk])

    assert "On les efface au plus tard 2 ans" in shown(Client().get(address))
    assert "en geç 2 yıl sonra" in shown(Client().get(f"{address}?langue=tr"))


def test_joining_needs_an_idea_that_shows_here_and_is_limited(board: Board, idea: Idea, centre: Structure) -> None:
    absent = [make_idea(centre, state="a_lire"), make_idea(make_structure())]

    refused = [join(board, other).status_code for other in absent]
    statuses = [join(board, idea).status_code for _ in range(JOININGS_BY_LINE.count + 1)]

    assert refused == [404, 404]
    assert (statuses.count(200), statuses[-1], len(joinings())) == (JOININGS_BY_LINE.count, 429, JOININGS_BY_LINE.count)


def test_who_does_not_want_any_more_is_erased(board: Board, idea: Idea, desk: Client) -> None:
    join(board, idea)
    address = reverse("noticeboard:joining-note", args=[joinings()[0].pk])

    desk.post(address, {"suite": "injoignable"})
    called = joinings()[0]
    desk.post(address, {"suite": "n'importe"})
    desk.post(address, {"suite": "retire"})
    desk.post(address, {"suite": "rappele"})

    assert (called.state, called.is_named) == ("injoignable", True)
    assert (joinings()[0].state, joinings()[0].is_named) == ("retire", False)
    assert audited(AuditKind.ERASE_NAMED) == ["Ne souhaite plus"]


@pytest.mark.parametrize(("months", "left"), [(23, 1), (25, 0)])
def test_names_are_erased_in_time(board: Board, idea: Idea, months: int, left: int) -> None:
    join(board, idea)

    count = forget_joinings(timezone.now() + timedelta(days=months * 30.5))

    assert (count, sum(row.is_named for row in joinings())) == (1 - left, left)


def test_names_are_for_who_calls_people(board: Board, idea: Idea) -> None:
    join(board, idea)
    pages = [reverse("noticeboard:joining-list"), reverse("noticeboard:joining-note", args=[joinings()[0].pk])]
    member = logged_in(make_membership(Role.EQUIPIER, structure=board.structure).user)
    neighbour = logged_in(make_membership(Role.DIRECTION).user)

    assert [Client().get(pages[0]).status_code, member.get(pages[0]).status_code] == [302, 403]
    assert [member.post(pages[1]).status_code, neighbour.post(pages[1]).status_code] == [403, 404]
    assert "Solveig" not in shown(neighbour.get(pages[0]))
    assert neighbour.get(pages[1]).status_code == 405


def report(board: Board, query: str = "", **fields: object) -> Any:
    told = {"raison": "faux", "precision": "C'est réparé", "jeton": aged_token(board.pk), **fields}
    return Client().post(reverse("noticeboard:board-report", args=[board.slug]) + query, told)


def reports() -> list[Report]:
    with across_structures():
        return list(Report.objects.order_by("pk"))


def test_readers_report_an_idea_a_need_or_the_board(board: Board, idea: Idea, centre: Structure) -> None:
    need = make_need(centre, title="Titre de travail")
    tell_need(need, "Un ascenseur")
    address = reverse("noticeboard:board-report", args=[board.slug])

    pages = [shown(Client().get(f"{address}{query}")) for query in (f"?idee={idea.pk}", f"?besoin={need.pk}")]
    for query in (f"?idee={idea.pk}", f"?besoin={need.pk}", "", "?idee=x"):
        assert report(board, query).status_code == 200

    assert ("Un banc" in pages[0], "Un ascenseur" in pages[1], "Titre de travail" in pages[1]) == (True, True, False)
    assert [(row.idea_id, row.need_id) for row in reports()] == [
        (idea.pk, None),
        (None, need.pk),
        (None, None),
        (None, None),
    ]
    assert reports()[0].note == "C'est réparé"


def test_what_does_not_show_is_not_named_in_a_report(board: Board, centre: Structure) -> None:
    hidden, foreign = make_idea(centre, "Cachée", state="a_lire"), make_idea(make_structure(), "Ailleurs")
    address = reverse("noticeboard:board-report", args=[board.slug])

    pages = [shown(Client().get(f"{address}?idee={row.pk}")) for row in (hidden, foreign)]
    report(board, f"?idee={foreign.pk}")

    assert ("Cachée" in pages[0], "Ailleurs" in pages[1], reports()[0].idea_id) == (False, False, None)


def test_reports_say_why_and_are_limited(board: Board) -> None:
    silent = report(board, raison="")
    statuses = [report(board).status_code for _ in range(REPORTS_BY_LINE.count + 1)]

    assert (silent.status_code, "Choisissez ce qui ne va pas" in shown(silent)) == (422, True)
    assert (statuses.count(200), statuses[-1], len(reports())) == (REPORTS_BY_LINE.count, 429, REPORTS_BY_LINE.count)
