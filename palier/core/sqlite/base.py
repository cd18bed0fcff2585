"""Django's SQLite backend with one write lock per process.

SQLite has a single writer. Threads that wait for it inside SQLite poll with growing pauses and may starve; a fair
lock taken before ``BEGIN IMMEDIATE`` makes the threads of one process queue up instead. Other processes still wait
by SQLite's own busy time-out.
"""

import threading
from collections import defaultdict

from django.db import OperationalError
from django.db.backends.sqlite3 import base

_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    """Take the process's write lock for the length of each transaction."""

    _held_lock: threading.Lock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        lock = _locks[str(self.settings_dict["NAME"])]
        if not lock.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 20)):
            raise OperationalError("database is locked: another thread holds the write lock")
        self._held_lock = lock
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._release_write_lock()
            raise

    def _release_write_lock(self) -> None:
        if self._held_lock is not None:
            lock, self._held_lock = self._held_lock, None
            lock.release()

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            if self.connection is None or not self.connection.in_transaction:
                self._release_write_lock()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._release_write_lock()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._release_write_lock()
