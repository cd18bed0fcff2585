"""What two outings cannot share, and what is unusual about one."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from palier.agenda.enums import OutingState, ParticipationState
from palier.agenda.models import Outing
from palier.agenda.queries.agenda import lines_of
from palier.agenda.queries.conflicts import Slot, WarningKind, clashes, slot_of, teams_of, warnings_if, warnings_of
from palier.core.tenancy import structure_scope
from palier.structures.models import Structure
from palier.territory.models import Place
from tests.factories.outings import THURSDAY, make_outing, make_participation, make_place, make_vehicle, paris
from tests.factories.people import make_membership, make_structure

OPENING = {"jeudi": [["09:00", "12:00"], ["14:00", "18:30"]]}


def kinds(structure: Structure) -> list[list[WarningKind]]:
    """Return the kinds of the warnings of each outing of the structure, the earliest first."""
    with structure_scope(structure.pk):
        outings = list(Outing.objects.select_related("place", "vehicle").order_by("starts_at", "pk"))
        found = warnings_of(outings, teams_of(outing.pk for outing in outings), structure)
    return [[warning.kind for warning in found.get(outing.pk, [])] for outing in outings]


@pytest.fixture
def structure() -> Structure:
    return make_structure()


@pytest.mark.django_db
def test_same_person_vehicle_and_place_at_the_same_time_are_told_on_both(structure: Structure) -> None:
    place, vehicle, member = make_place(structure), make_vehicle(structure), make_membership(structure=structure)
    for hour in (9, 10):
        make_participation(make_outing(structure, place=place, vehicle=vehicle, hour=hour), member)

    assert kinds(structure) == [[WarningKind.PERSON, WarningKind.VEHICLE, WarningKind.PLACE]] * 2


@pytest.mark.django_db
def test_sentence_names_who_where_and_when(structure: Structure) -> None:
    member = make_membership(structure=structure, name="Nadia Roche")
    market = make_place(structure, "Le marché")
    for place, hour in ((market, 9), (make_place(structure), 10)):
        make_participation(make_outing(structure, place=place, hour=hour, name="Café"), member)

    with structure_scope(structure.pk):
        second = Outing.objects.select_related("place", "vehicle").latest("starts_at")
        (line,) = lines_of([second], structure)
        (warning,) = warnings_if(slot_of(second, {member.pk: member.name}), structure)

    assert line.warnings == ()
    assert warning.text == "Nadia Roche est aussi attendu·e à « Café », Le marché, 9 h à 11 h."


@pytest.mark.django_db
def test_one_after_the_other_is_no_conflict(structure: Structure) -> None:
    place = make_place(structure)
    for hour in (9, 11):
        make_outing(structure, place=place, hour=hour)

    assert kinds(structure) == [[], []]


@pytest.mark.django_db
def test_cancelled_outings_and_those_who_left_meet_nobody(structure: Structure) -> None:
    place, member = make_place(structure), make_membership(structure=structure)
    make_participation(make_outing(structure, place=place, state=OutingState.ANNULEE), member)
    make_participation(make_outing(structure), member, state=ParticipationState.DESISTE)
    make_participation(make_outing(structure, place=place), member)

    assert kinds(structure) == [[], [], []]


@pytest.mark.django_db
def test_public_holiday_depends_on_the_departement() -> None:
    for departement, told in (("38", []), ("67", [WarningKind.HOLIDAY])):
        structure = make_structure(departement=departement)
        make_outing(structure, day=date(2027, 3, 26))  # Good Friday

        assert kinds(structure) == [told]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hour", "hours", "told"),
    [
        (9, 2, []),
        (11, 2, [WarningKind.STRUCTURE_HOURS]),
        (17, 2, [WarningKind.STRUCTURE_HOURS]),
        (16, 2, []),
        (23, 2, [WarningKind.STRUCTURE_HOURS]),
    ],
)
def test_outing_outside_of_the_hours_of_the_structure_is_told(hour: int, hours: int, told: list[WarningKind]) -> None:
    structure = make_structure(opening_hours=OPENING)
    make_outing(structure, hour=hour, hours=hours)

    assert kinds(structure) == [told]


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "told"), [(9, []), (10, []), (11, [WarningKind.PLACE_HOURS])])
def test_outing_outside_of_the_hours_of_its_place_is_told(
    structure: Structure, hour: int, told: list[WarningKind]
) -> None:
    make_outing(structure, place=make_place(structure, hours={"jeudi": [["08:00", "10:30"]]}), hour=hour)

    assert kinds(structure) == [told]


@pytest.mark.django_db
def test_before_saving_two_questions_are_asked_whatever_there_is(structure: Structure) -> None:
    place = make_place(structure)
    slot = Slot(None, "", paris(THURSDAY, 9), paris(THURSDAY, 11), place=place.pk, place_name=place.name)
    counts = []
    for number in (1, 20):
        for _ in range(number):
            make_participation(make_outing(structure, place=place), make_membership(structure=structure))
        with structure_scope(structure.pk), CaptureQueriesContext(connection) as seen:
            warnings_if(slot, structure)
        counts.append(len(seen))

    assert counts == [2, 2]


Row = tuple[int, int, int]


@settings(max_examples=200)
@given(rows=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8), st.integers(0, 2)), max_size=12))
def test_every_pair_that_overlaps_is_found_and_no_other(rows: list[Row]) -> None:
    structure = Structure(departement="38")
    places = [Place(name=f"Lieu {number}") for number in range(3)]
    outings = [
        Outing(
            structure=structure,
            place=places[place],
            starts_at=paris(THURSDAY, 0) + timedelta(hours=start),
            ends_at=paris(THURSDAY, 0) + timedelta(hours=start + length),
        )
        for start, length, place in rows
    ]

    found = warnings_of(outings, {}, structure)

    slots = {outing.pk: slot_of(outing, {}) for outing in outings}
    for one in outings:
        expected = [
            other.pk
            for other in outings
            if other is not one and other.starts_at < one.ends_at and other.ends_at > one.starts_at
            for _ in clashes(slots[one.pk], slots[other.pk])
        ]
        assert sorted(str(warning.other) for warning in found.get(one.pk, [])) == sorted(map(str, expected))
