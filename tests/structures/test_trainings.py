"""Trainings: who holds what on which day, noting for several at once, what expires, exports, walls."""

import csv
import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role, TrainingKind
from palier.structures.forms.trainings import years_after
from palier.structures.models import Membership, Training
from palier.structures.queries.trainings import (
    MatrixSearch,
    TrainingState,
    expiring,
    matrix,
    state_of,
    trained,
    trainings_of,
)
from tests.factories.people import logged_in, make_membership, show_second_factor

pytestmark = pytest.mark.django_db
LIST = "/reglages/formations/"
NEW = f"{LIST}nouvelle/"
MINE = "/reglages/mes-formations/"
DAY = date(2026, 6, 1)


def make_training(member: Membership, kind: TrainingKind = TrainingKind.ALLER_VERS, **fields: Any) -> Training:
    values = {"taken_on": date(2026, 1, 15), **fields}
    return Training.objects.create(structure_id=member.structure_id, membership=member, kind=kind, **values)


@pytest.fixture
def lead() -> Membership:
    return make_membership(Role.REFERENT, name="Zélie Ancel")


@pytest.fixture
def leader(lead: Membership) -> Client:
    return logged_in(lead.user)


@pytest.fixture
def awa(lead: Membership) -> Membership:
    return make_membership(Role.EQUIPIER, structure=lead.structure, name="Awa Diambour")


def entries(lead: Membership) -> list[tuple[str, str, str]]:
    with structure_scope(lead.structure_id):
        return [(entry.kind, entry.target_label, entry.detail) for entry in AuditEntry.objects.order_by("at", "pk")]


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (None, TrainingState.VALID),
        (DAY + timedelta(days=61), TrainingState.VALID),
        (DAY + timedelta(days=60), TrainingState.EXPIRING),
        (DAY, TrainingState.EXPIRING),
        (DAY - timedelta(days=1), TrainingState.EXPIRED),
    ],
)
def test_state_changes_on_the_last_day(until: date | None, state: TrainingState) -> None:
    training = Training(kind=TrainingKind.ECOUTE, taken_on=date(2020, 1, 1), valid_until=until)

    assert state_of(training, DAY) == state


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2026, 1, 14), []),
        (date(2026, 1, 15), ["Awa Diambour"]),
        (date(2026, 7, 15), ["Awa Diambour"]),
        (date(2026, 7, 16), []),
    ],
)
def test_member_is_trained_from_the_first_to_the_last_day(
    lead: Membership, awa: Membership, day: date, names: list[str]
) -> None:
    make_training(awa, valid_until=date(2026, 7, 15))
    make_training(lead, TrainingKind.ECOUTE)
    gone = make_membership(Role.EQUIPIER, structure=lead.structure, name="Partie")
    make_training(gone)
    gone.ended_at = timezone.now()
    gone.save()
    make_training(make_membership(Role.EQUIPIER))

    with structure_scope(lead.structure_id):
        assert [member.name for member in trained(TrainingKind.ALLER_VERS, day)] == names


def test_expiring_leaves_out_what_was_renewed(lead: Membership, awa: Membership) -> None:
    soon = DAY + timedelta(days=30)
    renewed = make_training(awa, valid_until=soon)
    make_training(awa, taken_on=date(2026, 5, 1), valid_until=DAY + timedelta(days=400))
    waited = make_training(lead, TrainingKind.PREMIERS_SECOURS, valid_until=DAY)
    make_training(lead, TrainingKind.PREMIERS_SECOURS, taken_on=date(2020, 1, 1), valid_until=DAY - timedelta(days=1))
    other = make_training(lead, TrainingKind.AUTRE, title="Médiation", valid_until=soon)
    make_training(lead, TrainingKind.AUTRE, title="Jardin", valid_until=None)
    make_training(lead, TrainingKind.ECOUTE, valid_until=DAY + timedelta(days=61))

    with structure_scope(lead.structure_id):
        found = list(expiring(DAY))
        assert found == [waited, other]
        assert renewed not in found
        assert list(expiring(DAY, days=0)) == [waited]


def test_matrix_shows_the_training_that_counts_longest(lead: Membership, awa: Membership) -> None:
    make_training(awa, taken_on=date(2026, 3, 1), valid_until=date(2026, 6, 30))
    longest = make_training(awa, taken_on=date(2025, 3, 1), valid_until=date(2028, 3, 1))
    make_training(awa, taken_on=date(2024, 3, 1), valid_until=date(2025, 3, 1))

    with structure_scope(lead.structure_id):
        rows = matrix(MatrixSearch(kind="aller_vers"), DAY)

    assert [(row.member, [(cell.state, cell.training) for cell in row.cells]) for row in rows] == [
        (awa, [(TrainingState.VALID, longest)]),
        (lead, [(TrainingState.MISSING, None)]),
    ]


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("", ["Awa Diambour", "Zélie Ancel"]),
        ("?q=zelie", ["Zélie Ancel"]),
        ("?etat=expiree", ["Awa Diambour"]),
        ("?etat=manquante&formation=aller_vers", ["Zélie Ancel"]),
        ("?etat=inconnu&formation=rien", ["Awa Diambour", "Zélie Ancel"]),
    ],
)
def test_matrix_is_filtered(leader: Client, awa: Membership, address: str, names: list[str]) -> None:
    make_training(awa, valid_until=date(2026, 2, 1))

    page = leader.get(LIST + address).context["page"]

    assert [row.member.name for row in page] == names


def test_matrix_costs_the_same_with_thirty_members(
    lead: Membership, leader: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    soon = timezone.localdate() + timedelta(days=10)
    make_training(lead, valid_until=soon)
    leader.get(LIST)
    with django_assert_max_num_queries(12) as one:
        leader.get(LIST)
    for number in range(29):
        make_training(make_membership(Role.EQUIPIER, structure=lead.structure, name=f"M{number}"), valid_until=soon)

    with django_assert_num_queries(len(one)):
        response = leader.get(LIST)

    assert len(response.context["page"]) == 30


def test_states_are_said_in_words(lead: Membership, leader: Client, awa: Membership) -> None:
    today = timezone.localdate()
    empty = leader.get(LIST).content.decode()
    make_training(awa, valid_until=today + timedelta(days=5))
    make_training(awa, TrainingKind.ECOUTE, valid_until=today - timedelta(days=5))
    make_training(awa, TrainingKind.CONFIDENTIALITE)

    page = leader.get(LIST).content.decode()

    assert f'href="{NEW}"' in empty
    assert [state.label for state in TrainingState if f"</svg>{state.label}</span>" not in page] == []


def test_one_training_is_noted_for_several_at_once(lead: Membership, leader: Client, awa: Membership) -> None:
    make_training(awa, TrainingKind.PREMIERS_SECOURS, taken_on=date(2026, 3, 2))
    typed = {"members": [awa.pk, lead.pk], "kind": "premiers_secours", "taken_on": "2026-03-02", "validity": "2"}

    response = leader.post(NEW, typed, follow=True)

    assert "notée pour 1 personne ; elle l&#x27;était déjà pour 1." in response.content.decode()
    with structure_scope(lead.structure_id):
        found = Training.objects.get(membership=lead)
        assert (found.valid_until, found.structure_id) == (date(2028, 3, 2), lead.structure_id)
        assert Training.objects.count() == 2
    assert entries(lead) == [(AuditKind.TRAINING_CHANGED, "Zélie Ancel", "Notée : Premiers secours, 02/03/2026")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"members": []}, "members"),
        ({"kind": "autre"}, "title"),
        ({"kind": "danse"}, "kind"),
        ({"taken_on": str(timezone.localdate() + timedelta(days=2))}, "taken_on"),
        ({"taken_on": "hier"}, "taken_on"),
        ({"validity": "date"}, "valid_until"),
        ({"validity": "date", "valid_until": "2026-03-01"}, "valid_until"),
        ({"validity": "12"}, "validity"),
    ],
)
def test_bad_training_is_refused_at_its_field(
    leader: Client, awa: Membership, change: dict[str, Any], field: str
) -> None:
    typed = {"members": [awa.pk], "kind": "ecoute", "taken_on": "2026-03-02", **change}

    response = leader.post(NEW, typed)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_members_of_another_structure_cannot_be_ticked(leader: Client) -> None:
    stranger = make_membership(Role.EQUIPIER, name="Ailleurs")

    response = leader.post(NEW, {"members": [stranger.pk], "kind": "ecoute", "taken_on": "2026-03-02"})

    assert list(response.context["form"].errors) == ["members"]
    assert "Ailleurs" not in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "until"),
    [({}, None), ({"validity": "1"}, date(2025, 2, 28)), ({"valid_until": "2026-01-01"}, date(2026, 1, 1))],
)
def test_validity_is_none_years_or_a_date(
    lead: Membership, leader: Client, typed: dict[str, str], until: date | None
) -> None:
    leader.post(NEW, {"members": [lead.pk], "kind": "ecoute", "taken_on": "2024-02-29", **typed})

    with structure_scope(lead.structure_id):
        assert Training.objects.get().valid_until == until
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 28)


def test_training_is_changed_then_erased(lead: Membership, leader: Client, awa: Membership) -> None:
    training = make_training(awa)
    other = make_training(awa, taken_on=date(2026, 2, 1))
    address = f"{LIST}{training.pk}/"
    typed = {"kind": "aller_vers", "taken_on": "2026-01-15"}

    leader.post(address, typed)
    leader.post(address, {**typed, "organiser": "La fédération"})
    clash = leader.post(address, {**typed, "taken_on": str(other.taken_on)})
    leader.post(f"{address}effacement/")

    assert list(clash.context["form"].errors) == ["taken_on"]
    with structure_scope(lead.structure_id):
        assert [row.pk for row in Training.objects.all()] == [other.pk]
    assert [detail for _, _, detail in entries(lead)] == [
        "Changée : Aller-vers, 15/01/2026",
        "Effacée : Aller-vers, 15/01/2026",
    ]


def test_each_member_sees_their_own_alone(lead: Membership, awa: Membership) -> None:
    make_training(awa, TrainingKind.ECOUTE, organiser="La fédération")
    make_training(lead, TrainingKind.PREMIERS_SECOURS)

    page = logged_in(awa.user).get(MINE)

    assert [followed.training.kind for followed in page.context["trainings"]] == ["ecoute"]
    assert "Premiers secours" not in page.content.decode()
    with structure_scope(lead.structure_id):
        assert [followed.state for followed in trainings_of(awa, DAY)] == [TrainingState.VALID]


def test_export_is_confirmed_and_counted(lead: Membership, leader: Client, awa: Membership) -> None:
    make_training(awa, TrainingKind.AUTRE, title="=cmd|x", valid_until=date(2026, 2, 1))
    refused = leader.get(f"{LIST}export.csv")
    show_second_factor(leader, lead.user)

    answers = [leader.get(f"{LIST}export.{file_format}") for file_format in ("csv", "xlsx")]

    assert (refused.status_code, [answer.status_code for answer in answers]) == (302, [200, 200])
    rows = list(csv.reader(io.StringIO(answers[0].getvalue().decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1:] == [["Awa Diambour", "Autre formation", "'=cmd|x", "", "2026-01-15", "2026-02-01", "Expirée"]]
    assert entries(lead) == [
        (AuditKind.EXPORT_NAMED, "Formations", "1 formations (csv)"),
        (AuditKind.EXPORT_NAMED, "Formations", "1 formations (xlsx)"),
    ]


PAGES = ["", "nouvelle/", "{training}/", "export.csv"]


@pytest.mark.parametrize("path", PAGES)
def test_walls(lead: Membership, awa: Membership, path: str) -> None:
    url = LIST + path.format(training=make_training(awa).pk)
    anonymous = Client().get(url)

    assert anonymous.headers["Location"].startswith(reverse("account_login"))
    assert logged_in(awa.user).get(url).status_code == 403
    assert logged_in(make_membership(Role.LECTURE, structure=lead.structure).user).get(url).status_code == 403


def test_training_of_another_structure_is_not_found(awa: Membership) -> None:
    training = make_training(awa)
    stranger = logged_in(make_membership(Role.REFERENT).user)

    answers = [
        stranger.get(f"{LIST}{training.pk}/"),
        stranger.post(f"{LIST}{training.pk}/", {"kind": "ecoute", "taken_on": "2026-01-01"}),
        stranger.post(f"{LIST}{training.pk}/effacement/"),
        stranger.get(f"{LIST}{uuid4()}/"),
        stranger.get(f"{LIST}x/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert "Diambour" not in stranger.get(LIST).content.decode()


def test_wrong_methods_are_refused(leader: Client, awa: Membership) -> None:
    training = make_training(awa)

    answers = [leader.post(LIST), leader.post(MINE), leader.get(f"{LIST}{training.pk}/effacement/")]

    assert [answer.status_code for answer in answers] == [405] * 3
