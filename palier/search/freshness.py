"""What each process holds of a collection in memory, and how it knows that this is still right.

A held state is shared by the threads only when it was read without this connection's own uncommitted writes:
other transactions' are invisible, so what was read is committed, and ``seq`` says how far. A transaction
that has written gets a private state, built on the shared one, known by the stamp it wrote: a rollback
brings back the former stamp, and the private state is never met again.
"""

import secrets
import threading
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from palier.search.models import IndexState


@dataclass(frozen=True, slots=True)
class Version:
    """Where a collection stands: see IndexState. ``code`` is the row's number, which marks the
    collection's words."""

    code: int
    lineage: str
    seq: int
    stamp: str


NOTHING = Version(code=0, lineage="", seq=0, stamp="")


class HeldState(Protocol):
    """Something computed from a collection at one version; immutable, since threads share it."""

    @property
    def version(self) -> Version: ...

    @classmethod
    def read(cls, collection: str, version: Version, base: "Self | None") -> Self:
        """Read the state from the database; only what came after ``base.version.seq`` when ``base`` is
        given."""
        ...


State = TypeVar("State", bound=HeldState)
_stamps: "WeakKeyDictionary[BaseDatabaseWrapper, set[str]]" = WeakKeyDictionary()
_stamps_lock = threading.Lock()


def read_version(collection: str) -> Version:
    """Return where the collection stands for the current connection; NOTHING when it was never written."""
    row = IndexState.objects.filter(collection=collection).values_list("id", "lineage", "seq", "stamp").first()
    return Version(*row) if row else NOTHING


def advance(collection: str) -> Version:
    """Take the collection's write lock until the transaction ends, and return its next version."""
    stamp = secrets.token_hex(8)
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_indexstate (collection, lineage, seq, stamp) VALUES (%s, %s, 1, %s)"
            " ON CONFLICT (collection) DO UPDATE SET seq = search_indexstate.seq + 1, stamp = excluded.stamp"
            " RETURNING id, lineage, seq",
            [collection, secrets.token_hex(8), stamp],
        )
        code, lineage, seq = cursor.fetchone()
    with _stamps_lock:
        _stamps.setdefault(connection, set()).add(stamp)
    return Version(code=code, lineage=lineage, seq=seq, stamp=stamp)


def is_own_uncommitted(version: Version) -> bool:
    """Tell whether ``version`` may be a write of the current connection that is not committed yet."""
    connection = connections[DEFAULT_DB_ALIAS]
    with _stamps_lock:
        stamps = _stamps.get(connection)
        if not stamps:
            return False
        if not connection.in_atomic_block:
            stamps.clear()
            return False
        return version.stamp in stamps


class Held(Generic[State]):
    """The states of one kind that this process holds, one a collection."""

    def __init__(self, kind: type[State]) -> None:
        self._kind = kind
        self._lock = threading.RLock()
        self._shared: dict[tuple[str, str], State] = {}
        self._private: WeakKeyDictionary[BaseDatabaseWrapper, dict[str, State]] = WeakKeyDictionary()

    def current(self, collection: str) -> State:
        """Return the state that the current connection sees, read again only if something was written."""
        version = read_version(collection)
        connection = connections[DEFAULT_DB_ALIAS]
        place = (str(connection.settings_dict["NAME"]), collection)
        if is_own_uncommitted(version):
            return self._read_private(connection, place, version)
        held = self._shared.get(place)
        if held is not None and held.version.stamp == version.stamp:
            return held
        with self._lock:
            version = read_version(collection)  # another thread may have gone further while this one waited
            held = self._shared.get(place)
            if held is None or held.version.stamp != version.stamp:
                held = self._kind.read(collection, version, _usable(held, version))
                self._shared[place] = held
            return held

    def _read_private(self, connection: BaseDatabaseWrapper, place: tuple[str, str], version: Version) -> State:
        with self._lock:
            mine = self._private.setdefault(connection, {})
            held = mine.get(place[1])
            if held is None or held.version.stamp != version.stamp:
                held = self._kind.read(place[1], version, _usable(self._shared.get(place), version))
                mine[place[1]] = held
            return held


def _usable(held: State | None, version: Version) -> State | None:
    """Return ``held`` if ``version`` continues it: the same lineage, not behind (a restored or emptied
    database)."""
    if held is None or held.version.lineage != version.lineage or held.version.seq > version.seq:
        return None
    return held
