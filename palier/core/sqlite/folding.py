"""Fold SQLite's log back into its file: what was erased is then nowhere in the data folder."""

from django.db import connection


def fold_log() -> None:
    """Empty the write-ahead log, where pages stay as they were before an erasure; on PostgreSQL, do nothing.

    What others are reading keeps its pages until the next time. Inside a transaction there is nothing to fold.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
