"""What was erased is not in the file of the database any more, neither in its free pages nor in its log."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

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


def write_until(stop: Event, file: Path) -> int:
    """Write again and again, as phones do; return how often. Raises OperationalError after two seconds' wait."""
    written = 0
    with closing(sqlite3.connect(file, timeout=2)) as writer:
        while not stop.is_set() or not written:
            writer.execute("INSERT INTO word VALUES ('dit')")
            writer.commit()
            written += 1
    return written


def test_folding_while_somebody_reads_for_long_stops_nobody_who_writes(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("palier.core.sqlite.folding.PAUSE", 0.05)
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("CREATE TABLE word (text TEXT)")
    stop = Event()
    with closing(sqlite3.connect(file, isolation_level=None)) as reader, ThreadPoolExecutor(1) as pool:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM word").fetchall()
        phone = pool.submit(write_until, stop, file)
        while not found_in_log(file):
            assert not phone.done(), phone.result()
        is_folded = fold_log(tries=4)
        stop.set()
        written = phone.result()
        reader.execute("COMMIT")

    assert (is_folded, written > 0, fold_log()) == (False, True, True)


def found_in_log(file: Path) -> bool:
    """Tell whether a word is in the log, not only in the file."""
    return b"dit" in file.with_name(f"{file.name}-wal").read_bytes()


def test_folding_inside_a_transaction_does_nothing(db: None) -> None:
    fold_log()

    # SQLite would have refused, and broken the transaction.
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert (connection.in_atomic_block, cursor.fetchone()) == (True, (1,))
