"""Who may do what."""

import pytest
from django.contrib.auth.models import AnonymousUser

from palier.structures.enums import Permission, Role
from palier.structures.permissions import ROLE_PERMISSIONS, can, membership_of
from tests.factories.people import make_member, make_structure, make_user

pytestmark = pytest.mark.django_db

READERS = {Role.EQUIPIER, Role.LECTURE}
EDITORS = {Role.REFERENT, Role.DIRECTION, Role.FEDERATION}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("permission", "holders"),
    [(Permission.SHEETS_READ, READERS | EDITORS), (Permission.SHEETS_EDIT, EDITORS)],
)
def test_role_holds_its_permissions_and_no_other(role: Role, permission: Permission, holders: set[Role]) -> None:
    assert can(make_member(role), permission) == (role in holders)


def test_every_role_has_its_line() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)


@pytest.mark.parametrize("permission", Permission)
def test_visitor_holds_nothing(permission: Permission) -> None:
    assert not can(AnonymousUser(), permission)


@pytest.mark.parametrize("permission", Permission)
def test_account_without_structure_holds_nothing_even_as_superuser(permission: Permission) -> None:
    assert not can(make_user(is_superuser=True, is_staff=True), permission)


@pytest.mark.parametrize("permission", Permission)
def test_closed_account_holds_nothing(permission: Permission) -> None:
    user = make_member(Role.DIRECTION)
    user.is_active = False

    assert not can(user, permission)


def test_membership_comes_with_its_structure_in_one_query(django_assert_num_queries: object) -> None:
    structure = make_structure("Centre social du Belvédère")
    user = make_member(Role.EQUIPIER, structure=structure)

    with django_assert_num_queries(1):  # type: ignore[operator]
        membership = membership_of(user)
        name = membership.structure.name if membership else ""

    assert name == "Centre social du Belvédère"


def test_membership_of_visitor_asks_nothing(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert membership_of(AnonymousUser()) is None
