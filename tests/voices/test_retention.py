"""Who received a relay, and who answered, are named no longer than the structure chose."""

from datetime import datetime, timedelta

import pytest

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.structures.models import Membership, Structure
from palier.structures.queries.retention import months_after
from palier.voices.actions.retention import forget_recipients
from palier.voices.models import Relay, Reply, SharedNeed
from tests.factories.voices import HEARD, make_need, make_relay, make_reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
SECOND = timedelta(seconds=1)
MONTHS = 6


@pytest.fixture
def need(lead: Membership) -> SharedNeed:
    Structure.objects.filter(pk=lead.structure_id).update(retention_months=MONTHS)
    return make_need(lead.structure)


def kept(relay: Relay) -> tuple[str, str, bool, list[str]]:
    """Return what is left of a relay: who, where, whether a link, who answered."""
    found = Relay.objects.get(pk=relay.pk)
    authors = list(Reply.objects.filter(relay=relay).values_list("author", flat=True))
    return found.recipient, found.email, found.token_hash is not None, authors


def test_recipient_goes_after_the_delay_and_the_answer_stays(need: SharedNeed) -> None:
    relay = make_relay(need, token_hash="f" * 64, link_salt="s")
    reply = make_reply(relay, author="Zoé Albrac", text="Les travaux commencent.")
    limit = months_after(HEARD, MONTHS)

    before = forget_recipients(limit - SECOND)
    done, again = forget_recipients(limit), forget_recipients(limit + SECOND)

    assert (before, done, again) == (0, 1, 0)
    assert kept(relay) == ("", "", False, [""])
    reply.refresh_from_db()
    assert (reply.text, reply.state) == ("Les travaux commencent.", "en_cours")
    entry = AuditEntry.objects.get(kind=AuditKind.ERASE_NAMED)
    assert (entry.detail, entry.structure_id) == ("Relais, destinataires effacés après le délai : 1", need.structure_id)


@pytest.mark.parametrize("moment", ["reminded_at", "first_seen_at"])
def test_reminder_or_opening_is_a_contact(need: SharedNeed, moment: str) -> None:
    later = HEARD + timedelta(days=40)
    relay = make_relay(need, **{moment: later})

    early, due = forget_recipients(months_after(HEARD, MONTHS)), forget_recipients(months_after(later, MONTHS))

    assert (early, due) == (0, 1)
    assert kept(relay)[:2] == ("", "")


def test_answer_is_a_contact_and_its_author_goes_with_a_letter_too(need: SharedNeed) -> None:
    later: datetime = HEARD + timedelta(days=40)
    relay = make_relay(need, recipient="", email="")
    make_reply(relay, at=later, author="Service voirie")

    early, due = forget_recipients(months_after(HEARD, MONTHS)), forget_recipients(months_after(later, MONTHS))

    assert (early, due, kept(relay)[3]) == (0, 1, [""])


def test_structure_that_keeps_longer_keeps(need: SharedNeed) -> None:
    relay = make_relay(need)
    Structure.objects.filter(pk=need.structure_id).update(retention_months=24)

    count = forget_recipients(months_after(HEARD, 23))

    assert (count, kept(relay)[0]) == (0, "Zoé Albrac")
