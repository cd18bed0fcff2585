"""« Carnet »: the outings held or written about, their filters, their order, and what they hold together."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palier.agenda.enums import Modality, OutingState
from palier.core.tenancy import structure_scope
from palier.fieldlog.queries.logged import LogScope, LogSearch, outings_logged, totals_of
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.territory.models import PlaceZone
from tests.factories.fieldlog import make_debrief, make_tallies
from tests.factories.outings import make_outing, make_participation, make_place
from tests.factories.people import logged_in, make_membership, make_structure
from tests.factories.territory import make_zone

pytestmark = pytest.mark.django_db
URL = "/carnet/"
HELD: dict[str, Any] = {"state": OutingState.TERMINEE}


def names(lead: Membership, **search: Any) -> list[str]:
    """Return the names of the outings found, in order."""
    with structure_scope(lead.structure_id):
        return [outing.name for outing in outings_logged(LogSearch(**search))]


def body(browser: Client, query: str = "") -> str:
    answer = browser.get(f"{URL}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_log_holds_what_was_held_or_written_about(lead: Membership) -> None:
    make_outing(lead.structure, name="Tenue", **HELD)
    make_outing(lead.structure, name="À venir")
    make_outing(lead.structure, name="Annulée", state=OutingState.ANNULEE)
    written = make_outing(lead.structure, name="Écrite, jamais commencée", day=date(2027, 3, 12))
    make_tallies(written)
    arrived = make_outing(lead.structure, name="Arrivée notée", day=date(2027, 3, 10))
    make_participation(arrived, lead, checked_in_at=arrived.starts_at)

    assert names(lead) == ["Écrite, jamais commencée", "Tenue", "Arrivée notée"]


def test_filters_narrow_by_day_place_zone_way_member_and_closing(lead: Membership, awa: Membership) -> None:
    zone, market = make_zone(lead.structure), make_place(lead.structure, "Marché")
    PlaceZone.objects.create(structure=lead.structure, place=market, zone=zone)
    first = make_outing(lead.structure, name="Une", place=market, day=date(2027, 3, 1), **HELD)
    second = make_outing(lead.structure, name="Deux", modality=Modality.MARCHE, day=date(2027, 3, 31), **HELD)
    make_participation(first, awa)
    make_debrief(second, incident="tension")

    asked = {
        "from": names(lead, scope=LogScope(first=date(2027, 3, 2))),
        "to": names(lead, scope=LogScope(last=date(2027, 3, 31))),
        "before": names(lead, scope=LogScope(last=date(2027, 3, 30))),
        "place": names(lead, scope=LogScope(place=market.pk)),
        "zone": names(lead, scope=LogScope(zone=zone.pk)),
        "way": names(lead, scope=LogScope(modality=Modality.MARCHE)),
        "member": names(lead, member=awa.pk),
        "open": names(lead, closing="ouvert"),
        "closed": names(lead, closing="clos"),
        "incident": names(lead, with_incident=True),
        "words": names(lead, with_words=True),
    }

    assert asked == {
        "from": ["Deux"],
        "to": ["Deux", "Une"],
        "before": ["Une"],
        "place": ["Une"],
        "zone": ["Une"],
        "way": ["Deux"],
        "member": ["Une"],
        "open": ["Une"],
        "closed": ["Deux"],
        "incident": ["Deux"],
        "words": [],
    }


def test_orders_put_what_is_most_first(lead: Membership) -> None:
    few = make_outing(lead.structure, name="Peu", place=make_place(lead.structure, "B"), day=date(2027, 3, 3), **HELD)
    many = make_outing(lead.structure, name="Plus", place=make_place(lead.structure, "A"), day=date(2027, 3, 2), **HELD)
    make_outing(lead.structure, name="Rien", place=make_place(lead.structure, "C"), day=date(2027, 3, 4), **HELD)
    make_tallies(few)
    make_tallies(many, {"step": 3})

    found = {order: names(lead, order=order) for order in ("", "ancien", "personnes", "lieu", "inconnu")}

    assert found == {
        "": ["Rien", "Peu", "Plus"],
        "ancien": ["Plus", "Peu", "Rien"],
        "personnes": ["Plus", "Peu", "Rien"],
        "lieu": ["Plus", "Peu", "Rien"],
        "inconnu": ["Rien", "Peu", "Plus"],
    }


def test_totals_leave_refusals_out_and_count_each_outing_once(lead: Membership, awa: Membership) -> None:
    zones = [make_zone(lead.structure) for _ in range(2)]
    place = make_place(lead.structure)
    for zone in zones:
        PlaceZone.objects.create(structure=lead.structure, place=place, zone=zone)
    outing = make_outing(lead.structure, place=place, hours=1.5, **HELD)
    for member in (lead, awa):
        make_participation(outing, member)
    make_tallies(outing, {"acquaintance": "premiere_rencontre"}, {"contact": "salutation"}, {"contact": "refus"})
    make_outing(lead.structure, place=place, **HELD)

    with structure_scope(lead.structure_id):
        totals = totals_of(outings_logged(LogSearch(scope=LogScope(zone=zones[0].pk))))

    assert (totals.outings, totals.people, totals.first_meetings, totals.voices) == (2, 2, 1, 0)
    assert totals.hours == 3.5


def test_page_shows_each_outing_and_where_its_log_stands(lead: Membership) -> None:
    closed = make_outing(lead.structure, place=make_place(lead.structure, "Place des Cigognes"), **HELD)
    make_tallies(closed, {"step": 4})
    make_debrief(closed)
    make_outing(lead.structure, place=make_place(lead.structure, "Halle"), day=date(2027, 3, 9), **HELD)

    page = body(logged_in(lead.user))

    assert "2 sorties" in page
    assert "Ensemble : 4 contacts" in page
    table = page[page.index("<tbody>") :]
    assert table.index("Place des Cigognes") < table.index("Halle")
    assert page.count("Rien de noté") == 2  # once in the table, once in the cards
    assert "/carnet/export/contacts.csv" in page
    assert reverse("dashboard:outing-log", args=[closed.pk]) in page


def test_page_counts_its_questions_whatever_the_rows(lead: Membership) -> None:
    browser = logged_in(lead.user)
    body(browser)
    counts = []
    for number in range(30):
        outing = make_outing(lead.structure, **HELD)
        make_tallies(outing)
        if number in {0, 29}:
            with CaptureQueriesContext(connection) as asked:
                body(browser)
            counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_empty_log_says_what_will_come_and_filters_without_result_say_so(lead: Membership) -> None:
    browser = logged_in(lead.user)

    empty, narrowed = body(browser), body(browser, "?du=2027-01-01")
    assert "Le carnet est encore vide" in empty
    assert "ne répond à ces choix" in narrowed
    assert ["Filtrer et trier" in page for page in (empty, narrowed)] == [False, True]
    assert ">0 sortie<" in narrowed


def test_values_not_understood_are_no_filters(lead: Membership) -> None:
    make_outing(lead.structure, **HELD)

    page = body(logged_in(lead.user), "?lieu=x&zone=1&modalite=vol&membre=&du=hier&carnet=peut-être&tri=z&page=99")

    assert "1 sortie<" in page


def test_pages_keep_the_filters(lead: Membership) -> None:
    for _ in range(31):
        make_outing(lead.structure, **HELD)
    browser = logged_in(lead.user)

    first, second = body(browser, "?du=2027-01-01"), body(browser, "?du=2027-01-01&page=2")

    assert "du=2027-01-01&amp;page=2" in first
    assert second.count("Rien de noté") == 2


def test_incident_is_for_those_who_read_debriefings(lead: Membership) -> None:
    outing = make_outing(lead.structure, **HELD)
    make_debrief(outing, incident="verbal")

    page = body(logged_in(lead.user), "?incident=on")

    assert "Avec un incident" in page
    assert "1 sortie<" in page


def test_another_structure_is_not_there(lead: Membership) -> None:
    stranger = make_membership(Role.REFERENT, structure=make_structure())
    place = make_place(stranger.structure, "Quai des Absents")
    make_tallies(make_outing(stranger.structure, place=place, **HELD))

    page = body(logged_in(lead.user), f"?lieu={place.pk}")

    assert "Quai des Absents" not in page
    assert "Le carnet est encore vide" in page


def test_list_leads_to_what_was_set_aside_and_to_phones(lead: Membership) -> None:
    page = body(logged_in(lead.user))

    assert 'href="/carnet/mis-de-cote/"' in page
    assert 'href="/carnet/telephones/"' in page
    assert 'hx-get="/carnet/telephones/alerte/"' in page


@pytest.mark.parametrize("role", [Role.EQUIPIER, Role.LECTURE])
def test_who_may_not_read_the_log_is_refused(role: Role) -> None:
    browser = logged_in(make_membership(role).user)

    assert browser.get(URL).status_code == 403
    assert browser.get("/carnet/export/contacts.csv").status_code == 403


def test_visitor_logs_in_first_and_nobody_posts(lead: Membership) -> None:
    assert Client().get(URL).status_code == 302
    assert logged_in(lead.user).post(URL).status_code == 405
