"""Django's SQLite backend with one write lock per process.

SQLite has a single writer. Threads that wait for it inside SQLite poll with growing pauses and may starve; a
lock taken before ``BEGIN IMMEDIATE`` makes the threads of one process queue up instead. Other processes, and
single statements outside a transaction, still wait by SQLite's own busy time-out.
"""

import os
import sqlite3
import threading
import time
import weakref
from collections import defaultdict
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

FIRST_OPENING_PAUSE = 0.01  # seconds

_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
# A child made by fork would inherit locks whose holders stayed in its parent.
os.register_at_fork(after_in_child=_locks.clear)


class DatabaseWrapper(base.DatabaseWrapper):
    """Take the process's write lock for the length of each transaction."""

    # The methods below are Django's, absent from its published types: hence the ignored ``misc``.
    # Called once, it frees the lock; it also frees it when a thread ends in the middle of a transaction.
    _release: "weakref.finalize[Any, DatabaseWrapper] | None" = None
    _own_patience: float | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the database, waiting as long as for a write while others open it for the first time.

        To switch a new file to the write-ahead log SQLite needs it alone, and gives up without waiting.
        """
        deadline = time.monotonic() + self.settings_dict["OPTIONS"]["timeout"]
        while True:
            try:
                return super().get_new_connection(conn_params)
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
            time.sleep(FIRST_OPENING_PAUSE)

    def _start_transaction_under_autocommit(self) -> None:
        lock = _locks[str(self.settings_dict["NAME"])]
        if not lock.acquire(timeout=self._patience()):
            raise OperationalError("database is locked: another thread holds the write lock")
        self._release = weakref.finalize(self, lock.release)
        self._release.atexit = False
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._release_write_lock()
            raise

    def set_patience(self, seconds: float | None) -> None:
        """Wait at most ``seconds`` for the right to write from now on; None: as the settings say."""
        self._own_patience = seconds
        with self.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(self._patience() * 1000)}")

    def _patience(self) -> float:
        usual: float = self.settings_dict["OPTIONS"]["timeout"]
        return usual if self._own_patience is None else self._own_patience

    def _release_write_lock(self) -> None:
        if self._release is not None:
            self._release()
            self._release = None

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._release_write_lock()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._release_write_lock()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._release_write_lock()
