"""« Je sors maintenant »: three taps, a pair, or a reason; and the vehicles."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from palier.agenda.enums import OutingState
from palier.agenda.models import Outing, Vehicle
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from palier.territory.models import Place
from tests.factories.outings import THURSDAY, make_outing, make_participation, make_place, make_vehicle, paris
from tests.factories.people import logged_in, make_membership

pytestmark = pytest.mark.django_db
NOW_PATH, VEHICLES = "/sorties/improvisee/", "/agenda/vehicules/"
NOON = "2027-03-11T12:00:00+01:00"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def walker() -> Membership:
    return make_membership(Role.EQUIPIER, name="Élodie Baud")


@pytest.fixture
def phone(walker: Membership) -> Client:
    return logged_in(walker.user)


def typed(**changed: Any) -> dict[str, Any]:
    return {"end": "14:00", "modality": "presence_sociale", **changed}


def the_outing(walker: Membership) -> Outing:
    with structure_scope(walker.structure_id):
        return Outing.objects.select_related("place").get(is_improvised=True)


def kinds(walker: Membership) -> list[str]:
    with structure_scope(walker.structure_id):
        return sorted(AuditEntry.objects.values_list("kind", flat=True))


def test_recent_place_is_chosen_and_usual_companion_comes_first(phone: Client, walker: Membership) -> None:
    stranger = make_membership(structure=walker.structure, name="Awa")
    usual = make_membership(structure=walker.structure, name="Zoé")
    old, recent = make_place(walker.structure), make_place(walker.structure)
    make_outing(walker.structure, place=old, day=THURSDAY - timedelta(days=9))
    past = make_outing(walker.structure, place=recent, day=THURSDAY - timedelta(days=2))
    for member in (walker, usual):
        make_participation(past, member)

    form = phone.get(NOW_PATH).context["form"]

    assert [value for value, _ in form.fields["place"].choices] == [str(recent.pk), str(old.pk), ""]
    assert form["place"].value() == str(recent.pk)
    assert [choice.pk for choice in form.fields["companions"].queryset] == [usual.pk, stranger.pk]


@pytest.mark.parametrize(("others", "folded"), [(8, 0), (9, 1), (30, 22)])
def test_a_long_team_is_folded_after_eight_names(phone: Client, walker: Membership, others: int, folded: int) -> None:
    for number in range(others):
        make_membership(structure=walker.structure, name=f"Collègue {number}")

    page = phone.get("/sorties/improvisee/").content.decode()

    near, _, more = page.partition("Quelqu'un d'autre")
    assert (near.count('name="companions"'), more.count('name="companions"')) == (8, folded)


def test_team_of_two_leaves_at_once(phone: Client, walker: Membership) -> None:
    mate = make_membership(structure=walker.structure)
    place = make_place(walker.structure)
    make_outing(walker.structure, place=place, day=THURSDAY - timedelta(days=2))

    answer = phone.post(NOW_PATH, typed(place=str(place.pk), companions=[str(mate.pk)]))
    outing = the_outing(walker)

    assert answer.headers["Location"] == f"/sorties/{outing.pk}/"
    assert (outing.place, outing.state, outing.is_public) == (place, OutingState.EN_COURS, False)
    assert (outing.starts_at, outing.ends_at) == (paris(THURSDAY, 12), paris(THURSDAY, 14))
    assert outing.started_at == outing.starts_at
    with structure_scope(walker.structure_id):
        team = {entry.membership_id: entry.checked_in_at for entry in outing.team.all()}
    assert team == dict.fromkeys([walker.pk, mate.pk], paris(THURSDAY, 12))
    assert kinds(walker) == [AuditKind.OUTINGS_CHANGED]


def test_one_leaves_alone_with_a_written_reason_only(phone: Client, walker: Membership) -> None:
    place = make_place(walker.structure)

    refused = phone.post(NOW_PATH, typed(other_place=str(place.pk)))
    short = phone.post(NOW_PATH, typed(other_place=str(place.pk), alone_reason="  urgence  "))
    phone.post(NOW_PATH, typed(other_place=str(place.pk), alone_reason="Le marché ferme, Awa me rejoint"))
    outing = the_outing(walker)

    assert refused.status_code == 422
    assert "dites pourquoi" in refused.content.decode()
    words = "On sort à deux. Si vous partez seul·e, dites pourquoi, en 10 caractères au moins."
    assert (short.status_code, short.context["form"].errors) == (422, {"alone_reason": [words]})
    assert (outing.override_by_id, outing.override_reason) == (walker.pk, "Le marché ferme, Awa me rejoint")
    assert kinds(walker) == [AuditKind.OUTINGS_CHANGED, AuditKind.RULE_OVERRIDDEN]


def test_a_dot_is_no_reason_to_leave_alone(phone: Client, walker: Membership) -> None:
    place = make_place(walker.structure)

    refused = phone.post(NOW_PATH, typed(other_place=str(place.pk), alone_reason="."))

    assert refused.status_code == 422
    assert "caractères au moins" in refused.content.decode()
    assert kinds(walker) == []


@pytest.mark.parametrize(("role", "is_active"), [(Role.LECTURE, True), (Role.EQUIPIER, False)])
def test_who_never_goes_out_makes_no_pair(phone: Client, walker: Membership, role: Role, is_active: bool) -> None:
    place = make_place(walker.structure)
    other = make_membership(role, structure=walker.structure, is_active=is_active)

    refused = phone.post(NOW_PATH, typed(other_place=str(place.pk), companions=[str(other.pk)]))

    assert refused.status_code == 422
    assert kinds(walker) == []


def test_new_place_is_made_from_its_name(phone: Client, walker: Membership) -> None:
    mate = make_membership(structure=walker.structure)

    phone.post(NOW_PATH, typed(new_place="Square des Lilas", companions=[str(mate.pk)]))

    assert the_outing(walker).place.name == "Square des Lilas"
    assert kinds(walker) == [AuditKind.OUTINGS_CHANGED, AuditKind.PLACES_CHANGED]


def test_place_of_the_same_name_is_taken_up_again(phone: Client, walker: Membership) -> None:
    archived = make_place(walker.structure, "Square des Lilas", archived_at=paris(THURSDAY, 1))
    mate = make_membership(structure=walker.structure)

    phone.post(NOW_PATH, typed(new_place="square des lilas", companions=[str(mate.pk)]))

    with structure_scope(walker.structure_id):
        assert Place.objects.get(pk=archived.pk).archived_at is None
    assert the_outing(walker).place_id == archived.pk


@pytest.mark.parametrize(
    ("data", "field"),
    [({}, "new_place"), ({"new_place": "Ici", "end": "11:00"}, "end"), ({"new_place": "Ici", "end": ""}, "end")],
)
def test_what_is_missing_is_asked(phone: Client, data: dict[str, str], field: str) -> None:
    answer = phone.post(NOW_PATH, typed(**data))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_people_and_places_of_others_are_refused(phone: Client) -> None:
    stranger = make_membership()

    answer = phone.post(
        NOW_PATH, typed(other_place=str(make_place(stranger.structure).pk), companions=[str(stranger.pk)])
    )

    assert {"other_place", "companions"} <= set(answer.context["form"].errors)


def test_late_in_the_evening_one_is_back_the_same_day(phone: Client) -> None:
    with time_machine.travel("2027-03-11T23:10:00+01:00", tick=False):
        page = phone.get(NOW_PATH)

    assert 'value="23:59"' in page.content.decode()


def test_improvising_is_for_those_who_may_join(walker: Membership) -> None:
    reader = logged_in(make_membership(Role.LECTURE, structure=walker.structure).user)

    assert Client().get(NOW_PATH).status_code == 302
    assert reader.get(NOW_PATH).status_code == 403
    assert logged_in(walker.user).put(NOW_PATH).status_code == 405


def names(lead: Membership) -> list[tuple[str, bool]]:
    with structure_scope(lead.structure_id):
        return [(found.name, found.archived_at is not None) for found in Vehicle.objects.order_by("name")]


def test_vehicle_is_added_renamed_archived_and_restored() -> None:
    lead = make_membership(Role.REFERENT)
    desk = logged_in(lead.user)

    assert "Aucun véhicule pour l" in desk.get(VEHICLES).content.decode()
    desk.post(VEHICLES, {"name": "Triporteur"})
    with structure_scope(lead.structure_id):
        key = Vehicle.objects.get().pk
    taken = desk.post(VEHICLES, {"name": "triporteur"})
    desk.post(f"{VEHICLES}{key}/", {"name": "Caravane"})
    desk.post(f"{VEHICLES}{key}/archive/")
    archived = names(lead)
    desk.post(f"{VEHICLES}{key}/reprise/")

    assert "existe déjà" in taken.content.decode()
    assert archived == [("Caravane", True)]
    assert names(lead) == [("Caravane", False)]
    assert kinds(lead) == [AuditKind.OUTINGS_CHANGED] * 4


def test_vehicles_are_for_those_who_plan(phone: Client, walker: Membership) -> None:
    vehicle = make_vehicle(walker.structure)
    foreign = logged_in(make_membership(Role.REFERENT).user)

    assert phone.get(VEHICLES).status_code == 403
    assert Client().get(VEHICLES).status_code == 302
    for end in ("", "archive/", "reprise/"):
        assert foreign.post(f"{VEHICLES}{vehicle.pk}/{end}").status_code == 404
        assert phone.post(f"{VEHICLES}{vehicle.pk}/{end}").status_code == 403
