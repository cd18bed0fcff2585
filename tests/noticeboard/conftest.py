"""Who the tests of the board speak of: a structure with a board, its lead, its neighbour."""

import pytest
from django.test import Client

from palier.noticeboard.models import Board
from palier.structures.enums import Role
from palier.structures.models import Membership, Structure
from tests.factories.noticeboard import make_board
from tests.factories.people import logged_in, make_membership, make_structure


@pytest.fixture
def lead() -> Membership:
    """Return the référent·e of a structure that speaks four languages besides French."""
    structure = make_structure("Centre du Belvédère", languages=["fr", "ar", "tr", "pt", "en"])
    return make_membership(Role.REFERENT, structure=structure, name="Nadia Roche")


@pytest.fixture
def centre(lead: Membership) -> Structure:
    """Return the structure."""
    return lead.structure


@pytest.fixture
def board(centre: Structure) -> Board:
    """Return its board, open."""
    return make_board(centre, "belvedere", intro="Le panneau du quartier.")


@pytest.fixture
def desk(lead: Membership) -> Client:
    """Return the browser of the lead."""
    return logged_in(lead.user)
