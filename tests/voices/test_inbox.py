"""The inbox: words to triage first, filters, what one does with several at once, its undoing."""

from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palier.agenda.models import Outing
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.voices.forms import inbox as inbox_forms
from palier.voices.models import Attachment, RefusedProposal, Voice
from palier.voices.queries import inbox as inbox_queries
from tests.factories.fieldlog import make_line
from tests.factories.people import logged_in, make_membership, make_structure
from tests.factories.voices import make_need, make_words

pytestmark = pytest.mark.django_db
INBOX, TOGETHER, UNDO = "/paroles/", "/paroles/ensemble/", "/paroles/annulation/"


def shown(browser: Client, query: str = "") -> list[str]:
    """Return the texts of the words of the page, in their order."""
    return [line["voice"].text for line in browser.get(INBOX + query).context["lines"]]


def again(voice: Voice) -> Voice:
    with structure_scope(voice.structure_id):
        return Voice.objects.get(pk=voice.pk)


def test_words_to_triage_come_first_then_the_others(outing: Outing, lead: Membership) -> None:
    make_words(outing.structure, text="À trier")
    make_words(outing.structure, text="Triée", state="triee")
    make_words(outing.structure, text="Merci", state="rien_a_faire", nothing_reason="Un merci")
    browser = logged_in(lead.user)

    assert shown(browser) == ["À trier"]
    assert shown(browser, "?etat=triee") == ["Triée"]
    assert sorted(shown(browser, "?etat=toutes")) == ["Merci", "Triée", "À trier"]
    page = browser.get(INBOX)
    assert [(state["label"], state["count"]) for state in page.context["states"]] == [
        ("À trier", 1),
        ("Triée", 1),
        ("Rien à faire", 1),
        ("Toutes", 3),
    ]


def test_filters_stand_in_the_address(outing: Outing, lead: Membership) -> None:
    make_words(outing.structure, text="Ici", place=outing.place, kind="besoin", themes=["logement"], source="papier")
    make_words(outing.structure, text="Ailleurs", language="ar", consent="citable", kind="constat", source="panneau")
    browser = logged_in(lead.user)

    for query in (f"lieu={outing.place_id}", "theme=logement", "nature=besoin", "source=papier", "langue=fr"):
        assert shown(browser, f"?{query}") == ["Ici"], query
    assert shown(browser, "?langue=ar&accord=citable") == ["Ailleurs"]
    assert shown(browser, "?du=2027-03-12") == []
    assert sorted(shown(browser, "?nature=inconnue&lieu=x&du=hier&page=z")) == ["Ailleurs", "Ici"]


def test_search_finds_words_just_sent_by_a_phone(outing: Outing, lead: Membership) -> None:
    make_line(Voice, outing, text="Le banc de la place est cassé.")
    make_words(outing.structure, text="Une fête des voisins")
    make_words(outing.structure, text="Le banc est réparé", state="triee")
    browser = logged_in(lead.user)

    assert shown(browser, "?q=banc") == ["Le banc de la place est cassé."]
    assert len(shown(browser, "?q=banc&etat=toutes")) >= 2
    assert shown(browser, "?q=banc&langue=ar") == []


def test_page_says_what_it_will_show(lead: Membership) -> None:
    page = unescape(logged_in(lead.user).get(INBOX).content.decode())

    assert "Les paroles seront ici" in page
    assert "/paroles/saisie/" in page


def test_reader_sees_and_changes_nothing(outing: Outing, awa: Membership) -> None:
    make_words(outing.structure, text="Un banc")
    browser = logged_in(awa.user)

    page = browser.get(INBOX).content.decode()

    assert ("Un banc" in page, "Choisir" in page, "Exporter" in page) == (True, False, False)
    for address in (TOGETHER, UNDO):
        assert browser.post(address).status_code == 403


def together(browser: Client, *voices: Voice, **asked: Any) -> Any:
    return browser.post(TOGETHER, {"mots": [voice.pk for voice in voices], "retour": "/paroles/?q=banc", **asked})


def test_many_are_triaged_then_it_is_undone(outing: Outing, lead: Membership) -> None:
    paper, said = make_words(outing.structure, themes=["ecole"]), make_line(Voice, outing, text="Un banc")
    browser = logged_in(lead.user)

    answer = together(browser, paper, said, geste="themes", theme=["logement"])

    assert answer.url == "/paroles/?q=banc"
    assert (again(paper).themes, again(said).themes) == (["ecole", "logement"], ["logement"])
    page = browser.get(INBOX)
    assert page.context["undo"] == "2 paroles triées : Logement."
    assert browser.get(INBOX).context["undo"] == ""
    browser.post(UNDO)
    assert [(again(voice).state, again(voice).themes) for voice in (paper, said)] == [
        ("a_trier", ["ecole"]),
        ("a_trier", []),
    ]
    with structure_scope(outing.structure_id):
        kinds = AuditEntry.objects.filter(kind=AuditKind.VOICES_CHANGED).values_list("actor_name", flat=True)
        assert list(kinds) == [lead.name, lead.name]


def test_nothing_to_do_wants_a_reason(outing: Outing, lead: Membership) -> None:
    voice, browser = make_words(outing.structure), logged_in(lead.user)

    together(browser, voice, geste="rien", raison="  ")
    assert again(voice).state == "a_trier"
    together(browser, voice, geste="rien", raison="Un merci")

    assert (again(voice).state, again(voice).nothing_reason) == ("rien_a_faire", "Un merci")
    together(browser, voice, geste="rouvrir")
    assert again(voice).state == "a_trier"


def test_words_join_a_need_and_leave_it(outing: Outing, lead: Membership) -> None:
    voice, browser = make_words(outing.structure), logged_in(lead.user)
    with structure_scope(outing.structure_id):
        need = make_need(outing.structure, title="Un banc")

    together(browser, voice, geste="besoin", besoin=need.pk)
    with structure_scope(outing.structure_id):
        assert (Attachment.objects.get().voice, again(voice).state) == (voice, "triee")
    browser.post(UNDO)

    with structure_scope(outing.structure_id):
        assert (Attachment.objects.count(), RefusedProposal.objects.count(), again(voice).state) == (0, 0, "a_trier")


def test_need_or_words_of_others_are_not_known(outing: Outing, lead: Membership) -> None:
    other = make_structure()
    with structure_scope(other.pk):
        theirs, need = make_words(other), make_need(other)
    mine, browser = make_words(outing.structure), logged_in(lead.user)

    together(browser, theirs, geste="themes", theme=["logement"])
    together(browser, mine, geste="besoin", besoin=need.pk)

    assert (again(theirs).themes, again(mine).state) == ([], "a_trier")
    assert "Ce besoin n'existe plus" in unescape(browser.get(INBOX).content.decode())


@pytest.mark.parametrize("asked", [{}, {"geste": "?"}, {"geste": "besoin"}, {"geste": "themes", "theme": "?"}])
def test_wrong_gestures_change_nothing(outing: Outing, lead: Membership, asked: dict[str, str]) -> None:
    voice, browser = make_words(outing.structure), logged_in(lead.user)

    answer = together(browser, voice, **asked)

    assert (answer.status_code, again(voice).state) == (302, "a_trier")


def test_wrong_keys_and_addresses_are_left_aside(outing: Outing, lead: Membership) -> None:
    browser = logged_in(lead.user)

    answer = browser.post(TOGETHER, {"mots": ["x", str(uuid7())], "geste": "themes", "retour": "//ailleurs.example/"})

    assert answer.url == INBOX
    assert browser.post(UNDO, {"retour": "https://ailleurs.example/"}).url == INBOX


def test_others_do_not_come_in(outing: Outing, lead: Membership) -> None:
    make_words(outing.structure, text="Un banc")
    foreign = logged_in(make_membership(Role.REFERENT).user)
    reading = logged_in(make_membership(Role.LECTURE, structure=outing.structure).user)

    assert [browser.get(INBOX).status_code for browser in (Client(), reading)] == [302, 403]
    assert "Un banc" not in foreign.get(INBOX).content.decode()
    assert logged_in(lead.user).post(INBOX).status_code == 405
    assert logged_in(lead.user).get(TOGETHER).status_code == 405


def test_need_past_those_listed_still_filters(
    outing: Outing, lead: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_forms, "MOST_NEEDS", 1)
    need = make_need(outing.structure, make_words(outing.structure, text="Le banc", state="triee"), title="Un banc")
    make_words(outing.structure, text="L'ascenseur", state="triee")
    make_need(outing.structure, title="Le dernier")
    browser = logged_in(lead.user)

    page = browser.get(f"{INBOX}?etat=toutes&besoin={need.pk}")

    assert [line["voice"].text for line in page.context["lines"]] == ["Le banc"]
    assert f'<option value="{need.pk}" selected>Un banc</option>' in page.text
    elsewhere = make_need(make_structure(), title="Ailleurs")
    assert shown(browser, f"?etat=triee&besoin={elsewhere.pk}") == shown(browser, "?etat=triee")


def test_pages_follow_each_other_without_gap_or_repeat(
    outing: Outing, lead: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_queries, "PAGE_SIZE", 2)
    for number in range(5):
        make_words(outing.structure, text=f"{number}")
    browser = logged_in(lead.user)

    pages = [shown(browser, f"?page={number}") for number in (1, 2, 3)]
    back = [shown(browser, f"?page={number}&tri=ancien") for number in (1, 2, 3)]

    assert [len(page) for page in pages] == [2, 2, 1]
    read = [text for page in pages for text in page]
    assert (sorted(read), [text for page in back for text in page]) == (list("01234"), read[::-1])


@pytest.mark.parametrize(("query", "most"), [("?etat=toutes", 12), ("?etat=toutes&q=ascenseur", 19)])
def test_inbox_asks_as_many_questions_with_three_and_thirty(
    outing: Outing, lead: Membership, query: str, most: int
) -> None:
    browser, counts = logged_in(lead.user), []
    for many in (3, 27):
        for _ in range(many):
            make_words(outing.structure, outing=outing, themes=["logement"])
        browser.get(INBOX + query)
        with CaptureQueriesContext(connection) as asked:
            browser.get(INBOX + query)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= most
    assert reverse("voices:inbox") == INBOX
