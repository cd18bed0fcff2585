"""Shared agendas: what each holds, who opens and closes them, what a calendar is answered."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from palier.agenda.actions.feeds import open_feed
from palier.agenda.enums import AttendanceState, FeedKind, OutingState, ParticipationState
from palier.agenda.models import CalendarFeed
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.factories.meetings import make_meeting
from tests.factories.outings import make_outing, make_participation
from tests.factories.people import actor_for, logged_in, make_membership, make_structure
from tests.factories.territory import make_place

pytestmark = pytest.mark.django_db
LIST = "/agenda/partage/"
OPEN, CLOSE = f"{LIST}ouverture/", f"{LIST}fermeture/"
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_a_fixed_hour() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def make_feed(member: Membership, kind: FeedKind = FeedKind.PERSONNEL) -> CalendarFeed:
    with structure_scope(member.structure_id):
        return open_feed(kind=kind, membership=member, by=actor_for(member), now=NOW)


def ask(feed: CalendarFeed, **headers: str) -> Any:
    return Client().get(f"/agendas/{feed.token}.ics", headers=headers)


def events(feed: CalendarFeed) -> dict[str, Any]:
    """Return the dates of a feed as a calendar reads them, by summary."""
    answer = ask(feed)
    assert answer.status_code == 200
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(answer.content).events}


def test_personal_feed_holds_where_the_member_goes(lead: Membership, awa: Membership) -> None:
    for number, state in enumerate(ParticipationState):
        make_participation(make_outing(lead.structure, name=f"Sortie {state.value}", hour=9 + number), awa, state=state)
    make_participation(make_outing(lead.structure, name="Sans elle"), lead)
    for number, state in enumerate(AttendanceState):
        make_meeting(lead.structure, awa, hour=14 + number, state=state, title=f"Réunion {state.value}")
    make_meeting(lead.structure, lead, state=AttendanceState.ATTENDU, title="Autre réunion")

    found = [summary.split(",")[0] for summary in events(make_feed(awa))]

    assert found == ["Sortie inscrit", "Réunion attendu", "Réunion present"]


def test_who_looks_for_somebody_or_left_is_not_counted_in_the_team(lead: Membership, awa: Membership) -> None:
    outing = make_outing(lead.structure, name="Café")
    for days in (-1, 1):
        member = make_membership(Role.EQUIPIER, structure=lead.structure)
        member.ended_at = outing.starts_at + timedelta(days=days)
        member.save()
        make_participation(outing, member)
    make_participation(outing, lead)
    make_participation(outing, awa, state=ParticipationState.A_REMPLACER)

    (event,) = events(make_feed(lead)).values()

    assert str(event["DESCRIPTION"]).splitlines()[1] == "2 dans l'équipe, 2 au moins."


def test_structure_feed_holds_all_outings_with_their_state(lead: Membership, awa: Membership) -> None:
    place = make_place(
        lead.structure,
        "Place du Marché",
        address="12 rue Neuve",
        postal_code="38000",
        commune="Valbrune",
        latitude=45.19,
        longitude=5.72,
    )
    for state in OutingState:
        outing = make_outing(
            lead.structure, place=place, state=state, name=f"Café {state.value}", material=["thermos", "jeux"]
        )
        make_participation(outing, awa)
    make_outing(make_structure(), name="Ailleurs")

    found = events(make_feed(lead, FeedKind.STRUCTURE))

    assert {summary: str(event["STATUS"]) for summary, event in found.items()} == {
        "À confirmer : Café brouillon, Place du Marché": "TENTATIVE",
        "Café confirmee, Place du Marché": "CONFIRMED",
        "Café en_cours, Place du Marché": "CONFIRMED",
        "Café terminee, Place du Marché": "CONFIRMED",
        "Annulée : Café annulee, Place du Marché": "CANCELLED",
    }
    event = found["Café confirmee, Place du Marché"]
    assert str(event["LOCATION"]) == "Place du Marché, 12 rue Neuve, 38000 Valbrune"
    assert (event["GEO"].latitude, event["GEO"].longitude) == (45.19, 5.72)
    assert str(event["DESCRIPTION"]) == "Confirmée\n1 dans l'équipe, 2 au moins.\nÀ emporter : thermos, jeux."
    assert str(event["URL"]).startswith("http://testserver/sorties/")


def test_public_feed_holds_what_residents_may_know_and_nothing_else(lead: Membership, awa: Membership) -> None:
    place = make_place(lead.structure, "Place du Marché", note="Canari de lieu")
    values: dict[str, Any] = {"place": place, "name": "Canari de nom", "note": "Canari de note", "material": ["canari"]}
    shown = make_outing(lead.structure, hour=14, **values)
    make_participation(shown, awa)
    make_outing(lead.structure, is_public=False, **values)
    make_outing(lead.structure, state=OutingState.BROUILLON, **values)
    make_outing(lead.structure, state=OutingState.ANNULEE, **values)
    make_meeting(lead.structure, lead, state=AttendanceState.ATTENDU, title="Canari de réunion")

    answer = ask(make_feed(lead, FeedKind.PUBLIC))

    read = Calendar.from_ical(answer.content).events
    assert [str(event["UID"]) for event in read] == [f"{shown.pk}@palier"]
    assert set(read[0]) == {
        "UID",
        "DTSTAMP",
        "CREATED",
        "LAST-MODIFIED",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "STATUS",
        "SUMMARY",
        "LOCATION",
        "CATEGORIES",
    }
    assert read[0]["DTSTART"].dt == shown.starts_at
    assert "canari" not in answer.content.decode().lower()


@pytest.mark.parametrize("kind", list(FeedKind))
def test_no_feed_names_anybody(lead: Membership, awa: Membership, kind: FeedKind) -> None:
    outing = make_outing(lead.structure, note="Voir Gilberte", cancel_note="Gilberte")
    for member in (lead, awa):
        make_participation(outing, member)
    make_meeting(lead.structure, lead, awa, state=AttendanceState.ATTENDU, agenda="Gilberte", minutes="Gilberte")

    said = ask(make_feed(lead, kind)).content.decode()

    assert [name for name in ("Awa", "Nadia", "Gilberte") if name in said] == []


def test_window_is_three_months_behind_and_eighteen_ahead(lead: Membership) -> None:
    for days in (-93, -91, 547, 549):
        make_outing(lead.structure, name=f"J{days:+}", starts_at=NOW + timedelta(days=days))

    found = [summary.split(",")[0] for summary in events(make_feed(lead, FeedKind.STRUCTURE))]

    assert found == ["J-91", "J+547"]


def test_reader_that_has_it_is_told_nothing_new(lead: Membership, awa: Membership) -> None:
    feed, outing = make_feed(awa), make_outing(lead.structure)
    part = make_participation(outing, awa)
    first = ask(feed)
    kept = {"if-none-match": first.headers["ETag"]}
    dated = {"if-modified-since": first.headers["Last-Modified"]}

    assert (first.headers["Content-Type"], first.headers["Cache-Control"]) == (
        "text/calendar; charset=utf-8",
        "private, max-age=300",
    )
    assert "Set-Cookie" not in first.headers
    assert [ask(feed, **headers).status_code for headers in (kept, dated)] == [304, 304]
    assert ask(feed, **kept).content == b""

    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        # Nothing of what is left has changed, yet there is less: a date alone would not say it.
        part.delete()
        after = [ask(feed, **headers) for headers in (kept, dated)]

    assert [answer.status_code for answer in after] == [200, 200]
    assert b"BEGIN:VEVENT" not in after[0].content


def test_feed_costs_the_same_with_three_hundred_outings(
    lead: Membership, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    feed, place = make_feed(lead), make_place(lead.structure)
    make_participation(make_outing(lead.structure, place=place), lead)
    ask(feed)
    with django_assert_max_num_queries(8) as one:
        ask(feed)
    cost = len(one)
    for number in range(299):
        make_participation(make_outing(lead.structure, place=place, hour=number % 20), lead)
    ask(feed)

    with django_assert_num_queries(cost):
        answer = ask(feed)

    assert answer.content.count(b"BEGIN:VEVENT") == 300


def test_closed_feeds_and_those_of_who_left_are_not_found(lead: Membership, awa: Membership) -> None:
    feed, own = make_feed(lead, FeedKind.STRUCTURE), make_feed(awa)
    reading = make_membership(Role.REFERENT, structure=lead.structure)
    demoted = make_feed(reading)
    assert [ask(one).status_code for one in (feed, own, demoted)] == [200, 200, 200]

    logged_in(lead.user).post(CLOSE, {"kind": "structure"})
    with structure_scope(lead.structure_id):
        Membership.objects.filter(pk=awa.pk).update(ended_at=NOW)
        Membership.objects.filter(pk=reading.pk).update(role=Role.LECTURE)

    assert [ask(one).status_code for one in (feed, own, demoted)] == [404, 404, 404]


def test_unknown_secrets_are_tried_twenty_times_at_most(lead: Membership) -> None:
    feed = make_feed(lead)

    tries = [Client().get(f"/agendas/{'a' * 31}{number % 10}.ics").status_code for number in range(21)]

    assert tries == [404] * 20 + [429]
    assert ask(feed).status_code == 429
    with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
        assert ask(feed).status_code == 200


def test_a_good_secret_costs_no_try(lead: Membership) -> None:
    feed = make_feed(lead)

    assert {ask(feed).status_code for _ in range(25)} == {200}


def test_changing_the_address_closes_the_one_before(lead: Membership) -> None:
    client, before = logged_in(lead.user), make_feed(lead)

    client.post(OPEN, {"kind": "personnel"})

    with structure_scope(lead.structure_id):
        after = CalendarFeed.objects.get(revoked_at=None)
        told = [(entry.kind, entry.detail) for entry in AuditEntry.objects.order_by("pk")]
    assert (ask(before).status_code, ask(after).status_code) == (404, 200)
    assert len(after.token) == 32
    created, closed = ((AuditKind.OUTINGS_CHANGED, f"Adresse {what}") for what in ("créée", "fermée"))
    assert sorted(told) == sorted([created, closed, created])


def test_page_shows_each_their_own(lead: Membership, awa: Membership) -> None:
    own, other, shared = make_feed(awa), make_feed(lead), make_feed(lead, FeedKind.STRUCTURE)

    pages = {member.name: logged_in(member.user).get(LIST).content.decode() for member in (awa, lead)}

    assert [feed.token in pages["Awa Diambour"] for feed in (own, other, shared)] == [True, False, False]
    assert [feed.token in pages["Nadia Roche"] for feed in (own, other, shared)] == [False, True, True]
    assert f'href="webcal://testserver/agendas/{own.token}.ics"' in pages["Awa Diambour"]
    assert "data:image/svg+xml;base64," in pages["Awa Diambour"]


@pytest.mark.parametrize("path", [OPEN, CLOSE])
def test_only_who_plans_touches_the_feeds_of_all(lead: Membership, awa: Membership, path: str) -> None:
    shared = make_feed(lead, FeedKind.PUBLIC)

    statuses = [logged_in(awa.user).post(path, {"kind": kind}).status_code for kind in ("public", "structure")]

    assert statuses == [403, 403]
    assert ask(shared).status_code == 200


def test_closing_touches_no_one_else(lead: Membership, awa: Membership) -> None:
    own, other = make_feed(awa), make_feed(lead)

    logged_in(awa.user).post(CLOSE, {"kind": "personnel"})

    assert (ask(own).status_code, ask(other).status_code) == (404, 200)


def test_walls_of_the_pages(lead: Membership) -> None:
    reading = logged_in(make_membership(Role.LECTURE, structure=lead.structure).user)
    client = logged_in(lead.user)

    assert [reading.get(LIST).status_code, reading.post(OPEN).status_code] == [403, 403]
    assert Client().get(LIST).headers["Location"] == f"/compte/connexion/?next={LIST}"
    assert [client.post(LIST).status_code, client.get(OPEN).status_code, client.get(CLOSE).status_code] == [405] * 3
    assert client.post(OPEN, {"kind": "secret"}).status_code == 302
    with structure_scope(lead.structure_id):
        assert not CalendarFeed.objects.exists()
