"""The preparation of an outing: what to bring, the last times there, the partner, who may read what."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from palier.agenda.enums import OutingState, ParticipationState
from palier.agenda.models import Outing
from palier.agenda.queries.preparation import Preparation, preparation_of, preparation_panel
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.territory.models import Place
from tests.agenda.teams import Crew, make_crew
from tests.factories.outings import THURSDAY, make_outing, make_participation, make_place
from tests.factories.partners import make_contact, make_partner
from tests.factories.people import logged_in, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew() -> Crew:
    return make_crew(material=["Thermos", "Table pliante"])


def prepared(crew: Crew, reader: Membership | None = None) -> Preparation:
    with structure_scope(crew.structure.pk):
        outing = Outing.objects.select_related("place__partner").get(pk=crew.outing.pk)
        return preparation_of(outing, reader or crew.lead)


def before(crew: Crew, days: int, **fields: Any) -> Outing:
    return make_outing(crew.structure, place=crew.outing.place, day=THURSDAY - timedelta(days=days), **fields)


def furnish(crew: Crew) -> None:
    partner = make_partner(crew.structure, "Bailleur des Tilleuls")
    make_contact(partner, "Lise Aubry", job="Gardienne")
    make_contact(make_partner(crew.structure, "Autre"), "Paul Noir")
    with structure_scope(crew.structure.pk):
        Place.objects.filter(pk=crew.outing.place_id).update(
            partner=partner, note="Côté ombre l'été.", hours={"jeudi": [["08:00", "10:30"]]}
        )


def test_last_three_times_there_are_told_latest_first(crew: Crew) -> None:
    awa = crew.member("Awa Diambour")
    held = before(crew, 21, state=OutingState.TERMINEE)
    make_participation(held, awa)
    make_participation(held, crew.member("Brahim Sel"), state=ParticipationState.ATTENTE)
    rain = before(crew, 14, state=OutingState.ANNULEE, cancel_note="orage annoncé")
    make_participation(rain, awa)
    sure = before(crew, 7)
    before(crew, 28, state=OutingState.TERMINEE)
    before(crew, 3, state=OutingState.BROUILLON)
    before(crew, -7)
    make_outing(crew.structure, place=make_place(crew.structure), day=THURSDAY - timedelta(days=1))

    visits = prepared(crew).visits

    assert [visit.outing for visit in visits] == [sure, rain, held]
    assert [visit.words for visit in visits] == ["Confirmée", "Annulée : Météo, orage annoncé", "Terminée"]
    assert [visit.people for visit in visits] == ["", "", "Awa"]


def test_material_place_hours_and_partner_are_there(crew: Crew) -> None:
    furnish(crew)

    found = prepared(crew)

    assert found.material == ["Thermos", "Table pliante"]
    assert (found.place.note, len(found.hours)) == ("Côté ombre l'été.", 1)
    assert str(found.partner) == "Bailleur des Tilleuls"
    assert [str(contact) for contact in found.contacts] == ["Lise Aubry"]


def test_contacts_are_not_for_who_may_not_read_partners(crew: Crew) -> None:
    furnish(crew)
    reader = make_membership(Role.LECTURE, structure=crew.structure)

    found = prepared(crew, reader)

    assert (found.partner, found.contacts) == (None, [])


def test_archived_partner_is_not_met_any_more(crew: Crew) -> None:
    furnish(crew)
    with structure_scope(crew.structure.pk):
        partner = Place.objects.get(pk=crew.outing.place_id).partner
        assert partner is not None
        partner.archived_at = timezone.now()
        partner.save()

    assert prepared(crew).partner is None


def test_page_shows_the_preparation_and_no_empty_section_of_answers(crew: Crew) -> None:
    furnish(crew)
    before(crew, 7)

    page = logged_in(crew.lead.user).get(f"/sorties/{crew.outing.pk}/").content.decode()

    for words in ("Thermos", "Côté ombre", "jeudi 8", "Lise Aubry", "Gardienne", "jeudi 4 mars 2027"):
        assert words in page
    assert "À rapporter" not in page


def test_place_is_said_once_and_its_partner_comes_with_it(crew: Crew) -> None:
    furnish(crew)
    with structure_scope(crew.structure.pk):
        address = {"address": "3 rue des Lilas", "postal_code": "38000", "commune": "Valbrune"}
        Place.objects.filter(pk=crew.outing.place_id).update(**address)
    desk = logged_in(crew.lead.user)

    with CaptureQueriesContext(connection) as queries:
        page = desk.get(f"/sorties/{crew.outing.pk}/").content.decode()

    said = [page.count(words) for words in ("3 rue des Lilas", "38000 Valbrune", "Côté ombre l", "Table pliante")]
    assert (said, "Bailleur des Tilleuls" in page) == ([1, 1, 1, 1], True)
    assert [query["sql"] for query in queries if 'FROM "structures_partner" ' in query["sql"]] == []


def test_first_time_there_says_so(crew: Crew) -> None:
    page = logged_in(crew.lead.user).get(f"/sorties/{crew.outing.pk}/").content.decode()

    assert "C'est la première sortie à ce lieu." in page


def test_panel_takes_three_queries_whatever_came_before(
    crew: Crew, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    furnish(crew)
    for number in (1, 29):
        for week in range(number):
            make_participation(before(crew, 7 * (week + number)), crew.member(f"Personne {week}"))
        with structure_scope(crew.structure.pk):
            outing = Outing.objects.select_related("place__partner").get(pk=crew.outing.pk)
            with django_assert_num_queries(3):
                preparation_panel(outing, crew.lead)
