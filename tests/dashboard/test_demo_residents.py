"""The demonstration's people to call back: every suite is there, names open with the structure's key."""

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.test import Client

from palier.accounts.models import User
from palier.core.tenancy import structure_scope
from palier.dashboard.demo import DEMO_PASSWORD, demo_code, load_demo
from palier.dashboard.demo_people import PEOPLE
from palier.dashboard.demo_residents import RESIDENTS
from palier.residents.enums import CallState
from palier.residents.models import Call, Consent, Resident
from palier.residents.queries.keys import open_sealed
from palier.structures.models import Structure
from tests.factories.people import logged_in

pytestmark = pytest.mark.django_db
PALIERS = "Centre social des Trois-Paliers"


@pytest.fixture
def paliers() -> Structure:
    """Return the demonstration's first centre, loaded."""
    load_demo(today=date(2026, 11, 21))
    found: Structure = Structure.objects.get(name=PALIERS)
    return found


def test_every_suite_is_there_and_names_open(paliers: Structure) -> None:
    with structure_scope(paliers.pk):
        people = list(Resident.objects.all())
        named = {open_sealed(person).first_name for person in people if person.is_named}
        kinds = Counter(person.state for person in people)
        told = [Consent.objects.count(), Consent.objects.exclude(revoked_at=None).count(), Call.objects.count()]

    assert kinds == {CallState.A_RAPPELER: 3, CallState.RAPPELE: 1, CallState.INJOIGNABLE: 1, CallState.RETIRE: 1}
    assert named == {"Georgette", "Yanis", "Souad", "Lucienne", "Bilal"}
    assert told == [6, 1, 2]


def test_people_are_invented_and_their_numbers_are_of_fiction() -> None:
    members = {part for person in PEOPLE for part in person.name.split()}
    numbers = [demo.named.contact for demo in RESIDENTS if demo.named.contact[0] == "0"]

    assert [demo.named.first_name for demo in RESIDENTS if demo.named.first_name in members] == []
    assert [number for number in numbers if not number.startswith("06 39 98")] == []
    assert len(numbers) >= 5


def test_lead_of_the_demonstration_opens_a_name_after_the_code_of_the_log_in(
    paliers: Structure, client: Client, settings: Any
) -> None:
    settings.DEMO = True
    with structure_scope(paliers.pk):
        person = Resident.objects.filter(state=CallState.A_RAPPELER).first()
    assert person is not None
    login = {"login": "referent@demo.example", "password": DEMO_PASSWORD}

    step = client.post("/compte/connexion/", login)["Location"]
    shown = re.findall(r"Code du moment : <strong>(\d{6})</strong>", client.get(step).content.decode())
    client.post(step, {"code": shown[0]})
    page = client.get(person.get_absolute_url()).content.decode()

    assert shown == [demo_code()]
    assert open_name(person) in page


def open_name(person: Resident) -> str:
    with structure_scope(person.structure_id):
        return open_sealed(person).first_name


def test_name_waits_for_a_second_factor_in_a_session_that_showed_none(paliers: Structure) -> None:
    lead = User.objects.get(email="referent@demo.example")
    with structure_scope(paliers.pk):
        person = Resident.objects.filter(state=CallState.A_RAPPELER).first()
    assert person is not None
    browser = logged_in(lead)

    answers = [browser.get("/rappels/"), browser.get(person.get_absolute_url()), browser.get("/rappels/export.csv")]

    assert [answer.status_code for answer in answers] == [200, 302, 302]
    assert answers[1]["Location"].startswith("/compte/")
