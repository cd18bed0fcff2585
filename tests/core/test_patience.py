"""What is worth less than a reader's time does not wait for SQLite's one writer."""

import threading
import time

import pytest
from django.db import OperationalError, connection, transaction
from django.test import RequestFactory

from palier.core.middleware import BusyDatabaseMiddleware
from palier.core.sqlite.patience import brief_patience

sqlite_only = pytest.mark.skipif("not __import__('django.db').db.connection.vendor == 'sqlite'", reason="SQLite only")


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_brief_writer_gives_up_while_another_thread_writes() -> None:
    is_writing, may_end = threading.Event(), threading.Event()

    def write_long() -> None:
        with transaction.atomic():
            is_writing.set()
            may_end.wait(60)
        connection.close()

    thread = threading.Thread(target=write_long)
    thread.start()
    is_writing.wait(60)
    began = time.monotonic()
    with pytest.raises(OperationalError, match="locked"), brief_patience(), transaction.atomic():
        pass
    waited = time.monotonic() - began
    may_end.set()
    thread.join()

    assert waited < 15  # the usual patience is 20 seconds
    with transaction.atomic():  # and it is patient again
        assert connection.in_atomic_block


def test_a_busy_database_is_answered_with_a_pause() -> None:
    middleware = BusyDatabaseMiddleware(lambda request: pytest.fail("not called"))

    response = middleware.process_exception(RequestFactory().get("/"), OperationalError("database is locked"))

    assert response is not None
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "120"


def test_another_failure_is_left_alone() -> None:
    middleware = BusyDatabaseMiddleware(lambda request: pytest.fail("not called"))

    assert middleware.process_exception(RequestFactory().get("/"), OperationalError("no such table")) is None
