"""Who the tests of the agenda speak of; a file may have its own."""

import pytest
from django.test import Client

from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.factories.people import logged_in, make_membership, make_structure


@pytest.fixture
def lead() -> Membership:
    """Return the référent·e of a structure."""
    return make_membership(Role.REFERENT, structure=make_structure("Centre du Belvédère"), name="Nadia Roche")


@pytest.fixture
def leader(lead: Membership) -> Client:
    """Return the browser of the référent·e."""
    return logged_in(lead.user)


@pytest.fixture
def awa(lead: Membership) -> Membership:
    """Return a member of the same team."""
    return make_membership(Role.EQUIPIER, structure=lead.structure, name="Awa Diambour")
