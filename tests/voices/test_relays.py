"""Give a need: exactly these copies, one relay and one link each; forward it, take the link back."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import resolve

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.structures.models import Membership, Structure
from palier.territory.enums import ZoneKind
from palier.territory.models import PlaceZone
from palier.voices.actions.relays import (
    Recipient,
    RelayRefused,
    Sharing,
    forward_relay,
    renew_link,
    revoke_link,
    send_relays,
)
from palier.voices.enums import NeedEventKind, NeedState, RelayActor, VoiceConsent
from palier.voices.models import NeedEvent, Relay, SharedNeed, Voice
from palier.voices.queries.relays import relay_of_token
from palier.voices.relay_tokens import token_hash
from tests.factories.partners import make_partner
from tests.factories.people import actor_for
from tests.factories.territory import make_place, make_zone
from tests.factories.voices import HEARD, WORDS, make_citable, make_need, make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
ORIGIN = "https://palier.exemple.fr/"


@pytest.fixture
def centre(lead: Membership) -> Structure:
    """Return the structure."""
    return lead.structure


@pytest.fixture
def zoe(centre: Structure) -> Recipient:
    """Return somebody with an address, at a partner who answers in 12 days."""
    return Recipient(
        partner=make_partner(centre, "Bailleur du Val", usual_delay=12), name="Zoé", email="Zoe@val.example"
    )


def given(need: SharedNeed, lead: Membership, *people: Recipient, **shared: object) -> list[Relay]:
    sharing = Sharing(**shared)
    return send_relays(
        need=need, recipients=people, asked=sharing, sent_by=lead, by=actor_for(lead), now=HEARD, origin=ORIGIN
    )


def secret_in(message: mail.EmailMessage) -> str:
    link = next(line for line in str(message.body).splitlines() if line.startswith("http"))
    return str(resolve(urlsplit(link).path).kwargs["token"])


def test_a_relay_keeps_copies_with_a_month_and_a_neighbourhood(
    centre: Structure, lead: Membership, zoe: Recipient
) -> None:
    place = make_place(centre, "Le hall du 12")
    for kind, name in ((ZoneKind.QPV, "QP038012"), (ZoneKind.QUARTIER, "Les Tilleuls")):
        PlaceZone.objects.create(structure=centre, place=place, zone=make_zone(centre, name, kind=kind))
    voice = make_citable(centre, "L'ascenseur ne marche plus.", place=place)
    need = make_need(centre, voice)

    relay = given(need, lead, zoe, voices=[voice], question=" Quand ? ")[0]

    Voice.objects.update(public_text="Changé")
    kept = Relay.objects.get()
    quote = {"voice": str(voice.pk), "text": "L'ascenseur ne marche plus.", "month": "2027-03", "place": "Les Tilleuls"}
    assert (kept.title, kept.question, kept.quotes) == (need.title, "Quand ?", [quote])
    assert (kept.email, kept.recipient, kept.sent_by, relay.due_on) == (
        "zoe@val.example",
        "Zoé",
        lead,
        date(2027, 3, 23),
    )
    assert SharedNeed.objects.get().state == NeedState.RELAYE
    assert NeedEvent.objects.get().kind == NeedEventKind.RELAYE
    assert AuditEntry.objects.get().kind == AuditKind.RELAYS_CHANGED


def test_each_recipient_has_their_own_relay_and_day(centre: Structure, lead: Membership, zoe: Recipient) -> None:
    people = [zoe, Recipient(partner=make_partner(centre)), Recipient(actor=RelayActor.HABITANTS, actor_name="Hall B")]

    relays = given(make_need(centre), lead, *people)

    assert [(relay.to_whom, relay.token_hash is None) for relay in relays] == [
        ("Bailleur du Val", False),
        (str(people[1].partner), True),
        ("Hall B", True),
    ]
    assert [(relay.due_on - HEARD.date()).days for relay in relays] == [12, 30, 30]
    assert len(mail.outbox) == 1


def test_the_letter_carries_no_words_and_no_name(centre: Structure, lead: Membership, zoe: Recipient) -> None:
    voice = make_citable(centre)
    need = make_need(centre, voice, title="Un ascenseur pour Kanari")

    given(need, lead, zoe, voices=[voice], question="Quand viendrez-vous ?")

    letter = mail.outbox[0]
    text = f"{letter.subject} {letter.body}"
    for word in (WORDS, need.title, "Quand viendrez", "Zoé", lead.name, "Kanari"):
        assert word not in text
    assert ("une demande vous attend" in letter.subject, letter.to) == (True, ["zoe@val.example"])


def test_only_the_hash_of_the_secret_is_kept(centre: Structure, lead: Membership, zoe: Recipient) -> None:
    relays = given(make_need(centre), lead, zoe, zoe)

    secrets = [secret_in(letter) for letter in mail.outbox]
    assert (len(set(secrets)), {len(secret) for secret in secrets}) == (2, {43})
    stored = "".join(str(value) for row in Relay.objects.values() for value in row.values())
    assert [secret in stored for secret in secrets] == [False, False]
    assert {token_hash(secret) for secret in secrets} == {relay.token_hash for relay in relays}


@pytest.mark.parametrize(
    "change",
    [
        {"consent": VoiceConsent.INTERNE},
        {"text": "Corrigé depuis"},
        {"withdrawn_at": HEARD},
        {"public_text": ""},
        {"reread_at": None},
    ],
)
def test_words_that_may_not_leave_any_more_stay(
    centre: Structure, lead: Membership, zoe: Recipient, change: dict[str, object]
) -> None:
    voice = make_citable(centre)
    need = make_need(centre, voice)
    Voice.objects.update(**change)

    with pytest.raises(RelayRefused, match="sortir du centre"):
        given(need, lead, zoe, voices=[voice])

    assert (Relay.objects.count(), mail.outbox) == (0, [])


def test_words_of_another_need_stay(centre: Structure, lead: Membership, zoe: Recipient) -> None:
    voice = make_citable(centre)
    make_need(centre, voice)

    with pytest.raises(RelayRefused):
        given(make_need(centre, make_words(centre)), lead, zoe, voices=[voice])


def test_a_closed_need_is_not_relayed(centre: Structure, lead: Membership, zoe: Recipient) -> None:
    need = make_need(centre, closed_at=HEARD, closed_reason="Réglé", state=NeedState.SANS_RELAIS)

    with pytest.raises(RelayRefused, match="rouvrez-le"):
        given(need, lead, zoe)
    with pytest.raises(RelayRefused, match="à qui"):
        given(make_need(centre), lead)


def test_a_new_link_ends_the_former_one(centre: Structure, lead: Membership, zoe: Recipient) -> None:
    relay = given(make_need(centre), lead, zoe)[0]

    later = HEARD + timedelta(days=100)
    renew_link(relay=relay, email="Lea@val.example", by=actor_for(lead), now=later, origin=ORIGIN)

    old, new = (secret_in(letter) for letter in mail.outbox)
    assert relay_of_token(old, now=later) == (None, False)
    assert relay_of_token(new, now=later)[1]
    assert (mail.outbox[1].to, Relay.objects.get().email) == (["lea@val.example"], "lea@val.example")


def test_a_link_ends_by_itself_or_by_hand(centre: Structure, lead: Membership, zoe: Recipient) -> None:
    relay = given(make_need(centre), lead, zoe)[0]
    secret = secret_in(mail.outbox[0])
    assert [relay_of_token(secret, now=HEARD + timedelta(days=days))[1] for days in (89, 90)] == [True, False]

    for _ in range(2):
        revoke_link(relay=relay, by=actor_for(lead), now=HEARD)

    assert relay_of_token(secret, now=HEARD) == (relay, False)
    assert AuditEntry.objects.filter(detail="lien retiré").count() == 1


def test_a_colleague_gets_the_same_bytes_and_another_link(centre: Structure, lead: Membership, zoe: Recipient) -> None:
    voice = make_citable(centre)
    relay = given(make_need(centre, voice), lead, zoe, voices=[voice], question="Quand ?")[0]

    told = {"by": actor_for(lead), "now": HEARD, "origin": ORIGIN}
    other = forward_relay(relay=relay, name="Ali", email="ali@val.example", **told)

    kept = Relay.objects.get(pk=other.pk)
    shared = ("title", "question", "quotes", "due_on", "partner_id", "need_id")
    assert [getattr(kept, name) for name in shared] == [getattr(relay, name) for name in shared]
    assert (kept.forwarded_from, kept.recipient) == (relay, "Ali")
    first, second = (secret_in(letter) for letter in mail.outbox)
    assert [relay_of_token(secret, now=HEARD) for secret in (first, second)] == [(relay, True), (kept, True)]
    with pytest.raises(RelayRefused, match="déjà reçu"):
        forward_relay(relay=kept, name="Zoé", email="ZOE@val.example", **told)


def test_a_request_does_not_circulate_for_ever(centre: Structure, lead: Membership, zoe: Recipient) -> None:
    relay = given(make_need(centre), lead, zoe)[0]
    told = {"by": actor_for(lead), "now": HEARD, "origin": ORIGIN, "name": "Ali"}
    for number in range(5):
        relay = forward_relay(relay=relay, email=f"ali{number}@val.example", **told)

    with pytest.raises(RelayRefused, match="beaucoup circulé"):
        forward_relay(relay=relay, email="encore@val.example", **told)
