"""Who the tests of words speak of: a structure, its lead, a member, an outing of last Thursday."""

from collections.abc import Iterator

import pytest

from palier.agenda.models import Outing
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.factories.outings import make_outing, make_participation
from tests.factories.people import make_membership, make_structure


@pytest.fixture
def lead() -> Membership:
    """Return the référent·e of a structure."""
    return make_membership(Role.REFERENT, structure=make_structure("Centre du Belvédère"), name="Nadia Roche")


@pytest.fixture
def awa(lead: Membership) -> Membership:
    """Return a member of the same team."""
    return make_membership(Role.EQUIPIER, structure=lead.structure, name="Awa Diambour")


@pytest.fixture
def outing(awa: Membership) -> Outing:
    """Return a confirmed outing, on Thursday 11 March 2027 from 9 to 11 in Paris, with Awa in its team."""
    outing = make_outing(awa.structure)
    make_participation(outing, awa)
    return outing


@pytest.fixture
def inside(lead: Membership) -> Iterator[None]:
    """Read inside the scope of the structure, as a request does."""
    with structure_scope(lead.structure_id):
        yield
