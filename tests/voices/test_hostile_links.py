"""What somebody who wishes no good does with a link: send twice, keep one taken back, write what is invisible."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures, structure_scope
from palier.structures.models import Membership, Structure
from palier.voices.actions import reminders
from palier.voices.actions.relays import RelayRefused, forward_relay, renew_link, revoke_link
from palier.voices.models import Relay, Reply, Restitution, SharedNeed
from palier.voices.queries.threads import thread_with
from palier.voices.relay_tokens import new_salt, token_hash, token_of
from tests.factories.people import actor_for
from tests.factories.territory import make_place
from tests.factories.voices import HEARD, make_need, make_relay, make_words

pytestmark = pytest.mark.django_db
ORIGIN = "https://palier.exemple.fr/"
UNSEEN = "\u202e\u200b\ufffe\x07"


@pytest.fixture
def centre(lead: Membership) -> Structure:
    """Return the structure."""
    return lead.structure


def opened(centre: Structure, **fields: Any) -> tuple[Relay, str]:
    """Return a relay whose link is open, and its secret; residents of one place wait for its answer."""
    salt = new_salt()
    secret = token_of(salt)
    link = {"link_salt": salt, "token_hash": token_hash(secret), "expires_at": timezone.now() + timedelta(days=90)}
    need = make_need(centre, make_words(centre, place=make_place(centre)))
    return make_relay(need, at=timezone.now() - timedelta(days=3), **link, **fields), secret


def page(secret: str, name: str) -> str:
    return reverse(f"voices:partner-{name}", args=[secret])


def replies() -> list[Reply]:
    with across_structures():
        return list(Reply.objects.order_by("pk"))


def test_an_answer_sent_twice_is_one(centre: Structure, lead: Membership) -> None:
    _relay, secret = opened(centre, sent_by=lead)

    for _ in range(3):
        answer = Client().post(page(secret, "answer"), {"state": "en_cours", "text": "Lundi."})
        assert answer.status_code == 302

    with across_structures():
        states = list(Restitution.objects.values_list("state", flat=True))
    assert (len(replies()), states, len(mail.outbox)) == (1, ["a_rapporter"], 1)
    Client().post(page(secret, "answer"), {"state": "en_cours", "text": "Plutôt mardi."})
    assert len(replies()) == 2


def test_a_question_sent_twice_is_one(centre: Structure, lead: Membership) -> None:
    _relay, secret = opened(centre, sent_by=lead)

    for _ in range(2):
        Client().post(page(secret, "question"), {"text": "Quel hall ?"})

    assert (len(replies()), len(mail.outbox)) == (1, 1)


def test_what_is_invisible_is_not_kept(centre: Structure) -> None:
    relay, secret = opened(centre)

    Client().post(
        page(secret, "answer"), {"state": "a_etude", "text": f"a{UNSEEN}b", "author": f"Z{UNSEEN}oé\nDirection"}
    )
    Client().post(page(secret, "forward"), {"name": f"Al{UNSEEN}i\r\nDirection", "email": "ali@val.example"})
    asked = Client().post(page(secret, "question"), {"text": "\u200b\u202e"})

    assert [(reply.text, reply.author) for reply in replies()] == [("ab", "Zoé Direction")]
    assert (asked.status_code, "Écrivez quelques mots" in unescape(asked.content.decode())) == (422, True)
    with across_structures():
        assert Relay.objects.get(forwarded_from=relay).recipient == "Ali Direction"
        said = repr(list(AuditEntry.objects.values_list("actor_name", "detail", "target_label")))
    assert [sign for sign in UNSEEN if repr(sign)[1:-1] in said] == []


def test_taking_a_link_back_ends_those_it_gave(centre: Structure, lead: Membership) -> None:
    relay, secret = opened(centre)
    for name in ("ali", "lou"):
        Client().post(page(secret, "forward"), {"name": name, "email": f"{name}@val.example"})
    with structure_scope(centre.pk):
        ali = Relay.objects.get(email="ali@val.example")
        made = {"by": actor_for(lead), "now": timezone.now(), "origin": ORIGIN}
        forward_relay(relay=ali, name="Max", email="max@val.example", **made)
        other = make_relay(relay.need, link_salt="autre", token_hash=token_hash("autre"), expires_at=relay.expires_at)

        revoke_link(relay=ali, by=actor_for(lead), now=timezone.now())

        ended = set(Relay.objects.exclude(revoked_at=None).values_list("email", flat=True))
        assert ended == {"ali@val.example", "max@val.example"}
        revoke_link(relay=relay, by=actor_for(lead), now=timezone.now())
        assert list(Relay.objects.filter(revoked_at=None)) == [other]
        with pytest.raises(RelayRefused, match="retiré"):
            forward_relay(relay=relay, name="Eve", email="eve@val.example", **made)
    assert Client().get(page(secret, "relay")).status_code == 410


@pytest.mark.parametrize("change", ["renewed", "revoked"])
def test_a_reminder_never_opens_a_former_link_again(centre: Structure, lead: Membership, change: str) -> None:
    """The link changes between what the reminder read and what it writes."""
    relay, secret = opened(centre)
    acts = {"by": actor_for(lead), "now": timezone.now()}
    with structure_scope(centre.pk):
        read = Relay.objects.select_related("partner", "need").get(pk=relay.pk)
        if change == "renewed":
            renew_link(relay=relay, origin=ORIGIN, **acts)
        else:
            revoke_link(relay=relay, **acts)

        is_taken = reminders._take_reminder(read, now=timezone.now())

        kept = Relay.objects.get()
    assert (is_taken, kept.reminders, kept.has_link) == (False, 0, change == "renewed")
    assert Client().get(page(secret, "relay")).status_code in {404, 410}


def test_a_need_merged_since_its_relay_was_read_breaks_no_page(centre: Structure) -> None:
    relay, _secret = opened(centre)
    with structure_scope(centre.pk):
        read = Relay.objects.select_related("need").get(pk=relay.pk)
        into: SharedNeed = make_need(centre, at=HEARD)
        Relay.objects.update(need=into)

        assert [one.pk for one in thread_with(read)] == [relay.pk]
