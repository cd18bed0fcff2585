"""A sheet for members never shows outside: not a word of it, not a count."""

import json

import pytest
from django.test import Client

from palier.library.enums import Visibility
from palier.library.index import SHEETS
from palier.library.models import ActionSheet
from palier.library.permissions import readable_visibilities
from palier.library.queries.reading import latest_sheets, nearby_sheets, readable_sheets
from palier.library.queries.searching import matching_sheets, read_search, search_sheets
from palier.structures.enums import Role
from tests.factories.people import make_membership
from tests.factories.sheets import make_sheet

pytestmark = pytest.mark.django_db
CANARY = "Zinzolin"
STORY = "Les voisines se retrouvent autour d'un thé sous les arbres du square, chaque jeudi."


@pytest.fixture
def hidden() -> ActionSheet:
    """Two public sheets and, near them in every way, one for members with a word of its own everywhere."""
    fields = {"keywords": ["solidarite"], "publics": ["adultes"], "summary": STORY}
    make_sheet("Le thé du square", **fields)
    make_sheet("Le goûter du parc", **fields)
    sheet = make_sheet(
        f"Le thé {CANARY}",
        visibility=Visibility.MEMBERS,
        structure_name=f"Centre {CANARY}",
        departement="974",
        keywords=["solidarite", "sante"],
        publics=["adultes", "seniors"],
        summary=f"{STORY} {CANARY}.",
        plus=CANARY,
        unmapped={"Note": CANARY},
    )
    SHEETS.vectorise()
    return sheet


ADDRESSES = [
    "/fiches/",
    "/fiches/?q=thé",
    f"/fiches/?q={STORY}",
    "/fiches/?mot_cle=sante",
    "/fiches/?public=seniors&q=square",
    "/fiches/?departement=974",
    "/fiches/?q=zinzolim",
    "/fiches/?q=zinz&frappe=1",
    "/fiches/le-the-du-square/",
    "/fiches/le-the-zinzolin/",
    "/fiches/le-the-zinzolin/carte.pdf",
    "/fiches/le-the-zinzolin/fiche.odt",
    "/fiches/le-the-zinzolin/fiche.json",
    "/fiches/export.csv",
    "/fiches/export.json",
    "/fiches/export.csv?q=thé",
    "/fiches/flux.atom",
    "/sitemap.xml",
    "/api/fiches",
    "/api/fiches?q=thé",
    "/api/fiches/le-the-zinzolin",
    "/api/openapi.json",
    "/",
]


def body(client: Client, address: str) -> str:
    response = client.get(address)
    content = response.getvalue() if response.streaming else response.content
    return content.decode(errors="replace").casefold()


@pytest.mark.parametrize("address", ADDRESSES)
def test_visitor_never_reads_the_canary(client: Client, hidden: ActionSheet, address: str) -> None:
    assert CANARY.casefold() not in body(client, address)


@pytest.mark.parametrize("address", ["/fiches/", "/fiches/?q=thé", "/fiches/export.csv", "/api/fiches"])
def test_member_reads_it(reader: Client, hidden: ActionSheet, address: str) -> None:
    assert CANARY.casefold() in body(reader, address)


@pytest.mark.parametrize("address", ["/fiches/flux.atom", "/sitemap.xml"])
def test_what_machines_read_is_public_even_for_a_member(reader: Client, hidden: ActionSheet, address: str) -> None:
    assert CANARY.casefold() not in body(reader, address)


def test_export_for_a_visitor_holds_the_public_sheets_only(hidden: ActionSheet) -> None:
    visible = readable_visibilities(None)

    titles = [sheet.title for sheet in matching_sheets(read_search({}), visible)]

    assert sorted(titles) == ["Le goûter du parc", "Le thé du square"]


def test_counts_leave_it_out(client: Client, hidden: ActionSheet) -> None:
    answer = json.loads(client.get("/api/fiches").content)

    assert answer["total"] == 2
    assert answer["facets"]["mot_cle"] == {"solidarite": 2}
    assert answer["facets"]["public"] == {"adultes": 2}
    assert answer["facets"]["departement"] == {}


def test_proposals_leave_it_out(hidden: ActionSheet) -> None:
    search = read_search({"q": ["zinzolim"], "public": ["seniors"]})

    visitor = search_sheets(search, [Visibility.PUBLIC.value]).result
    member = search_sheets(search, list(Visibility)).result

    assert (visitor.proposal, visitor.relaxations) == (None, [])
    assert (member.proposal or "").casefold() == "zinzolin"


def test_near_actions_leave_it_out(hidden: ActionSheet) -> None:
    sheet = ActionSheet.objects.get(title="Le thé du square")

    visitor = [near.title for near in nearby_sheets(sheet, None)]
    member = [near.title for near in nearby_sheets(sheet, make_membership(Role.LECTURE))]

    assert visitor == ["Le goûter du parc"]
    assert sorted(member) == ["Le goûter du parc", f"Le thé {CANARY}"]


def test_readers_by_kind(hidden: ActionSheet) -> None:
    readers = [None, make_membership(Role.LECTURE), make_membership(Role.EQUIPIER)]

    assert [readable_sheets(reader).count() for reader in readers] == [2, 3, 3]
    assert [len(latest_sheets(reader, 10)) for reader in readers] == [2, 3, 3]


def test_sheet_turned_to_members_leaves_the_search_at_once(editor: Client, client: Client) -> None:
    make_sheet("Le banc")
    before = json.loads(client.get("/api/fiches").content)["total"]

    editor.post("/fiches/le-banc/modifier/", {"title": "Le banc", "visibility": "members"})

    assert (before, json.loads(client.get("/api/fiches").content)["total"]) == (1, 0)


def test_duplicate_note_never_shows_a_sheet_of_members_to_a_visitor(client: Client, editor: Client) -> None:
    make_sheet(f"La grande lessive {CANARY}", visibility=Visibility.MEMBERS, structure_name="A")
    sheet = make_sheet(f"La grande lessive {CANARY}s", structure_name="A")
    ActionSheet.objects.filter(pk=sheet.pk).update(title="La lessive", structure_name="B")
    address = sheet.get_absolute_url()

    assert sheet.duplicate_of_id is not None
    assert f"La grande lessive {CANARY}" in editor.get(address).content.decode()
    assert f"La grande lessive {CANARY}</a>" not in client.get(address).content.decode()
