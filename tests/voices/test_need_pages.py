"""The pages of the shared needs: list, one need, forming, changing, splitting, merging, closing."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.ids import uuid7
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership, Structure
from palier.territory.models import PlaceZone
from palier.voices.actions.regrouping import merge_needs
from palier.voices.actions.standing import settle_need
from palier.voices.enums import NeedState
from palier.voices.models import AlertThreshold, Attachment, RefusedProposal, SharedNeed, Voice
from tests.factories.outings import make_outing
from tests.factories.people import actor_for, logged_in, make_membership, make_structure
from tests.factories.territory import make_place, make_zone
from tests.factories.voices import HEARD, make_need, make_relay, make_reply, make_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_time")]
NOW = HEARD + timedelta(days=40)
LIST = "/besoins/"
CARD = {"title": "Un banc", "description": "", "theme": "cadre_de_vie", "zone": ""}


@pytest.fixture
def in_time() -> Any:
    """Let all happen forty days after the words."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def centre(lead: Membership) -> Structure:
    """Return the structure."""
    return lead.structure


@pytest.fixture
def office(lead: Membership) -> Client:
    """Return the browser of the lead."""
    return logged_in(lead.user)


def shown(office: Client, address: str) -> str:
    answer = office.get(address)
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


def page(need: SharedNeed, job: str = "detail") -> str:
    return reverse(f"voices:need-{job}", args=[need.pk])


def titles(office: Client, query: str = "") -> list[str]:
    return [row.need.title for row in office.get(LIST + query).context["rows"]]


def held(need: SharedNeed) -> set[Any]:
    with structure_scope(need.structure_id):
        return set(Attachment.objects.filter(need=need).values_list("voice", flat=True))


def now_of(need: SharedNeed) -> SharedNeed:
    with structure_scope(need.structure_id):
        return SharedNeed.objects.get(pk=need.pk)


def test_list_says_how_many_words_from_where_and_since_when(office: Client, centre: Structure) -> None:
    hall = make_place(centre)
    words = [make_words(centre, place=hall), make_words(centre, place=hall, at=HEARD + timedelta(days=31))]
    words += [make_words(centre, outing=make_outing(centre)), make_words(centre, withdrawn_at=HEARD)]
    make_need(centre, *words, title="Un banc")

    text = shown(office, LIST)

    assert "3 paroles" in text
    assert "2 lieux" in text
    assert "depuis mars 2027" in text
    assert (
        "novembre 2026, 0 ; décembre 2026, 0 ; janvier 2027, 0 ; février 2027, 0 ; mars 2027, 2 ; avril 2027, 1" in text
    )
    assert "Attend un relais depuis 40 jours" in text


def test_what_waits_comes_first(office: Client, centre: Structure) -> None:
    closed = make_need(centre, title="Clos", closed_at=HEARD, closed_reason="Fait", state=NeedState.SANS_RELAIS)
    alerted = make_need(centre, title="Signalé", alerted_at=HEARD, settled_at=NOW)
    make_need(centre, title="Ouvert", settled_at=HEARD)
    gone = make_need(centre, title="Parti", state=NeedState.FUSIONNE, merged_into=closed)

    assert titles(office) == ["Signalé", "Ouvert", "Clos"]
    assert titles(office, "?tri=nom") == ["Clos", "Ouvert", "Signalé"]
    assert titles(office, "?etat=alerte") == [alerted.title]
    assert gone.title not in shown(office, LIST)


def test_filters_narrow_the_list(office: Client, centre: Structure) -> None:
    north = make_zone(centre)
    hall = make_place(centre)
    PlaceZone.objects.create(structure=centre, place=hall, zone=north)
    make_need(centre, make_words(centre, place=hall), title="Du nord", theme="logement")
    make_need(centre, title="Dit du nord", zone=north, theme="ecole")
    make_need(centre, make_words(centre, place=make_place(centre)), title="Du sud", theme="ecole")

    assert set(titles(office, f"?zone={north.pk}")) == {"Du nord", "Dit du nord"}
    assert titles(office, "?theme=logement") == ["Du nord"]
    assert titles(office, "?q=SUD") == ["Du sud"]
    assert titles(office, "?q=rien") == []
    assert len(titles(office, "?zone=x&theme=x&etat=x&tri=x&page=x")) == 3


def test_late_ones_are_those_whose_partner_or_team_is_late(office: Client, centre: Structure) -> None:
    words = [make_words(centre, place=make_place(centre)) for _ in range(2)]
    silent, fresh, untold = make_need(centre), make_need(centre), make_need(centre, *words)
    make_relay(silent, due_on=(NOW - timedelta(days=1)).date())
    make_relay(fresh, due_on=(NOW + timedelta(days=1)).date())
    make_reply(make_relay(untold), "realise")
    with structure_scope(centre.pk):
        for need in (silent, fresh):
            settle_need(need=need, now=NOW)
        settle_need(need=untold, now=NOW - timedelta(days=20))

    rows = {row.need: row for row in office.get(LIST + "?retard=on").context["rows"]}

    assert set(rows) == {silent, untold}
    assert (rows[silent].waiting, rows[untold].waiting) == (
        "Sans réponse depuis 40 jours",
        "Réponse à rapporter depuis 20 jours",
    )
    assert all(row.late for row in rows.values())


def test_list_asks_as_many_questions_with_one_and_thirty(office: Client, centre: Structure) -> None:
    counts = []
    for more in (1, 29):
        for _ in range(more):
            need = make_need(centre, make_words(centre, place=make_place(centre)))
            make_reply(make_relay(need), "en_cours")
        office.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            office.get(LIST)
        counts.append(len(asked))

    assert (counts[0], counts[0] <= 16) == (counts[1], True), counts


def test_empty_list_offers_the_first_need_to_who_may_write(office: Client, awa: Membership) -> None:
    mine, theirs = shown(office, LIST), shown(logged_in(awa.user), LIST)

    assert ("Former un besoin" in mine, "Former un besoin" in theirs) == (True, False)
    assert "Aucun besoin partagé" in theirs


def test_page_shows_words_as_said_with_consent_and_reading(office: Client, centre: Structure) -> None:
    hall = make_place(centre, "Hall du 12")
    said = make_words(
        centre, place=hall, text="Asansör bozuk", language="tr", consent="citable", translation="En panne"
    )
    need = make_need(centre, said, title="Un ascenseur", description="Celui du 12")

    text = shown(office, page(need))

    wanted = ["Asansör bozuk", 'lang="tr"', "En panne", "Hall du 12", "Peut être redite", "À relire avant de sortir"]
    assert [word for word in [*wanted, "1 parole", "1 lieu", "Celui du 12"] if word not in text] == []


def test_page_asks_as_many_questions_with_one_and_thirty_words(office: Client, centre: Structure) -> None:
    need, counts = make_need(centre), []
    for more in (1, 29):
        words = [make_words(centre, place=make_place(centre)) for _ in range(more)]
        office.post(page(need, "attach"), {"parole": [word.pk for word in words]})
        office.get(page(need))
        with CaptureQueriesContext(connection) as asked:
            office.get(page(need))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_need_is_formed_with_words_and_remembers_those_left_out(office: Client, centre: Structure) -> None:
    hall = make_place(centre)
    words = [make_words(centre, place=hall, text="L'ascenseur est en panne. Encore.", themes=["logement"])]
    words.append(make_words(centre, place=hall))
    asked = "&".join(f"parole={word.pk}" for word in words)

    form = office.get(f"/besoins/nouveau/?{asked}").context["form"]
    answer = office.post(
        "/besoins/nouveau/", {**CARD, "parole": [words[0].pk], "proposee": [word.pk for word in words]}, follow=True
    )

    assert (form.initial["theme"], form.initial["title"] != "") == ("logement", True)
    need = answer.context["need"]
    assert (need.title, need.theme, held(need)) == ("Un banc", "cadre_de_vie", {words[0].pk})
    with structure_scope(centre.pk):
        assert RefusedProposal.objects.get().voice == words[1]
        assert Attachment.objects.get().was_proposed
        assert AuditEntry.objects.filter(kind=AuditKind.NEEDS_CHANGED).count() == 1


@pytest.mark.parametrize("wrong", [{"title": " "}, {"title": "x" * 161}, {"theme": "?"}, {"zone": "?"}])
def test_wrong_needs_are_refused(office: Client, centre: Structure, wrong: dict[str, str]) -> None:
    answer = office.post("/besoins/nouveau/", {**CARD, **wrong})

    with structure_scope(centre.pk):
        assert (answer.status_code, SharedNeed.objects.count()) == (422, 0)


def test_need_is_renamed(office: Client, centre: Structure) -> None:
    need = make_need(centre, title="Ascenseur")

    office.post(page(need, "edit"), CARD)

    assert now_of(need).title == "Un banc"
    assert "Renommé, « Ascenseur »" in shown(office, page(need))


def test_words_are_attached_detached_and_given_back(office: Client, centre: Structure) -> None:
    need, word = make_need(centre), make_words(centre)

    office.post(page(need, "attach"), {"parole": word.pk})
    attached = held(need)
    answer = office.post(page(need, "detach"), {"parole": word.pk}, follow=True)
    undo = answer.context["undo"]
    detached = held(need)
    office.post(undo["url"])

    assert (attached, detached, held(need)) == ({word.pk}, set(), {word.pk})
    assert office.get(page(need)).context["undo"] is None


def test_refused_words_are_remembered(office: Client, centre: Structure) -> None:
    need, word = make_need(centre), make_words(centre)

    office.post(page(need, "refuse"), {"parole": word.pk})

    with structure_scope(centre.pk):
        assert RefusedProposal.objects.get().voice == word


def test_nothing_chosen_changes_nothing(office: Client, centre: Structure) -> None:
    need = make_need(centre, make_words(centre))

    for job in ("attach", "detach", "refuse"):
        for value in ("", "x", str(uuid7())):
            answer = office.post(page(need, job), {"parole": value}, follow=True)
            assert "Choisissez au moins une parole" in unescape(answer.content.decode())

    assert len(held(need)) == 1


def test_need_is_closed_with_its_reason_then_opened(office: Client, centre: Structure) -> None:
    need = make_need(centre)
    refused = office.post(page(need, "close"), {"reason": ""})

    office.post(page(need, "close"), {"reason": "Réparé"})
    closed = now_of(need).state
    text = shown(office, page(need))
    office.post(page(need, "reopen"))

    assert (refused.status_code, closed, now_of(need).state) == (422, NeedState.SANS_RELAIS, NeedState.OUVERT)
    assert "Réparé" in text


def test_need_is_split_on_its_page(office: Client, centre: Structure) -> None:
    stays, goes = make_words(centre), make_words(centre)
    need = make_need(centre, stays, goes)

    offered = office.get(f"{page(need, 'split')}?parole={goes.pk}").context
    nothing = office.post(page(need, "split"), CARD)
    answer = office.post(page(need, "split"), {**CARD, "parole": goes.pk}, follow=True)

    assert (offered["chosen"], nothing.status_code) == ({goes.pk}, 422)
    assert (held(need), held(answer.context["need"])) == ({stays.pk}, {goes.pk})


def test_needs_are_merged_and_the_old_address_leads_to_the_one_that_remains(office: Client, centre: Structure) -> None:
    word = make_words(centre)
    into, other = make_need(centre, title="Reste"), make_need(centre, word, title="Part")
    offered = office.get(page(into, "merge") + "?q=part").context["rows"]

    answer = office.post(page(into, "merge"), {"besoin": other.pk}, follow=True)

    assert [row.need for row in offered] == [other]
    assert (answer.context["need"], held(into)) == (into, {word.pk})
    assert office.get(page(other)).headers["Location"] == page(into)
    assert "« Part »" in shown(office, page(into))
    assert office.post(page(into, "merge"), {"besoin": other.pk}, follow=True).redirect_chain


def test_change_of_a_merged_need_leads_to_the_one_it_became(
    office: Client, centre: Structure, lead: Membership
) -> None:
    into, stale = make_need(centre), make_need(centre, make_words(centre))
    with structure_scope(centre.pk):
        merge_needs(into=into, others=[stale], made_by=lead, by=actor_for(lead), now=NOW)
    word = make_words(centre)

    office.post(page(stale, "attach"), {"parole": word.pk})
    answer = office.post(page(stale, "edit"), CARD, follow=True)

    assert word.pk in held(into)
    assert answer.context["need"] == into
    assert "vient d'être fusionné" in unescape(answer.content.decode())


def test_structure_chooses_its_threshold(office: Client, centre: Structure) -> None:
    refused = office.post("/besoins/seuil/", {"words": 0, "places": 1})

    answer = office.post("/besoins/seuil/", {"words": 5, "places": 1}, follow=True)

    with structure_scope(centre.pk):
        assert AlertThreshold.objects.values_list("words", "places").get() == (5, 1)
    assert (refused.status_code, answer.context["threshold"]) == (422, (5, 1))
    assert office.get("/besoins/seuil/").context["form"].initial == {"words": 5, "places": 1}


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_needs_are_exported_and_the_audit_says_it(office: Client, centre: Structure, file_format: str) -> None:
    make_need(centre, make_words(centre, text="Secret"), title="=Un banc")

    answer = office.get(f"/besoins/export.{file_format}")

    body = answer.getvalue()
    assert (answer.status_code, b"Secret" in body) == (200, False)
    if file_format == "csv":
        assert "'=Un banc" in body.decode()
    with structure_scope(centre.pk):
        assert AuditEntry.objects.get(kind=AuditKind.WORDS_EXPORTED).detail == f"1 besoin(s), {file_format}"


def changes(need: SharedNeed) -> list[str]:
    return [page(need, job) for job in ("attach", "detach", "refuse", "close", "reopen")]


def test_who_may_come(centre: Structure, lead: Membership, awa: Membership) -> None:
    need = make_need(centre, make_words(centre))
    visitor, foreign = Client(), logged_in(make_membership(Role.REFERENT, structure=make_structure()).user)
    reader = logged_in(make_membership(Role.LECTURE, structure=centre).user)
    member = logged_in(awa.user)

    def codes(ask: Callable[[Client], Any]) -> list[int]:
        return [ask(one).status_code for one in (visitor, reader, member, foreign)]

    assert codes(lambda one: one.get(LIST)) == [302, 403, 200, 200]
    assert codes(lambda one: one.get(page(need))) == [302, 403, 200, 404]
    for address in (page(need, "edit"), page(need, "split"), page(need, "merge")):
        assert codes(lambda one, address=address: one.get(address)) == [302, 403, 403, 404]
    for address in changes(need):
        assert codes(lambda one, address=address: one.post(address)) == [302, 403, 403, 404]
    for address in ("/besoins/nouveau/", "/besoins/seuil/", "/besoins/propositions/", "/besoins/export.csv"):
        assert codes(lambda one, address=address: one.get(address)) == [302, 403, 403, 200]


def test_wrong_methods_and_keys(office: Client, centre: Structure) -> None:
    need = make_need(centre)

    assert [office.get(address).status_code for address in changes(need)] == [405] * 5
    assert [office.post(address).status_code for address in (LIST, page(need), "/besoins/propositions/")] == [405] * 3
    assert office.get(f"/besoins/{uuid7()}/").status_code == 404
    assert office.get("/besoins/export.pdf").status_code == 404


def test_words_of_another_structure_are_not_attached(office: Client, centre: Structure) -> None:
    need, theirs = make_need(centre), make_words(make_structure())

    office.post(page(need, "attach"), {"parole": theirs.pk})
    office.post("/besoins/nouveau/", {**CARD, "parole": theirs.pk})

    with structure_scope(centre.pk):
        assert (Attachment.objects.count(), Voice.objects.count()) == (0, 0)


def test_home_page_shows_what_many_people_ask_for(office: Client, centre: Structure, awa: Membership) -> None:
    words = [make_words(centre, place=make_place(centre)) for _ in range(3)]
    make_need(centre, *words, title="Un ascenseur", alerted_at=HEARD)
    make_need(centre, title="Déjà relayé", alerted_at=HEARD, state=NeedState.RELAYE)
    make_need(centre, title="Discret")

    text = shown(office, "/besoins/signales/")

    assert ("Un ascenseur" in text, "3 paroles, 3 lieux" in text) == (True, True)
    assert ("Déjà relayé" in text, "Discret" in text) == (False, False)
    assert 'hx-get="/besoins/signales/"' in shown(office, "/")
    assert [one.get("/besoins/signales/").status_code for one in (Client(), logged_in(awa.user))] == [302, 403]
