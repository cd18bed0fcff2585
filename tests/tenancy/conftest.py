"""One world for all the tests of a file: each request is undone, so nobody sees what another one did."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.tenancy.world import World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Yield a world with a foreign structure that shares a sheet."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
