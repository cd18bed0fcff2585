"""Reminders: after the usual delay, twice at most, never twice a day, then the lead is told."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import override_settings

from palier.structures.models import Membership, Structure
from palier.voices.actions import reminders
from palier.voices.actions.relays import Recipient, RelayRefused, Sharing, forward_relay, revoke_link, send_relays
from palier.voices.actions.reminders import remind, remind_silent
from palier.voices.enums import RelayActor, ReplyKind
from palier.voices.models import Relay, Reply, SharedNeed
from tests.factories.partners import make_partner
from tests.factories.people import actor_for
from tests.factories.voices import HEARD, make_need, make_reply
from tests.voices.test_relays import ORIGIN, secret_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside", "public_address")]


@pytest.fixture
def public_address(settings: object) -> None:
    """Give the instance its address, and today to the tasks: they run at the time of the tests."""
    settings.BASE_URL = "https://palier.exemple.fr"  # type: ignore[attr-defined]


@pytest.fixture
def centre(lead: Membership) -> Structure:
    """Return the structure."""
    return lead.structure


def relay_of(centre: Structure, lead: Membership, *, delay: int | None = 10, **fields: object) -> Relay:
    """Return a relay sent on the Thursday, answered in ``delay`` days; the first letter is put away."""
    partner = make_partner(centre, usual_delay=delay)
    recipient = Recipient(**{"partner": partner, "name": "Zoé", "email": "zoe@val.example", **fields})
    need = make_need(centre)
    told = {"asked": Sharing(), "sent_by": lead, "by": actor_for(lead), "now": HEARD, "origin": ORIGIN}
    return send_relays(need=need, recipients=[recipient], **told)[0]


def day(days: int) -> datetime:
    return HEARD + timedelta(days=days)


def sent_by_day(last: int) -> dict[int, int]:
    """Let the job run each day, twice, and return how many letters it announced on the days that had some."""
    counts = {days: remind_silent(day(days)) + remind_silent(day(days)) for days in range(1, last + 1)}
    return {days: count for days, count in counts.items() if count}


def test_two_reminders_then_the_lead_is_told_once(centre: Structure, lead: Membership) -> None:
    relay = relay_of(centre, lead)

    # Due on the 10th day, reminded the day after, and again after each usual delay.
    assert sent_by_day(90) == {11: 1, 22: 1, 33: 1}

    kept = Relay.objects.get(pk=relay.pk)
    assert (kept.reminders, kept.lead_told_at, kept.expires_at) == (2, day(33), day(22) + timedelta(days=90))


def test_an_unknown_delay_is_thirty_days(centre: Structure, lead: Membership) -> None:
    relay_of(centre, lead, delay=None)

    assert sent_by_day(70) == {31: 1, 62: 1}


def test_a_reminder_gives_the_same_link(centre: Structure, lead: Membership) -> None:
    relay = relay_of(centre, lead)

    remind_silent(day(11))

    first, second = mail.outbox
    assert (secret_in(first), second.subject) == (secret_in(second), f"{centre} : une demande vous attend toujours")
    assert Relay.objects.get(pk=relay.pk).token_hash == relay.token_hash


def test_a_new_key_of_the_instance_gives_a_new_link(centre: Structure, lead: Membership) -> None:
    relay = relay_of(centre, lead)

    with override_settings(SECRET_KEY="une autre clé, longue et neuve, pour cette installation"):
        remind_silent(day(11))

    assert len(mail.outbox) == 2
    assert Relay.objects.get(pk=relay.pk).token_hash != relay.token_hash


def test_the_lead_is_told_by_a_letter_without_words(centre: Structure, lead: Membership) -> None:
    relay = relay_of(centre, lead)
    Relay.objects.update(reminders=2, reminded_at=day(12))

    remind_silent(day(40))

    letter = mail.outbox[-1]
    assert (letter.subject, letter.to) == ("Un relais reste sans réponse", [lead.user.email])
    assert f"https://palier.exemple.fr/relais/{relay.pk}/" in str(letter.body)
    assert (relay.title in str(letter.body), str(relay.partner) in str(letter.body)) == (False, False)


@pytest.mark.parametrize("state", ["a_etude", "realise", "refuse"])
def test_who_answered_is_left_in_peace(centre: Structure, lead: Membership, state: str) -> None:
    make_reply(relay_of(centre, lead), state, reason="Non")

    assert sent_by_day(60) == {}


def test_well_received_is_reminded(centre: Structure, lead: Membership) -> None:
    make_reply(relay_of(centre, lead), "recu")

    assert sent_by_day(12) == {11: 1}


def test_who_asked_a_question_waits_for_its_answer(centre: Structure, lead: Membership) -> None:
    relay = relay_of(centre, lead)
    shared = {"structure": centre, "relay": relay}
    Reply.objects.create(kind=ReplyKind.QUESTION, text="Quel hall ?", at=day(2), **shared)
    assert sent_by_day(30) == {}

    Reply.objects.create(kind=ReplyKind.PRECISION, text="Le B.", at=day(31), **shared)

    assert remind_silent(day(32)) == 1


def test_a_colleague_is_reminded_not_who_forwarded(centre: Structure, lead: Membership) -> None:
    relay = relay_of(centre, lead)
    told = {"by": actor_for(lead), "now": day(1), "origin": ORIGIN}
    other = forward_relay(relay=relay, name="Ali", email="ali@val.example", **told)

    assert remind_silent(day(11)) == 1
    assert dict(Relay.objects.values_list("pk", "reminders")) == {relay.pk: 0, other.pk: 1}


def test_without_a_link_the_lead_is_told_at_once(centre: Structure, lead: Membership) -> None:
    relay_of(centre, lead, email="")
    revoked = relay_of(centre, lead)
    revoke_link(relay=revoked, by=actor_for(lead), now=day(1))
    relay_of(centre, lead, partner=None, actor=RelayActor.CENTRE, email="")

    assert remind_silent(day(11)) == 2  # the centre has thirty days
    assert set(Relay.objects.values_list("reminders", flat=True)) == {0}


def test_a_closed_need_is_left_in_peace(centre: Structure, lead: Membership) -> None:
    relay_of(centre, lead)
    SharedNeed.objects.update(closed_at=day(2), closed_reason="Réglé")

    assert sent_by_day(40) == {}


def test_one_reminder_a_day_by_hand_too(centre: Structure, lead: Membership) -> None:
    relay = relay_of(centre, lead)
    told = {"relay": relay, "by": actor_for(lead), "origin": ORIGIN}
    remind(now=day(11), **told)

    with pytest.raises(RelayRefused, match="aujourd'hui"):
        remind(now=day(11) + timedelta(hours=2), **told)
    assert remind_silent(day(11)) == 0
    make_reply(relay, "realise")
    with pytest.raises(RelayRefused, match="plus rien à relancer"):
        remind(now=day(20), **told)


def test_two_jobs_that_read_the_same_row_send_one_letter(centre: Structure, lead: Membership) -> None:
    first = relay_of(centre, lead)
    second = Relay.objects.get(pk=first.pk)

    taken = [reminders._take_reminder(relay, now=day(11)) for relay in (first, second)]

    assert (taken, Relay.objects.get().reminders) == ([True, False], 1)


def test_without_a_public_address_no_letter_leads_nowhere(
    centre: Structure, lead: Membership, settings: object
) -> None:
    settings.BASE_URL = ""  # type: ignore[attr-defined]
    relay_of(centre, lead)

    assert remind_silent(day(50)) == 0
