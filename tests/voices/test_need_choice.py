"""Words join a need that is past the hundred that the forms list: searched, a page at a time."""

from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from palier.core.tenancy import structure_scope
from palier.structures.models import Membership
from palier.voices.models import SharedNeed, Voice
from tests.factories.people import logged_in, make_structure
from tests.factories.voices import make_need, make_words

pytestmark = pytest.mark.django_db
CHOICE = "/paroles/besoin/"
LINK = "Chercher parmi tous les besoins"


@pytest.fixture
def old_need(lead: Membership) -> SharedNeed:
    """Return a need that a hundred others moved after."""
    need = make_need(lead.structure, title="Un abri à vélos fermé")
    for number in range(100):
        make_need(lead.structure, title=f"Besoin récent {number:03d}")
    with structure_scope(lead.structure_id):
        SharedNeed.objects.filter(pk=need.pk).update(updated_at=timezone.now() - timedelta(days=400))
    return need


@pytest.mark.usefixtures("inside")
def test_need_past_those_listed_is_found_and_joined(lead: Membership, old_need: SharedNeed) -> None:
    said, other = (make_words(lead.structure, text=text) for text in ("Nos vélos dorment dehors", "Un rack volé"))
    browser = logged_in(lead.user)
    pages = ["/paroles/", f"/paroles/{said.pk}/", f"/paroles/tri/?parole={said.pk}"]

    shown = [unescape(browser.get(page).content.decode()) for page in pages]
    asked = browser.post(
        "/paroles/ensemble/", {"mots": [said.pk, other.pk], "geste": "chercher", "retour": "/paroles/?tri=ancien"}
    )
    found = browser.get(asked["Location"] + "&q=v%C3%A9los+abri")
    told = {"mots": [said.pk, other.pk], "geste": "besoin", "besoin": old_need.pk, "retour": found.context["following"]}
    back = browser.post("/paroles/ensemble/", told)

    assert [(LINK in page, str(old_need.pk) in page) for page in shown] == [(True, False)] * 3
    assert ([row.need.pk for row in found.context["rows"]], back["Location"]) == ([old_need.pk], "/paroles/?tri=ancien")
    assert set(Voice.objects.filter(attachments__need=old_need)) == {said, other}


@pytest.mark.usefixtures("inside")
def test_few_needs_are_listed_without_a_search(lead: Membership) -> None:
    said = make_words(lead.structure)
    make_need(lead.structure)

    assert LINK not in unescape(logged_in(lead.user).get(f"/paroles/{said.pk}/").content.decode())


def test_choice_stays_in_the_structure_and_on_the_instance(lead: Membership, awa: Membership) -> None:
    elsewhere = make_structure()
    with structure_scope(elsewhere.pk):
        theirs = make_words(elsewhere)
        make_need(elsewhere, title="Ailleurs")
    mine = make_words(lead.structure)
    browser = logged_in(lead.user)

    page = browser.get(CHOICE, {"mots": [mine.pk, theirs.pk], "retour": "https://ailleurs.example/"})

    assert (page.context["chosen"], page.context["rows"], page.context["back"]) == ([mine], [], "/paroles/")
    assert logged_in(awa.user).get(CHOICE, {"mots": mine.pk}).status_code == 403
    assert browser.get(CHOICE, {"mots": theirs.pk})["Location"] == "/paroles/"
    assert browser.get(CHOICE, {"mots": "rien"})["Location"] == "/paroles/"
    assert browser.post(CHOICE).status_code == 405


def test_triage_goes_on_after_the_choice(lead: Membership, old_need: SharedNeed) -> None:
    said, following = make_words(lead.structure), f"/paroles/tri/?theme={quote('école')}"
    browser = logged_in(lead.user)

    page = browser.get(CHOICE, {"mots": said.pk, "retour": "/paroles/tri/", "suite": following})

    assert (page.context["back"], page.context["following"]) == ("/paroles/tri/", following)


def test_choice_asks_as_many_questions_for_two_and_thirty_needs(lead: Membership) -> None:
    said, browser, counts = make_words(lead.structure), logged_in(lead.user), []
    browser.get(CHOICE, {"mots": said.pk})
    for many in (2, 22):
        for _ in range(many):
            make_need(lead.structure, make_words(lead.structure))
        with CaptureQueriesContext(connection) as asked:
            browser.get(CHOICE, {"mots": said.pk})
        counts.append(len(asked))

    assert counts[0] == counts[1]
