"""What every test shares: no network but this machine, a data folder per process, repeatable hypotheses."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from palier.audit import triggers

LOOPBACK = {"127.0.0.1", "::1", "localhost"}

# Derandomised: the same examples on every machine, and a failure prints the line that plays it again.
hypothesis.settings.register_profile("palier", derandomize=True, deadline=None, print_blob=True, database=None)
hypothesis.settings.load_profile("palier")


class NetworkRefusedError(OSError):
    """A test tried to leave this machine."""


_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


def _refuse_far(family: int, address: Any) -> None:
    if family in {socket.AF_INET, socket.AF_INET6} and address[0] not in LOOPBACK:
        raise NetworkRefusedError(f"no network in tests: {address}")


def _guarded_connect(self: socket.socket, address: Any) -> None:
    _refuse_far(self.family, address)
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    _refuse_far(self.family, address)
    return _connect_ex(self, address)


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse connections to any other machine, for the whole run (psycopg, in C, is not concerned)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _guarded_connect)
        patch.setattr(socket.socket, "connect_ex", _guarded_connect_ex)
        yield


_execute_sql_flush = BaseDatabaseOperations.execute_sql_flush


def _flush_past_triggers(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
    # In one transaction: should the flush fail, the triggers stay.
    with transaction.atomic(using=self.connection.alias):
        triggers.remove(self.connection)
        _execute_sql_flush(self, sql_list)
        triggers.install(self.connection)


@pytest.fixture(scope="session", autouse=True)
def flush_empties_the_audit() -> Iterator[None]:
    """Let the flush that follows a transactional test empty the audit too, which refuses it to everyone else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", _flush_past_triggers)
        yield


def pytest_configure() -> None:
    """Make the folder of collected static files: without it WhiteNoise warns, and a warning is an error."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)


def pytest_unconfigure() -> None:
    """Erase the data folder that palier/config/settings/test.py made for this process."""
    folder = Path(settings.DATA_DIR)
    if folder.name.startswith("palier-tests-"):
        shutil.rmtree(folder, ignore_errors=True)
