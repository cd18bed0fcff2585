"""Who may do what."""

import pytest

from palier.structures.enums import Permission, Role
from palier.structures.models import Membership
from palier.structures.permissions import ROLE_PERMISSIONS, can, is_federation, needs_second_factor
from tests.factories.people import make_federation, make_membership, make_structure

pytestmark = pytest.mark.django_db

FIELD = {Role.EQUIPIER, Role.REFERENT, Role.DIRECTION, Role.FEDERATION}
LEADS = FIELD - {Role.EQUIPIER}
HEADS = {Role.DIRECTION, Role.FEDERATION}
HOLDERS = {
    Permission.SHEETS_READ: set(Role),
    Permission.SHEETS_EDIT: LEADS,
    Permission.TEAM_READ: FIELD,
    Permission.PHONES_ENROL: LEADS,
    Permission.MEMBERS_MANAGE: HEADS,
    Permission.STRUCTURE_EDIT: HEADS,
    Permission.PARTNERS_READ: FIELD,
    Permission.PARTNERS_EDIT: LEADS,
    Permission.PARTNERS_EXPORT: LEADS,
    Permission.TRAININGS_READ: LEADS,
    Permission.TRAININGS_EDIT: LEADS,
    Permission.PLACES_READ: FIELD,
    Permission.PLACES_EDIT: LEADS,
    Permission.OUTINGS_READ: FIELD,
    Permission.OUTINGS_JOIN: FIELD,
    Permission.OUTINGS_PLAN: LEADS,
    Permission.MEETINGS_EDIT: LEADS,
    Permission.FIELDLOG_WRITE: FIELD,
    Permission.FIELDLOG_READ: LEADS,
    Permission.FIELDLOG_EDIT: LEADS,
    Permission.RESIDENTS_CALL: LEADS,
    Permission.VOICES_READ: FIELD,
    Permission.VOICES_EDIT: LEADS,
    Permission.RELAYS_SEND: LEADS,
    Permission.BOARD_EDIT: LEADS,
    Permission.FIGURES_READ: LEADS | {Role.LECTURE},
    Permission.AUDIT_READ: HEADS,
}


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_role_holds_its_permissions_and_no_other(role: Role, permission: Permission) -> None:
    assert can(Membership(role=role), permission) == (role in HOLDERS[permission])


def test_every_role_has_its_line() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)


@pytest.mark.parametrize("permission", Permission)
def test_visitor_and_account_without_place_hold_nothing(permission: Permission) -> None:
    assert not can(None, permission)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_phone_never_opens_more_than_the_field_work(role: Role, permission: Permission) -> None:
    member = Membership(role=role)
    member.on_phone = True

    acting = Role.LECTURE if role == Role.LECTURE else Role.EQUIPIER
    assert can(member, permission) == (acting in HOLDERS[permission])
    assert not needs_second_factor(member)


@pytest.mark.parametrize("role", Role)
def test_second_factor_is_for_those_who_change_rights(role: Role) -> None:
    assert needs_second_factor(Membership(role=role)) == (role in HEADS)


@pytest.mark.parametrize("role", Role)
def test_only_the_role_of_federation_in_a_federation_looks_after_others(role: Role) -> None:
    at_home = make_membership(role, structure=make_federation())
    elsewhere = make_membership(role, structure=make_structure())

    assert is_federation(at_home) == (role == Role.FEDERATION)
    assert not is_federation(elsewhere)
    assert not is_federation(None)
