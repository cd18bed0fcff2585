"""Write only if SQLite's one writer is nearly free."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

from palier.core.sqlite.base import DatabaseWrapper


@contextmanager
def brief_patience(seconds: float = 0.05) -> Iterator[None]:
    """Wait at most ``seconds`` for the right to write, inside the block; then OperationalError is raised.

    For what is worth less than a reader's time. Other databases, which have several writers, wait as usual.
    """
    wrapper = connections[DEFAULT_DB_ALIAS]
    if not isinstance(wrapper, DatabaseWrapper):
        yield
        return
    wrapper.set_patience(seconds)
    try:
        yield
    finally:
        wrapper.set_patience(None)
