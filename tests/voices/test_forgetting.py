"""Who is erased leaves no copy: relays, answers, words that were shared."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from palier.core.tenancy import across_structures
from palier.structures.actions.partners import erase_contact
from palier.structures.models import Membership, Structure
from palier.voices.actions.partner_side import answer_by_link
from palier.voices.actions.reread import replace_findings
from palier.voices.queries.personal import findings_in, span_of
from tests.factories.partners import make_contact, make_partner
from tests.factories.people import actor_for
from tests.factories.voices import HEARD, make_citable, make_need, make_relay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
NOW = HEARD + timedelta(days=30 * 30)


@pytest.fixture
def centre(lead: Membership) -> Structure:
    """Return the structure."""
    return lead.structure


def rows_that_hold(word: str) -> list[str]:
    """Return the tables with a row that holds ``word``, the audit among them."""
    with across_structures():
        tables = {model._meta.label: list(model._default_manager.values()) for model in apps.get_models()}
    return [label for label, rows in tables.items() if word in repr(rows).casefold()]


def test_an_erased_contact_leaves_no_copy(centre: Structure, lead: Membership) -> None:
    partner = make_partner(centre)
    contact = make_contact(partner, "Zoé Kanari", email="kanari@val.example")
    need = make_need(centre)
    link = {"token_hash": "a" * 64, "expires_at": HEARD + timedelta(days=90)}
    theirs = make_relay(need, partner, recipient="zoé kanari", email="Kanari@val.example", **link)
    told = {"state": "en_cours", "text": "", "reason": "", "planned_on": None, "author": "Zoé Kanari"}
    answer_by_link(relay=theirs, **told, now=HEARD, link="https://palier.exemple.fr/")
    others = make_relay(need, partner, recipient="Lou Martin", email="lou@val.example")

    erase_contact(contact=contact, by=actor_for(lead), now=NOW)

    assert rows_that_hold("kanari") == []
    theirs.refresh_from_db()
    others.refresh_from_db()
    assert (theirs.has_link, theirs.revoked_at, others.recipient, others.revoked_at) == (False, NOW, "Lou Martin", None)


def test_a_name_taken_out_of_words_leaves_what_was_shared(centre: Structure, lead: Membership) -> None:
    said = "Ma voisine Fatima Kaddouri attend."
    voice = make_citable(centre, said, text=said)
    need = make_need(centre, voice)
    quotes: list[Any] = [
        {"voice": str(voice.pk), "text": said, "month": "2027-03", "place": ""},
        {"voice": "autre", "text": "L'ascenseur.", "month": "2027-03", "place": ""},
    ]
    relay = make_relay(need, quotes=quotes)
    spans = [span_of(found) for found in findings_in(said)]

    replace_findings(voice=voice, spans=spans, editor=lead, by=actor_for(lead), now=NOW)

    relay.refresh_from_db()
    assert [name for name in ("fatima", "kaddouri") if rows_that_hold(name)] == []
    assert (relay.quotes[0]["text"].startswith("Ma voisine ["), relay.quotes[1]) == (True, quotes[1])
