"""The SQLite backend: durable settings, and one write lock that is always given back."""

import gc
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError, connections, transaction
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from palier.config.databases import database_settings
from palier.core.sqlite.base import DatabaseWrapper

ALIAS = "scratch"


@pytest.fixture
def scratch(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A file database of its own under the alias ``scratch``, on PostgreSQL runs too."""
    handler = ConnectionHandler({"default": database_settings("", tmp_path)})
    connections.settings[ALIAS] = handler.settings["default"]
    with django_db_blocker.unblock():
        connection = connections[ALIAS]
        execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        execute(
            "CREATE TABLE line (writer INTEGER, number INTEGER,"
            " parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)"
        )
        yield
        connection.close()
    del connections[ALIAS], connections.settings[ALIAS]


def execute(sql: str, *values: int) -> list[tuple[int, ...]]:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[int, ...]] = cursor.fetchall()
        return rows


def insert(writer: int, number: int) -> None:
    execute("INSERT INTO line (writer, number) VALUES (%s, %s)", writer, number)


def write_in_thread(wait: float = 2.0) -> BaseException | None:
    """Write from another thread, as the next request would; return what it raised."""
    outcome: list[BaseException | None] = []

    def write() -> None:
        connection = connections[ALIAS]
        connection.settings_dict = {
            **connection.settings_dict,
            "OPTIONS": {**connection.settings_dict["OPTIONS"], "timeout": wait},
        }
        try:
            with transaction.atomic(using=ALIAS):
                insert(99, 99)
            outcome.append(None)
        except DatabaseError as error:
            outcome.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join(30)
    return outcome[0]


@pytest.mark.usefixtures("scratch")
def test_connection_is_durable_and_checks_foreign_keys() -> None:
    pragmas = ["journal_mode", "synchronous", "foreign_keys", "temp_store", "secure_delete"]

    values = {name: execute(f"PRAGMA {name}")[0][0] for name in pragmas}

    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "temp_store": 2, "secure_delete": 1}


@pytest.mark.usefixtures("scratch")
def test_transaction_takes_sqlite_write_lock_at_once() -> None:
    other = connections[ALIAS].copy()
    other.settings_dict["OPTIONS"] = {**other.settings_dict["OPTIONS"], "timeout": 0.05}

    # Nothing is written yet: a deferred transaction would hold no lock.
    with (
        transaction.atomic(using=ALIAS),
        other.cursor() as cursor,
        pytest.raises(OperationalError, match="locked"),
    ):
        cursor.execute("INSERT INTO line (writer, number) VALUES (1, 1)")

    other.close()


@pytest.mark.usefixtures("scratch")
def test_sixteen_threads_lose_no_transaction() -> None:
    barrier = threading.Barrier(16)

    def write(writer: int) -> None:
        barrier.wait(60)
        for number in range(50):
            with transaction.atomic(using=ALIAS):
                assert execute("SELECT count(*) FROM line WHERE writer = %s", writer) == [(number,)]
                insert(writer, number)
        connections[ALIAS].close()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, range(16)))  # list() raises what a thread raised

    assert execute("SELECT count(DISTINCT writer * 1000 + number) FROM line") == [(800,)]


@pytest.mark.usefixtures("scratch")
def test_statements_outside_transactions_wait_their_turn() -> None:
    def write(writer: int) -> None:
        for number in range(50):
            if writer % 2:
                insert(writer, number)
            else:
                with transaction.atomic(using=ALIAS):
                    insert(writer, number)
        connections[ALIAS].close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    assert execute("SELECT count(*) FROM line") == [(400,)]


def test_new_file_that_another_writes_is_opened_when_it_is_free(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    handler = ConnectionHandler({"default": database_settings("", tmp_path)})
    other = sqlite3.connect(tmp_path / "palier.sqlite3", isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE line (number INTEGER)")
    other.execute("BEGIN IMMEDIATE")
    end = threading.Timer(0.3, other.execute, ["COMMIT"])
    end.start()

    with django_db_blocker.unblock(), handler["default"].cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]

    end.join()
    other.close()
    handler["default"].close()
    assert mode == "wal"


def raise_inside() -> None:
    @transaction.atomic(using=ALIAS)
    def act() -> None:
        insert(1, 1)
        raise LookupError

    with pytest.raises(LookupError):
        act()


def refuse_statement() -> None:
    with pytest.raises(OperationalError), transaction.atomic(using=ALIAS):
        execute("INSERT INTO no_such_table VALUES (1)")


def refuse_commit() -> None:
    with pytest.raises(DatabaseError, match="FOREIGN KEY"), transaction.atomic(using=ALIAS):
        execute("INSERT INTO line (writer, number, parent) VALUES (1, 1, 404)")


def roll_back() -> None:
    with transaction.atomic(using=ALIAS):
        insert(1, 1)
        transaction.set_rollback(True, using=ALIAS)


def close_inside() -> None:
    with transaction.atomic(using=ALIAS):
        insert(1, 1)
        connections[ALIAS].close()


def roll_back_inner() -> None:
    with transaction.atomic(using=ALIAS):
        insert(1, 1)
        with pytest.raises(LookupError), transaction.atomic(using=ALIAS):
            raise LookupError


def write_in_commit_hook() -> None:
    def hook() -> None:
        with transaction.atomic(using=ALIAS):
            insert(1, 2)

    with transaction.atomic(using=ALIAS):
        insert(1, 1)
        transaction.on_commit(hook, using=ALIAS)


def fail_in_commit_hook() -> None:
    def hook() -> None:
        raise LookupError

    @transaction.atomic(using=ALIAS)
    def act() -> None:
        insert(1, 1)
        transaction.on_commit(hook, using=ALIAS)

    with pytest.raises(LookupError):
        act()


ENDINGS = [
    (raise_inside, 0),
    (refuse_statement, 0),
    (refuse_commit, 0),
    (roll_back, 0),
    (close_inside, 0),
    (roll_back_inner, 1),
    (write_in_commit_hook, 2),
    (fail_in_commit_hook, 1),
]


@pytest.mark.usefixtures("scratch")
@pytest.mark.parametrize(("ending", "kept"), ENDINGS, ids=lambda value: getattr(value, "__name__", ""))
def test_write_lock_is_free_after_every_ending(ending: "object", kept: int) -> None:
    assert callable(ending)

    ending()

    assert execute("SELECT count(*) FROM line") == [(kept,)]
    assert write_in_thread() is None


@pytest.mark.usefixtures("scratch")
def test_nested_block_keeps_the_lock_until_the_outer_one_ends() -> None:
    with transaction.atomic(using=ALIAS):
        with transaction.atomic(using=ALIAS):
            insert(1, 1)
        during = write_in_thread(wait=0.1)
    after = write_in_thread()

    assert str(during) == "database is locked: another thread holds the write lock"
    assert after is None


@pytest.mark.usefixtures("scratch")
def test_thread_that_ends_inside_a_transaction_gives_the_lock_back() -> None:
    thread = threading.Thread(target=lambda: transaction.atomic(using=ALIAS).__enter__())
    thread.start()
    thread.join(10)
    gc.collect()

    assert write_in_thread() is None


@pytest.mark.usefixtures("scratch")
def test_a_lock_never_given_back_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DatabaseWrapper, "_release_write_lock", lambda _: None)

    roll_back()

    assert isinstance(write_in_thread(wait=0.1), OperationalError)
    monkeypatch.undo()
    connection = connections[ALIAS]
    assert isinstance(connection, DatabaseWrapper)
    connection._release_write_lock()


FORK = """
import os, sys, threading
from pathlib import Path
from django.conf import settings
settings.configure()
from django.db import ConnectionHandler
from palier.config.databases import database_settings
from palier.core.sqlite import base
name = database_settings("", Path(sys.argv[1]))["NAME"]
base._locks[name].acquire()
child = os.fork()
if child == 0:
    os._exit(0 if base._locks[name].acquire(timeout=1) else 3)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_forked_child_starts_with_free_locks(tmp_path: Path) -> None:
    environment = {**os.environ, "PALIER_DATA_DIR": str(tmp_path)}

    ended = subprocess.run(
        [sys.executable, "-c", FORK, str(tmp_path)],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )

    assert ended.stdout == "0\n"
