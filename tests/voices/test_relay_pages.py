"""The pages of the centre: relay a need, follow, remind, note an answer; who may come."""

from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.ids import uuid7
from palier.core.tenancy import across_structures
from palier.structures.enums import Role, Theme
from palier.structures.models import Membership, Structure
from palier.voices.actions.relays import DEFAULT_DELAY
from palier.voices.enums import RelayState, VoiceConsent
from palier.voices.forms.relays import BY_HAND
from palier.voices.models import Attachment, Relay, Reply, SharedNeed
from palier.voices.views import relay_acts
from tests.documents.test_letter import words_of
from tests.factories.partners import make_contact, make_partner
from tests.factories.people import logged_in, make_membership, make_structure
from tests.factories.voices import make_citable, make_need, make_relay, make_reply, make_words

pytestmark = pytest.mark.django_db
SENT = {"actor": "partenaire", "question": "Quand viendrez-vous ?"}


@pytest.fixture
def centre(lead: Membership) -> Structure:
    """Return the structure."""
    return lead.structure


@pytest.fixture
def desk(lead: Membership) -> Client:
    """Return the browser of the lead."""
    return logged_in(lead.user)


def page(need: SharedNeed) -> str:
    return reverse("voices:relay-new", args=[need.pk])


def act(relay: Relay, name: str) -> str:
    return reverse(f"voices:relay-{name}", args=[relay.pk])


def shown(response: Any) -> str:
    return unescape(response.content.decode())


def relays() -> list[Relay]:
    with across_structures():
        return list(Relay.objects.order_by("pk").select_related("partner", "structure"))


def test_a_need_is_relayed_after_a_preview(centre: Structure, desk: Client) -> None:
    contact = make_contact(make_partner(centre, "Bailleur du Val", usual_delay=12), "Zoé Albrac")
    said, kept = make_citable(centre, "L'ascenseur."), make_words(centre, text="Secret de l'équipe")
    need = make_need(centre, said, kept, make_words(centre, text="Pas relue", consent=VoiceConsent.CITABLE))
    sent = {**SENT, "recipients": [str(contact.pk)], "quotes": [str(said.pk)]}

    empty = shown(desk.get(page(need)))
    preview = desk.post(page(need), {**sent, "step": "preview"})
    seen = shown(preview)
    nothing_left_yet = (relays(), len(mail.outbox))
    done = desk.post(page(need), {**sent, "step": "send"})

    for words in ("reste dans l'équipe", "à relire", "Bailleur du Val, Zoé Albrac", "12 jours"):
        assert words in empty
    assert ("« L'ascenseur. »" in seen, "Secret" in seen, SENT["question"] in seen) == (True, False, True)
    assert (preview.status_code, nothing_left_yet) == (200, ([], 0))
    relay = relays()[0]
    assert (done.status_code, done["Location"]) == (302, relay.get_absolute_url())
    assert (relay.question, len(relay.quotes), len(mail.outbox)) == (SENT["question"], 1, 1)
    assert "transmis aujourd'hui" in shown(desk.get(relay.get_absolute_url()))


def test_what_was_written_comes_back_to_be_corrected(centre: Structure, desk: Client) -> None:
    partner, need = make_partner(centre), make_need(centre, make_citable(centre))
    sent = {**SENT, "recipients": [f"main-{partner.pk}"], "step": "edit"}

    answer = desk.post(page(need), sent)

    assert (answer.status_code, SENT["question"] in shown(answer), "checked" in shown(answer)) == (200, True, True)
    assert relays() == []


def test_words_that_may_not_leave_cannot_be_forced(centre: Structure, desk: Client) -> None:
    partner, kept = make_partner(centre), make_words(centre)
    need = make_need(centre, kept)
    sent = {**SENT, "recipients": [f"main-{partner.pk}"], "quotes": [str(kept.pk)], "step": "send"}

    assert (desk.post(page(need), sent).status_code, relays()) == (422, [])


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({}, "Choisissez au moins une personne"),
        ({"other_email": "a@b.example"}, "chez quel partenaire"),
        ({"due_on": "2020-01-01"}, "un jour à venir"),
        ({"actor": "roi"}, "Sélectionnez un choix valide"),
    ],
)
def test_errors_are_said_at_the_field(centre: Structure, desk: Client, told: dict[str, str], error: str) -> None:
    make_partner(centre)

    answer = desk.post(page(make_need(centre)), {**SENT, "step": "send", **told})

    assert (answer.status_code, error in shown(answer), relays()) == (422, True, [])


def test_the_centre_or_residents_may_be_the_ones_who_act(centre: Structure, desk: Client) -> None:
    desk.post(page(make_need(centre)), {"actor": "habitants", "actor_name": "Hall B", "step": "send"})

    relay = relays()[0]
    assert (relay.to_whom, relay.token_hash, mail.outbox) == ("Hall B", None, [])
    assert relay.due_on - localdate(relay.sent_at) == DEFAULT_DELAY


def test_what_has_to_be_carried_by_hand_is_said(centre: Structure, desk: Client) -> None:
    by_mail = make_contact(make_partner(centre, "Bailleur du Val"), "Zoé Albrac")
    chosen = [f"{BY_HAND}-{make_partner(centre, 'Mairie annexe').pk}", str(by_mail.pk)]
    told = []
    for people in (chosen[:1], chosen[1:], chosen):
        sent = {**SENT, "recipients": people, "step": "send"}
        told.append(shown(desk.post(page(make_need(centre)), sent, follow=True)))

    assert ["à vous de transmettre" in words for words in told] == [True, False, True]
    assert ["Un courriel part" in words for words in told] == [False, True, True]
    assert "transmis aujourd'hui" in told[0]


def test_an_address_typed_is_written_to(centre: Structure, desk: Client) -> None:
    partner = make_partner(centre)
    other = {"other_partner": str(partner.pk), "other_name": "Ali", "other_email": "ali@val.example"}

    desk.post(page(make_need(centre)), {**SENT, **other, "step": "send"})

    assert (relays()[0].recipient, mail.outbox[0].to) == ("Ali", ["ali@val.example"])


def test_the_list_filters(centre: Structure, desk: Client) -> None:
    make_relay(make_need(centre, title="En retard", theme=Theme.LOGEMENT), due_on="2026-01-01")
    waiting = make_relay(make_need(centre, title="Patient"), due_on="2099-01-01")
    make_reply(make_relay(make_need(centre, title="Fini")), "realise")
    address = reverse("voices:relay-list")

    def titles(**asked: str) -> set[str]:
        found = shown(desk.get(address, asked))
        return {title for title in ("En retard", "Patient", "Fini") if f">{title}<" in found}

    assert titles() == {"En retard", "Patient", "Fini"}
    assert titles(etat="sans_reponse") == {"En retard", "Patient"}
    assert titles(etat="realise") == {"Fini"}
    assert titles(retard="on") == {"En retard"}
    assert titles(theme=Theme.LOGEMENT) == {"En retard"}
    assert titles(etat="sans_reponse", partenaire=str(waiting.partner_id)) == {"Patient"}
    assert titles(etat="rien", partenaire="x") == {"En retard", "Patient", "Fini"}


def test_a_forwarded_relay_is_listed_once(centre: Structure, desk: Client) -> None:
    relay = make_relay(make_need(centre, title="Une seule fois"))
    make_relay(relay.need, relay.partner, forwarded_from=relay)

    assert shown(desk.get(reverse("voices:relay-list"))).count(">Une seule fois<") == 1


def test_lists_and_pages_ask_as_many_questions_with_one_and_thirty(centre: Structure, desk: Client) -> None:
    relay = make_relay(make_need(centre, make_citable(centre)))
    addresses = [reverse("voices:relay-list"), relay.get_absolute_url(), page(relay.need)]
    desk.get("/aide/")  # a first request writes the device of the session
    counts = []
    for more in (1, 29):
        for _ in range(more):
            make_relay(make_need(centre))
            make_reply(make_relay(relay.need, forwarded_from=relay))
            make_contact(make_partner(centre))
            voice = make_citable(centre)
            Attachment.objects.create(structure=centre, need=relay.need, voice=voice, at=voice.made_at)
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert desk.get(address).status_code == 200
            found.append(len(asked))
        counts.append(found)

    assert counts[0] == counts[1]


def test_an_answer_by_phone_is_noted(centre: Structure, lead: Membership, desk: Client) -> None:
    relay = make_relay(make_need(centre))
    told = {"state": "programme", "planned_on": "2027-06-01", "channel": "telephone", "author": "M. le maire"}

    refused = desk.post(act(relay, "answer"), {**told, "state": "refuse"})
    done = desk.post(act(relay, "answer"), told)

    with across_structures():
        reply = Reply.objects.get()
    assert (refused.status_code, "Dites pourquoi" in shown(refused), done.status_code) == (422, True, 302)
    assert (reply.state, reply.channel, reply.made_by_id) == ("programme", "telephone", lead.pk)
    assert "1er juin 2027" in shown(desk.get(relay.get_absolute_url()))


def test_links_reminders_and_messages(centre: Structure, desk: Client) -> None:
    relay = make_relay(make_need(centre))
    done = desk.post(act(relay, "link-new"), {"email": "zoe@val.example"})
    link = next(word for word in str(mail.outbox[0].body).split() if word.startswith("http"))

    assert done.status_code == 302
    assert link not in shown(desk.get(relay.get_absolute_url()))
    for _ in range(2):
        desk.post(act(relay, "remind"))
    assert (relays()[0].reminders, len(mail.outbox)) == (1, 2)
    assert desk.post(act(relay, "message"), {"text": ""}).status_code == 422
    desk.post(act(relay, "message"), {"text": "Le hall B."})
    assert (len(mail.outbox), "hall B" in str(mail.outbox[2].body)) == (3, False)
    desk.post(act(relay, "revoke"))
    assert Client().get(link).status_code == 410


def test_where_no_mail_leaves_the_link_is_shown_once(
    centre: Structure, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_acts, "has_mail", lambda: False)
    relay = make_relay(make_need(centre))

    done = desk.post(act(relay, "link-new"))

    link = next(word for word in str(mail.outbox[0].body).split() if word.startswith("http"))
    assert (done.status_code, link in shown(done)) == (200, True)
    assert (done["Referrer-Policy"], done["Cache-Control"]) == ("no-referrer", "no-store")


def test_others_do_not_come_in(centre: Structure) -> None:
    relay = make_relay(make_need(centre))
    reader = logged_in(make_membership(Role.LECTURE, structure=centre).user)
    member = logged_in(make_membership(Role.EQUIPIER, structure=centre).user)
    foreign = logged_in(make_membership(Role.REFERENT).user)
    people = (Client(), reader, member, foreign)

    posts = [act(relay, name) for name in ("remind", "link-new", "revoke", "answer", "message")]
    for address in (*posts, page(relay.need)):
        assert [one.post(address).status_code for one in people] == [302, 403, 403, 404], address
    assert [one.get(relay.get_absolute_url()).status_code for one in people] == [302, 403, 200, 404]
    assert [one.get(reverse("voices:relay-list")).status_code for one in people] == [302, 403, 200, 200]
    assert relays()[0].state == RelayState.TRANSMIS


def test_wrong_methods_and_keys(centre: Structure, desk: Client) -> None:
    relay = make_relay(make_need(centre))

    assert [desk.get(act(relay, name)).status_code for name in ("remind", "link-new", "answer")] == [405] * 3
    assert desk.post(reverse("voices:relay-list")).status_code == 405
    assert desk.get(reverse("voices:relay-detail", args=[uuid7()])).status_code == 404
    assert desk.get(reverse("voices:relay-new", args=[uuid7()])).status_code == 404
    closed = make_need(centre, closed_at=relay.sent_at, closed_reason="Réglé")
    assert desk.get(page(closed)).status_code == 404


@pytest.mark.parametrize("kind", ["pdf", "odt"])
def test_a_relay_prints_as_a_letter_and_the_audit_says_so(centre: Structure, desk: Client, kind: str) -> None:
    foreign = make_structure("Structure Kanari")
    make_relay(make_need(foreign, make_citable(foreign, "Paroles de Kanari")), make_partner(foreign, "Kanari et fils"))
    quote = {"voice": "x", "text": "L'ascenseur.", "month": "2026-10", "place": "Les Tilleuls"}
    team = make_words(centre, text="Secret de l'équipe")
    relay = make_relay(make_need(centre, team), make_partner(centre, "Mairie"), quotes=[quote], question="Quand ?")

    answer = desk.get(act(relay, f"letter-{kind}"))

    words = words_of(answer.content)
    for part in (str(centre), "Mairie", "Zoé Albrac", "L'ascenseur.", "octobre 2026, Les Tilleuls", "Quand"):
        assert part in words
    assert [part for part in ("Kanari", "Secret", "bureau@") if part in words] == []
    assert f".{kind}" in answer["Content-Disposition"]
    with across_structures():
        assert AuditEntry.objects.get(kind=AuditKind.WORDS_EXPORTED).detail == f"courrier, {kind}"


def test_a_letter_is_for_those_who_relay(centre: Structure) -> None:
    address = act(make_relay(make_need(centre)), "letter-pdf")
    member = logged_in(make_membership(Role.EQUIPIER, structure=centre).user)
    foreign = logged_in(make_membership(Role.REFERENT).user)

    assert [one.get(address).status_code for one in (Client(), member, foreign)] == [302, 403, 404]
