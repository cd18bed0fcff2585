"""Make the keys of structures, and make them again."""

from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from palier.core.tenancy import across_structures, structure_scope
from palier.residents.models import StructureKey
from palier.residents.queries.keys import newest_key
from palier.residents.safe import put_away, taken_out
from palier.residents.sealing import UnopenableError, point_of
from palier.structures.models import Structure


@dataclass(frozen=True, slots=True)
class Renewal:
    """Keys made, older ones that still open names, and those that no secret of the server opens any more."""

    made: int
    kept: int
    lost: int


def public_key_of(structure: Structure, *, now: datetime) -> StructureKey:
    """Return the key to give to the phones of ``structure`` (``id``, and ``public``: the point), made when missing.

    One that this server cannot open any more is not given: what would be sealed with it would be lost.
    """
    key = newest_key(structure.pk)
    return key if key is not None and _opens(key) else make_key(structure, now=now)


def make_key(structure: Structure, *, now: datetime) -> StructureKey:
    """Return a new key of ``structure``, saved: the one that phones are given from now on."""
    private = ec.generate_private_key(ec.SECP256R1())
    key: StructureKey = StructureKey.objects.create(
        structure=structure,
        public=point_of(private.public_key()),
        private=put_away(private, structure_id=structure.pk),
        created_at=now,
        updated_at=now,
    )
    return key


@transaction.atomic
def renew_keys(*, now: datetime) -> Renewal:
    """Give a new key to each structure that has one, and put the older ones away with the secret of today.

    Older keys stay: names are sealed with them, here and on phones that have not called for weeks.
    """
    made = kept = lost = 0
    # A command of the whole instance.
    with across_structures():
        structures = list(Structure.objects.filter(pk__in=StructureKey.objects.values("structure")))
    for structure in structures:
        with structure_scope(structure.pk):
            for key in StructureKey.objects.select_for_update().order_by("pk"):
                if not _opens(key):
                    lost += 1
                    continue
                key.private, key.updated_at = _put_away_again(key), now
                key.save(update_fields=["private", "updated_at"])
                kept += 1
            make_key(structure, now=now)
            made += 1
    return Renewal(made=made, kept=kept, lost=lost)


def _opens(key: StructureKey) -> bool:
    try:
        taken_out(key.private, structure_id=key.structure_id)
    except UnopenableError:
        return False
    return True


def _put_away_again(key: StructureKey) -> str:
    return put_away(taken_out(key.private, structure_id=key.structure_id), structure_id=key.structure_id)
