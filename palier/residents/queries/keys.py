"""Find the keys of the current structure, and open names with them."""

from collections.abc import Iterable
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from palier.core.questions import Question, columns_of, names_of
from palier.residents.models import Resident, StructureKey
from palier.residents.safe import taken_out
from palier.residents.sealing import Named, UnopenableError, unseal

ERASED = "Le nom a été effacé."
UNKNOWN = "Le nom a été scellé avec une clé que cette structure n'a pas."
_KEY = columns_of(StructureKey)
_NEWEST = Question(
    f"SELECT {names_of(_KEY)} FROM residents_structurekey WHERE structure_id = :structure AND structure_id = :owner"  # noqa: S608
    " ORDER BY created_at DESC, id DESC LIMIT 1",
    _KEY,
)


def newest_key(structure_id: UUID) -> StructureKey | None:
    """Return the key that phones are given, None before the first one."""
    return next(iter(_NEWEST.records(StructureKey, owner=structure_id)), None)


def private_keys(ids: Iterable[UUID]) -> dict[UUID, ec.EllipticCurvePrivateKey]:
    """Return private keys by id, without those unknown to the structure. Raises UnopenableError (secret changed)."""
    rows = StructureKey.objects.filter(pk__in=list(ids))
    return {row.pk: taken_out(row.private, structure_id=row.structure_id) for row in rows}


def open_sealed(resident: Resident) -> Named:
    """Return who asked to be called back. Raises UnopenableError; its message, in French, says why.

    What calls it says so in the audit (palier/residents/actions/openings.py).
    """
    return open_all([resident])[resident.pk]


def open_all(residents: Iterable[Resident]) -> dict[UUID, Named]:
    """Return the names of several people by the id of their line. Raises UnopenableError for the first that fails."""
    people = list(residents)
    keys = private_keys({key_id(person.sealed) for person in people})
    return {person.pk: opened(person.sealed, entry=person.pk, keys=keys) for person in people}


def opened(sealed: object, *, entry: UUID, keys: dict[UUID, ec.EllipticCurvePrivateKey]) -> Named:
    """Return the name sealed for the line ``entry`` with one of ``keys``. Raises UnopenableError."""
    private = keys.get(key_id(sealed))
    if private is None:
        raise UnopenableError(UNKNOWN)
    assert isinstance(sealed, dict)
    return unseal(sealed, entry=entry, private=private)


def key_id(sealed: object) -> UUID:
    """Return the id of the key that a name was sealed with. Raises UnopenableError."""
    if not sealed:
        raise UnopenableError(ERASED)
    try:
        return UUID(str(sealed["key"]))  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        raise UnopenableError("Le nom scellé n'a pas la forme attendue.") from None
