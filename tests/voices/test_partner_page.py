"""The page of who received a relay: what it shows, what it takes, and that its secret stays one."""

import io
import logging
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palier.audit.models import AuditEntry
from palier.core.discreet_logs import DiscreetFormatter
from palier.core.tenancy import across_structures
from palier.structures.enums import Role
from palier.structures.models import Membership, Structure
from palier.voices.enums import NeedState, RelayState
from palier.voices.models import Relay, Reply, Restitution, SharedNeed
from palier.voices.relay_tokens import new_salt, token_hash, token_of
from tests.factories.people import logged_in, make_membership, make_structure
from tests.factories.territory import make_place
from tests.factories.voices import make_citable, make_need, make_relay, make_words

pytestmark = pytest.mark.django_db
QUOTE = {"voice": "x", "text": "L'ascenseur ne marche plus.", "month": "2026-10", "place": "Les Tilleuls"}


@pytest.fixture
def centre(lead: Membership) -> Structure:
    """Return the structure."""
    return lead.structure


def opened(centre: Structure, *words: Any, **fields: Any) -> tuple[Relay, str]:
    """Return a relay whose link is open, and its secret."""
    salt = new_salt()
    secret = token_of(salt)
    link = {"link_salt": salt, "token_hash": token_hash(secret), "expires_at": timezone.now() + timedelta(days=90)}
    shared = {"quotes": [QUOTE], "question": "Quand viendrez-vous ?", **link, **fields}
    need = make_need(centre, *words, title="Un ascenseur qui marche")
    return make_relay(need, at=timezone.now() - timedelta(days=3), **shared), secret


def page(secret: str, name: str = "relay") -> str:
    return reverse(f"voices:partner-{name}", args=[secret])


def shown(response: Any) -> str:
    return unescape(response.content.decode())


def replies() -> list[Reply]:
    with across_structures():
        return list(Reply.objects.order_by("pk"))


def test_exactly_what_was_shared_is_shown(centre: Structure) -> None:
    internal = make_words(centre, text="Reste dans l'équipe, mot témoin Kanari")
    later = make_citable(centre, "Citable mais pas partagée")
    relay, secret = opened(centre, internal, later)
    with across_structures():
        SharedNeed.objects.update(title="Renommé depuis", description="Note de l'équipe")

    found = shown(Client().get(page(secret)))

    for words in (
        "Un ascenseur qui marche",
        QUOTE["text"],
        "octobre 2026, Les Tilleuls",
        "Quand viendrez",
        str(centre),
    ):
        assert words in found
    for words in ("Kanari", "pas partagée", "Renommé", "Note de l'équipe", str(relay.need_id), "/relais/"):
        assert words not in found


def test_nothing_of_another_structure_is_anywhere(centre: Structure, lead: Membership) -> None:
    foreign = make_structure("Structure Kanari", address="Kanari rue", commune="Kanari")
    theirs, their_secret = opened(foreign, make_citable(foreign, "Paroles de Kanari"), recipient="Kanari Lou")
    relay, secret = opened(centre, sent_by=lead)
    Client().post(page(their_secret, "question"), {"text": "Kanari ?"})
    Client().post(page(their_secret, "forward"), {"name": "Kanari", "email": "kanari@val.example"})
    mail.outbox.clear()

    found = [shown(Client().get(page(secret, name))) for name in ("relay", "thanks")]
    found += [shown(logged_in(lead.user).get(address)) for address in ("/relais/", f"/relais/{relay.pk}/")]
    Client().post(page(secret, "forward"), {"name": "Ali", "email": "ali@val.example"})
    Client().post(page(secret, "answer"), {"state": "realise"})

    letters = [f"{letter.subject} {letter.body}" for letter in mail.outbox]
    assert (len(found), len(letters)) == (4, 2)
    assert [text for text in (*found, *letters) if "Kanari" in text or str(theirs.pk) in text] == []


def test_the_secret_stays_between_its_holder_and_us(centre: Structure) -> None:
    _relay, secret = opened(centre)

    answer = Client().get(page(secret))

    headers = {name: answer[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")}
    assert headers == {
        "Cache-Control": "no-store",
        "Referrer-Policy": "strict-origin",
        "X-Robots-Tag": "noindex, nofollow",
    }
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    found = shown(answer)
    assert [start for start in ('src="http', 'href="http', "url(http") if start in found] == []
    assert Client().get(page(secret, "thanks"))["Cache-Control"] == "no-store"


def test_an_answer_takes_two_clicks_and_is_owed_to_residents(centre: Structure, lead: Membership) -> None:
    relay, secret = opened(centre, make_words(centre, place=make_place(centre)))
    with across_structures():
        Relay.objects.update(sent_by=lead)

    answer = Client().post(page(secret, "answer"), {"state": "en_cours"}, follow=True)

    assert "rapporté aux habitant·es" in shown(answer)
    with across_structures():
        need, restitution = SharedNeed.objects.get(), Restitution.objects.get()
        entry = AuditEntry.objects.filter(target_id=str(relay.pk)).get()
    assert (need.state, need.outcome, restitution.reply) == (NeedState.REPONDU, "en_cours", replies()[0])
    assert (entry.device, secret in f"{entry.detail}{entry.target_label}") == ("Lien personnel d'un relais", False)
    assert (mail.outbox[0].to, secret in str(mail.outbox[0].body)) == ([lead.user.email], False)


def test_a_closed_door_says_why_and_what_was_typed_stays(centre: Structure) -> None:
    _relay, secret = opened(centre)

    refused = Client().post(page(secret, "answer"), {"state": "refuse", "text": "Déjà écrit"})
    done = Client().post(page(secret, "answer"), {"state": "refuse", "reason": "Pas de budget"})

    assert (refused.status_code, "Dites pourquoi" in shown(refused), "Déjà écrit" in shown(refused)) == (
        422,
        True,
        True,
    )
    assert (done.status_code, [reply.reason for reply in replies()]) == (302, ["Pas de budget"])


def test_an_answer_is_corrected_by_another_one(centre: Structure) -> None:
    _relay, secret = opened(centre)
    for state in ("realise", "programme"):
        Client().post(page(secret, "answer"), {"state": state})

    found = shown(Client().get(page(secret)))

    assert [reply.state for reply in replies()] == ["realise", "programme"]
    assert ("Corriger ou compléter" in found, 'value="recu"' in found) == (True, False)
    assert Client().post(page(secret, "answer"), {"state": "recu"}).status_code == 422


def test_a_question_comes_to_the_centre(centre: Structure, lead: Membership) -> None:
    relay, secret = opened(centre, sent_by=lead)

    answer = Client().post(page(secret, "question"), {"text": "Quel hall ?"}, follow=True)

    assert "votre question est arrivée" in shown(answer)
    assert (replies()[0].kind, mail.outbox[0].subject) == ("question", "Une question vous attend")
    assert "une question attend votre réponse" in shown(logged_in(lead.user).get(relay.get_absolute_url()))
    assert Client().post(page(secret, "question"), {"text": ""}).status_code == 422


def test_a_colleague_sees_the_same_and_the_conversation(centre: Structure) -> None:
    _relay, secret = opened(centre)
    Client().post(page(secret, "question"), {"text": "Quel hall ?"})

    answer = Client().post(page(secret, "forward"), {"name": "Ali", "email": "ali@val.example"}, follow=True)

    link = next(word for word in str(mail.outbox[-1].body).split() if word.startswith("http"))
    theirs = shown(Client().get(link))
    assert "la demande est transmise" in shown(answer)
    for words in (QUOTE["text"], "Quel hall ?", "Zoé Albrac"):
        assert words in theirs
    Client().post(f"{link}reponse/", {"state": "realise"})
    assert "Réalisé" in shown(Client().get(page(secret)))
    with across_structures():
        assert set(Relay.objects.values_list("state", flat=True)) == {RelayState.REALISE}


def test_opening_is_noted_once_and_not_by_the_team(centre: Structure, lead: Membership) -> None:
    _relay, secret = opened(centre)

    def seen() -> Any:
        with across_structures():
            return Relay.objects.get().first_seen_at

    logged_in(lead.user).get(page(secret))
    Client().head(page(secret))
    assert seen() is None
    Client().get(page(secret))
    first = seen()
    Client().get(page(secret))
    assert (first is None, seen()) == (False, first)


def test_a_worker_of_another_structure_sees_what_the_holder_sees(centre: Structure) -> None:
    _relay, secret = opened(centre)
    foreign = logged_in(make_membership(Role.REFERENT, structure=make_structure("Ailleurs")).user)

    assert (foreign.get(page(secret)).status_code, "Ailleurs" in shown(foreign.get(page(secret)))) == (200, False)


@pytest.mark.parametrize("change", [{"expires_at": timezone.now()}, {"revoked_at": timezone.now()}])
def test_a_link_that_ended_says_whom_to_ask_and_nothing_else(centre: Structure, change: dict[str, Any]) -> None:
    relay, secret = opened(centre)
    with across_structures():
        Relay.objects.update(**change)

    for method, name in (
        ("get", "relay"),
        ("get", "thanks"),
        ("post", "answer"),
        ("post", "question"),
        ("post", "forward"),
    ):
        answer = getattr(Client(), method)(page(secret, name), {"state": "realise", "text": "x"})
        found = shown(answer)
        assert (answer.status_code, answer["Referrer-Policy"], str(centre) in found) == (410, "no-referrer", True)
        for words in ("ascenseur", "Quand viendrez", "Zoé", str(relay.partner)):
            assert words not in found
    assert replies() == []


def test_an_unknown_secret_opens_nothing_and_is_limited(centre: Structure) -> None:
    _relay, secret = opened(centre)
    wrong = ["x", secret[:-1], secret + "A", secret.swapcase(), token_hash(secret), "é" * 43, "%00", "a" * 4000]

    answers = [Client().get(f"/r/{word}/") for word in wrong]
    again = [Client().get(page("x" * 43)).status_code for _ in range(20)]

    assert [answer.status_code for answer in answers] == [404] * len(wrong)
    assert {str(centre) in shown(answer) for answer in answers} == {False}
    assert (again.count(404), again.count(429)) == (20 - len(wrong), len(wrong))
    assert Client().get(page(secret)).status_code == 200  # who holds a good one is not shut out


def test_writings_are_limited(centre: Structure) -> None:
    _relay, secret = opened(centre)
    for number in range(7):
        Client().post(page(secret, "forward"), {"name": "Ali", "email": f"ali{number}@val.example"})
    asked = [Client().post(page(secret, "question"), {"text": "?"}).status_code for _ in range(22)]

    assert (asked.count(302), asked.count(422)) == (20, 2)
    with across_structures():
        assert Relay.objects.count() == 6


def test_a_forged_form_is_refused_and_logged_without_the_secret(centre: Structure) -> None:
    _relay, secret = opened(centre)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(DiscreetFormatter("{message}", style="{"))
    logging.getLogger().addHandler(handler)

    refused = Client(enforce_csrf_checks=True).post(page(secret, "answer"), {"state": "realise"})

    logging.getLogger().removeHandler(handler)
    assert (refused.status_code, replies()) == (403, [])
    assert (secret in stream.getvalue(), "[secret]" in stream.getvalue()) == (False, True)


def test_no_row_of_the_database_holds_the_secret(centre: Structure) -> None:
    _relay, secret = opened(centre)
    Client().get(page(secret))
    Client().post(page(secret, "answer"), {"state": "realise"})

    with across_structures():
        rows = [*Relay.objects.values(), *Reply.objects.values(), *AuditEntry.objects.values()]
    assert len(rows) >= 3
    assert [row for row in rows if secret in str(row)] == []


def test_methods(centre: Structure) -> None:
    _relay, secret = opened(centre)

    assert [Client().get(page(secret, name)).status_code for name in ("answer", "question", "forward")] == [405] * 3
    assert [Client().post(page(secret, name)).status_code for name in ("relay", "thanks")] == [405] * 2
