"""Browsers of the roles that meet the library, and the real text of the national base."""

from pathlib import Path

import pytest
from django.test import Client

from palier.structures.enums import Role
from palier.structures.models import Structure
from tests.factories.people import logged_in, make_member, make_structure

REAL_FILE = Path(__file__).parents[2] / "../shared/seeds/fiches_actions_centres_sociaux.txt"


@pytest.fixture(scope="session")
def real_file() -> Path:
    if not REAL_FILE.exists():
        pytest.skip("the real text of the national base is not beside this checkout (../shared/seeds)")
    return REAL_FILE


@pytest.fixture
def structure(db: None) -> Structure:
    """The structure of the editor."""
    return make_structure()


@pytest.fixture
def editor(structure: Structure) -> Client:
    """The browser of a référent·e, who imports and corrects sheets."""
    return logged_in(make_member(Role.REFERENT, structure=structure))


@pytest.fixture
def reader(db: None) -> Client:
    """The browser of a partner who reads and changes nothing."""
    return logged_in(make_member(Role.LECTURE))
