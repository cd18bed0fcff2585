"""What was erased is not in the file of the database any more, neither in its free pages nor in its log."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from palier.config.databases import database_settings
from palier.core.sqlite.folding import fold_log

ALIAS = "erased"
ROWS, LENGTH = 40, 300


def sealed(number: int) -> str:
    """Return what stands for a sealed name: found nowhere else."""
    return f"scellé-{number:04d}-" + "Zk" * LENGTH


@pytest.fixture
def file(tmp_path: Path, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the path of a database of its own, opened as the product opens its own and folded by it."""
    handler = ConnectionHandler({"default": database_settings("", tmp_path)})
    monkeypatch.setitem(connections.settings, ALIAS, handler.settings["default"])
    with django_db_blocker.unblock():
        opened = connections[ALIAS]
        monkeypatch.setattr("palier.core.sqlite.folding.connection", opened)
        yield tmp_path / "palier.sqlite3"
        opened.close()
    del connections[ALIAS]


def found_in(file: Path) -> int:
    """Return how many sealed names stand in the file and in its log."""
    kept = b"".join(path.read_bytes() for path in file.parent.iterdir() if path.is_file())
    return sum(sealed(number).encode()[:30] in kept for number in range(ROWS))


def test_erased_names_are_nowhere_in_the_file(file: Path) -> None:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("CREATE TABLE resident (id INTEGER PRIMARY KEY, sealed TEXT)")
        for number in range(ROWS):
            cursor.execute("INSERT INTO resident VALUES (%s, %s)", (number, sealed(number)))
        before = found_in(file)
        # As a withdrawal and as the end of retention do: some are emptied, some rows go.
        cursor.execute("UPDATE resident SET sealed = '{}' WHERE id %% 2 = 0", ())
        cursor.execute("DELETE FROM resident WHERE id %% 2 = 1", ())
    in_the_log = found_in(file)

    fold_log()

    assert (before, in_the_log, found_in(file)) == (ROWS, ROWS, 0)


def test_folding_inside_a_transaction_does_nothing(db: None) -> None:
    fold_log()

    # SQLite would have refused, and broken the transaction.
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert (connection.in_atomic_block, cursor.fetchone()) == (True, (1,))
