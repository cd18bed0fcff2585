"""Fold SQLite's log back into its file: what was erased is then nowhere in the data folder."""

import time

from django.db import connection

# Milliseconds, then seconds: while it waits for those who read, nobody writes; so it waits little, several times.
PATIENCE = 100
TRIES, PAUSE = 30, 1.0


def fold_log(tries: int = TRIES) -> bool:
    """Empty the write-ahead log, where pages stay as they were before an erasure; on PostgreSQL, do nothing.

    Those who write never wait more than ``PATIENCE`` for it. Return whether nothing is left there: what others read
    for longer than ``tries`` seconds keeps its pages until the next time. Inside a transaction nothing can be folded.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            for left in reversed(range(tries)):
                is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not is_busy:
                    return True
                if left:
                    time.sleep(PAUSE)
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
